package clipboard

import (
	"net/url"
	"os"
	"strings"
)

// uriList is how file managers copy files (RFC 2483, section 5).
const uriList = "text/uri-list"

// localFiles returns the paths of the files on this computer in such a list.
func localFiles(list []byte) []string {
	host, _ := os.Hostname()
	var paths []string
	for line := range strings.Lines(string(list)) {
		u, err := url.Parse(strings.TrimRight(line, "\r\n"))
		if err != nil || u.Scheme != "file" || u.Path == "" {
			continue
		}
		if u.Host == "" || u.Host == "localhost" || strings.EqualFold(u.Host, host) {
			paths = append(paths, u.Path)
		}
	}
	return paths
}
