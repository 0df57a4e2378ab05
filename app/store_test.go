//go:build unix

package app

import (
	"os"
	"path/filepath"
	"testing"

	"watchword/app/add"
)

// Where gpg is not given the password of its key, the other entries are not opened, and the exports
// that lie beside them are read.
func TestStoreInTheWindowIsCancelled(t *testing.T) {
	bin, root := t.TempDir(), t.TempDir()
	script := "#!/bin/sh\necho asked >> '" + filepath.Join(bin, "asked") + "'\necho '[GNUPG:] ERROR pkdecrypt_failed 83886179' >&2\nexit 2\n"
	if err := os.WriteFile(filepath.Join(bin, "gpg"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	for name, text := range map[string]string{"a.gpg": "x", "b.gpg": "x", "c.txt": githubLink + "\n"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRig(t)
	r.create()
	r.importFiles([]string{filepath.Join(root, "a.gpg"), filepath.Join(root, "b.gpg"), filepath.Join(root, "c.txt")})
	r.expect("found")
	if s := r.page().(*add.Results); len(s.Candidates) != 1 || len(s.Problems) != 1 {
		t.Errorf("%+v", s)
	}
	if asked, err := os.ReadFile(filepath.Join(bin, "asked")); err != nil || string(asked) != "asked\n" {
		t.Errorf("gpg was asked: %q, %v", asked, err)
	}
}
