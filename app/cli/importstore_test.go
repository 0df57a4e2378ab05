//go:build unix

package cli

import (
	"fmt"
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
	for _, says := range []string{"Decrypting with ", "/gpg.", "broken.gpg: gpg could not decrypt this", "1 entry of "} {
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

// A store may be a link, as people who keep it in another place have it.
func TestImportLinkedStore(t *testing.T) {
	gpgOnPath(t)
	w := newWorld(t)
	link := filepath.Join(w.dir, "password-store")
	if err := os.Symlink(w.store(map[string]string{".gpg-id": "me", "Work/github.com/me.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n"}), link); err != nil {
		t.Fatal(err)
	}
	if out := w.ok("import", "--dry-run", link); !strings.Contains(out, "github.com (me)") {
		t.Errorf("printed %s", out)
	}
}

// What is not read of a folder is said, and a folder with folders in it is not called empty.
func TestImportFolders(t *testing.T) {
	w := newWorld(t)
	alpha := "otpauth://totp/Alpha:a?secret=" + rfcKey + "\n"
	folder := w.store(map[string]string{"one/a.txt": alpha, ".hidden/a.txt": alpha})
	w.fails(ExitFailed, "There are no files to import in "+folder+".\nwatchword: The folder in "+folder+" was not read: one. Name it to import it too.", "import", "--dry-run", folder)
	w.store(map[string]string{"two/a.txt": alpha, "a.txt": alpha})
	if r := w.run("import", "--dry-run", folder); r.code != ExitDone || !strings.Contains(r.err, "The 2 folders in "+folder+" were not read: one and two.") || strings.Contains(r.err, "no files") {
		t.Errorf("%+v", r)
	}
	for i := range 7 {
		w.store(map[string]string{fmt.Sprintf("more%d/a.txt", i): alpha})
	}
	if r := w.run("import", "--dry-run", folder); !strings.Contains(r.err, "were not read: more0, more1, more2, more3, more4 and 4 more.") {
		t.Errorf("many folders: %s", r.err)
	}
	empty := w.store(map[string]string{"s/.gpg-id": "me"})
	w.fails(ExitFailed, "The password store "+filepath.Join(empty, "s")+" has no entries.", "import", "--dry-run", filepath.Join(empty, "s"))
}

// Who does not answer gpg is not asked for every other entry too.
func TestImportStoreIsCancelled(t *testing.T) {
	gpgOnPath(t)
	w := newWorld(t)
	store := w.store(map[string]string{"a-asked.gpg": "", "b.gpg": "pw\ntotp: JBSWY3DPEHPK3PXP\n"})
	export := w.file("z.txt", "otpauth://totp/Alpha:a?secret="+rfcKey+"\n")
	r := w.run("import", "--dry-run", store, filepath.Join(store, "b.gpg"), export) // what gpg does not open is read all the same
	if r.code != ExitFailed || strings.Contains(r.out, "b.gpg") || !strings.Contains(r.out, "Alpha (a)") || !strings.Contains(r.err, "The other entries were not opened.") {
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
