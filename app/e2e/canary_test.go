//go:build e2e && linux

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/vault/canarytest"
)

// canaries are the secrets of the stories: the real program may not complain about them or
// leave them in a file of its own (R10).
var canaries = func() canarytest.Set {
	s := canarytest.Set{}
	s.Add("password", []byte(password))
	s.Add("password of a foreign file", []byte(foreignPassword))
	for name, key := range map[string]string{"Amazon": amazonSecret, "GitHub": githubSecret, "Slack": slackSecret, "VPN": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"} {
		s.AddKey("key of "+name, key)
	}
	return s
}()

// sing looks at all that the program keeps for itself in a home, the vault and its backups too.
func (h home) sing(t *testing.T) {
	t.Helper()
	for _, own := range []string{".config", ".local", ".cache", "run", "map.json"} {
		for _, what := range canaries.Files(h.path(own), nil) {
			t.Error(what)
		}
	}
}

func singAbout(t *testing.T, complaints *bytes.Buffer) {
	t.Helper()
	if what := canaries.Find(complaints.Bytes()); what != "" {
		t.Errorf("the %s was written to standard error", what)
	}
}

// Whoever looks must be able to find.
func TestCanaries(t *testing.T) {
	h := newHome(t)
	file := h.path(".config", "watchword", "config.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(`{"last":"`+strings.ToLower(githubSecret)+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := canaries.Files(h.path(".config"), nil); len(found) != 1 {
		t.Errorf("found %q", found)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}
