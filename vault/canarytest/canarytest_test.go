package canarytest

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever looks must be able to find.
func TestFind(t *testing.T) {
	const secret = "canary: \"no 1\" & ümlaut"
	s := Set{}
	s.Add("password", []byte(secret))
	s.AddKey("key", "GEZDGNBVGY3TQOJQ")
	for why, text := range map[string]string{
		"as it is":              "x" + secret + "y",
		"hexadecimal, capitals": strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"base32, small":         strings.ToLower(base32.StdEncoding.EncodeToString([]byte(secret))),
		"base64":                base64.StdEncoding.EncodeToString([]byte(secret + "more")),
		"base64 for links":      base64.URLEncoding.EncodeToString([]byte(secret + "?")),
		"in a link":             "https://example.org/?q=" + url.QueryEscape(secret),
		"in JSON":               `{"p":"canary: \"no 1\" \u0026 ümlaut"}`,
		"the key in groups":     "gezd gnbv gy3t qojq",
		"the key's bytes":       "1234567890",
	} {
		if s.Find([]byte(text)) == "" {
			t.Errorf("%s was not found", why)
		}
	}
	if what := s.Find([]byte("nothing of the kind, GEZDGNBV alone")); what != "" {
		t.Errorf("found %s in nothing", what)
	}
}

func TestFiles(t *testing.T) {
	s := Set{}
	s.Add("password", []byte("canary of files"))
	folder := t.TempDir()
	for name, content := range map[string]string{"config.json": "{}", "log.txt": "the canary of files sings", "canary of files.txt": "", "vault": "canary of files"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := s.Files(folder, func(path string) bool { return filepath.Base(path) == "vault" })
	if len(found) != 2 {
		t.Errorf("found %q", found)
	}
}
