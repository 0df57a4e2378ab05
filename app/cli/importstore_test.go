//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gpgOnPath puts a gpg that opens what is not encrypted in front of any other, and fails for the
// entries called broken and asked.
func gpgOnPath(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	script := `#!/bin/sh
for file; do :; done
case "$file" in
*broken*) exit 2 ;;
*asked*) echo "[GNUPG:] ERROR pkdecrypt_failed 83886179" >&2; exit 2 ;;
esac
cat "$file"
`
	if err := os.WriteFile(filepath.Join(dir, "gpg"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func (w *world) store(entries map[string]string) string {
	root := filepath.Join(w.dir, "store")
	for name, text := range entries {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	return root
}

// A store of pass: its entries are named by their places, what did not open is named and does not
// stop the others, and nothing of it is deleted.
func TestImportStore(t *testing.T) {
	gpgOnPath(t)
	w := newWorld(t).withVault()
	store := w.store(map[string]string{
		".gpg-id": "me", "Work/github.com/me.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n", "alone.gpg": "otpauth://totp/Alpha:a?secret=" + rfcKey + "\n",
		"nocode.gpg": "abcdefghABCDEFGH01234567abcdefgh\n", // 24 bytes of base64 are no backup of another program here
		"broken.gpg": "", ".git/x.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n", "README.txt": "words",
	})
	r := w.run("import", "--yes", "--delete", store)
	if r.code != ExitFailed || r.out != "Added github.com (me).\nAdded Alpha (a).\n" {
		t.Errorf("%+v", r)
	}
	for _, says := range []string{"Decrypting the entries with ", "/gpg.", "broken.gpg: gpg could not open it", "1 entry of "} {
		if !strings.Contains(r.err, says) {
			t.Errorf("%q is not said:\n%s", says, r.err)
		}
	}
	if strings.Contains(r.err, "README") || strings.Contains(r.err, "nocode") {
		t.Error(r.err)
	}
	for _, entry := range []string{"alone.gpg", "Work/github.com/me.gpg"} {
		if _, err := os.Stat(filepath.Join(store, entry)); err != nil {
			t.Errorf("an entry was deleted: %v", err)
		}
	}
	if list := w.ok("list", "--json"); !strings.Contains(list, `"Work"`) {
		t.Errorf("the folder is no tag: %s", list)
	}
	// One entry alone.
	r = w.run("import", "--dry-run", filepath.Join(store, "alone.gpg"))
	if r.code != ExitDone || !strings.Contains(r.out, "Alpha (a)") {
		t.Errorf("%+v", r)
	}
}

// An entry among the exports of other programs makes no store of their folder: all are read.
func TestImportEntryAmongExports(t *testing.T) {
	gpgOnPath(t)
	w := newWorld(t)
	folder := w.store(map[string]string{
		"a.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n", "b.txt": "otpauth://totp/Alpha:a?secret=" + rfcKey + "\n",
	})
	r := w.run("import", "--dry-run", folder)
	if r.code != ExitDone || !strings.Contains(r.out, "Alpha (a)") || !strings.Contains(r.out, "a.gpg") {
		t.Errorf("%+v", r)
	}
}

// A folder of a store that is not read is named: entries in it could have codes.
func TestImportStoreNamesWhatItDoesNotRead(t *testing.T) {
	gpgOnPath(t)
	w := newWorld(t)
	deep := strings.Repeat("d/", 17)
	store := w.store(map[string]string{".gpg-id": "me", "a.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n", deep + "b.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n"})
	r := w.run("import", "--dry-run", store)
	if r.code != ExitFailed || !strings.Contains(r.out, "a.gpg") || !strings.Contains(r.err, filepath.Join(store, deep)+": This folder is deeper") {
		t.Errorf("%+v", r)
	}
}

// Who does not answer gpg is not asked for every other entry too.
func TestImportStoreIsCancelled(t *testing.T) {
	gpgOnPath(t)
	w := newWorld(t)
	store := w.store(map[string]string{"a-asked.gpg": "", "b.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n"})
	r := w.run("import", "--dry-run", store)
	if r.code != ExitFailed || r.out != "" || !strings.Contains(r.err, "The other entries were not opened.") {
		t.Errorf("%+v", r)
	}
}

// Without gpg it is said what to do.
func TestImportStoreWithoutGPG(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	w := newWorld(t)
	store := w.store(map[string]string{"a.gpg": "x"})
	w.fails(ExitFailed, "gpg was not found", "import", "--dry-run", store)
}
