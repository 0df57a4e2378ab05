package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/vault/canarytest"
)

// canaries are the secrets of these tests: none may be logged, complained about or left in a
// file (R10).
var canaries = func() canarytest.Set {
	s := canarytest.Set{}
	s.Add("password", []byte(password))
	s.Add("monkey's password", []byte(monkeyPassword))
	for name, link := range map[string]string{"Amazon": amazonLink, "GitHub": githubLink, "Slack": slackLink} {
		_, rest, _ := strings.Cut(link, "secret=")
		key, _, _ := strings.Cut(rest, "&")
		s.AddKey("key of "+name, key)
	}
	return s
}()

func TestMain(m *testing.M) { os.Exit(canaries.Main(m)) }

// sing looks at what the program left in its own folders: settings, state, backups, the vault
// and what stands beside it.
func sing(t *testing.T, dir string) {
	t.Helper()
	for _, what := range canaries.Files(dir, func(path string) bool { return !ownFile(dir, path) }) {
		t.Error(what)
	}
}

// ownFile reports whether the program keeps a file for itself; tests put others beside it.
func ownFile(dir, path string) bool {
	relative, err := filepath.Rel(dir, path)
	if err != nil || relative == "." {
		return err == nil
	}
	first, _, _ := strings.Cut(relative, string(filepath.Separator))
	return first == "backups" || first == "state" || first == "config.json" || first == "use.json" || strings.Contains(first, ".watchword")
}
