//go:build unix

package intake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/app/gpgstore"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// A store of pass is read entry by entry: the file that it remembers is the encrypted
// one, what it reads is what gpg opened, and the place names the account.
func TestStore(t *testing.T) {
	bin, root := t.TempDir(), t.TempDir()
	script := "#!/bin/sh\nfor file; do :; done\ncase \"$file\" in *broken*) exit 2 ;; esac\ntr a-z b-za < \"$file\"\n"
	if err := os.WriteFile(filepath.Join(bin, "gpg"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	plain := filepath.Join(t.TempDir(), "a.txt")
	for path, text := range map[string]string{
		filepath.Join(root, "github.com", "me.gpg"): "ov\nsnso: JBSWY3DPEHPK3PXP\n", // each letter one before
		filepath.Join(root, "broken.gpg"):           "x",
		filepath.Join(root, "nocode.gpg"):           "x",
		plain:                                       "x",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Beside other exports an entry is one file of them.
	mixed := t.TempDir()
	for name, text := range map[string]string{"a.gpg": "x", "b.txt": "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n"} {
		if err := os.WriteFile(filepath.Join(mixed, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var kinds []Kind
	for _, i := range Look(context.Background(), []string{mixed}) {
		kinds = append(kinds, i.Kind)
	}
	if !slices.Equal(kinds, []Kind{Entry, Export}) {
		t.Errorf("of a folder with an entry and an export, these are read: %v", kinds)
	}
	files := Look(context.Background(), []string{plain, root})
	if len(files) != 4 || files[0].Path != plain || files[0].With() != "" || files[1].With() == "" {
		t.Fatalf("%d files", len(files))
	}
	for _, f := range files[1:] {
		data, err := f.Open(context.Background())
		switch filepath.Base(f.Path) {
		case "me.gpg":
			r := transfer.Result{Accounts: []account.Account{{}}}
			f.entry.Complete(&r)
			if err != nil || string(data) != "pw\ntotp: JBSWY3DPEHPK3PXP\n" || string(f.data) == string(data) {
				t.Errorf("%q, %v", data, err)
			}
			if a := r.Accounts[0]; a.Issuer != "github.com" || a.Name != "me" || !r.Encrypted || r.Keep == "" {
				t.Errorf("%+v", r)
			}
		case "nocode.gpg":
			if !errors.Is(err, gpgstore.ErrNoCode) {
				t.Error(err)
			}
		default:
			if err == nil || len(data) > 0 {
				t.Errorf("%q was opened", f.Path)
			}
		}
	}
}

// A folder of a store that is not read is named as a file that did not open.
func TestStoreNamesWhatItDoesNotRead(t *testing.T) {
	bin, root := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "gpg"), []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	deep := filepath.Join(root, strings.Repeat("d/", 17))
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, ".gpg-id"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if files := Look(context.Background(), []string{root}); len(files) != 1 || files[0].Path != deep || files[0].entry == nil || files[0].entry.Err == nil {
		t.Errorf("%+v", files)
	}
}
