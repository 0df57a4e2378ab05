//go:build unix

package gpgstore

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A fake gpg stands at the edge of the machine: it writes down what it was asked and answers
// with what follows.
func fakeGPG(t *testing.T, answer string) (program, asked string) {
	t.Helper()
	dir := t.TempDir()
	program, asked = filepath.Join(dir, "gpg"), filepath.Join(dir, "asked")
	script := "#!/bin/sh\necho \"$@\" > '" + asked + "'\nfor last; do :; done\n" + answer + "\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return program, asked
}

func store(t *testing.T, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range names {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("password\ntotp: JBSWY3DPEHPK3PXP\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestEntries(t *testing.T) {
	root := store(t, "b.gpg", "Work/github.com/me.gpg", "a.txt", ".git/x.gpg", ".hidden.gpg", ".gpg-id")
	if err := os.Symlink(filepath.Join(root, "b.gpg"), filepath.Join(root, "c.gpg")); err != nil {
		t.Fatal(err)
	}
	files, err := Entries(root)
	if want := []string{filepath.Join(root, "Work/github.com/me.gpg"), filepath.Join(root, "b.gpg")}; err != nil || !slices.Equal(files, want) {
		t.Errorf("%q, %v", files, err)
	}
	if !Is(root) || !Is(store(t, ".gpg-id")) || !Is(store(t, "deep/er/x.gpg")) || Is(store(t, "a.txt", ".git/x.gpg")) || Is(filepath.Join(root, "b.gpg")) {
		t.Error("a store is not told from another folder")
	}
}

func TestNames(t *testing.T) {
	for file, want := range map[string]string{
		"github.gpg":             "|github|",
		"github.com/me.gpg":      "|github.com|me",
		"Work/github.com/me.gpg": "Work|github.com|me",
		"a/b/c/d.gpg":            "a/b|c|d",
		"a.b/c.d.gpg":            "|a.b|c.d",
	} {
		tag, issuer, name := Names("/store", filepath.Join("/store", file))
		if got := strings.Join([]string{tag, issuer, name}, "|"); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// What is asked of gpg: no key server, no question on the terminal, and the file as a file.
func TestDecrypt(t *testing.T) {
	program, asked := fakeGPG(t, `cat "$last"`)
	file := filepath.Join(store(t, "-x.gpg"), "-x.gpg")
	data, err := Decrypt(context.Background(), program, file)
	if err != nil || !strings.Contains(string(data), "totp: ") {
		t.Fatalf("%q, %v", data, err)
	}
	said, err := os.ReadFile(asked)
	if want := "--batch --no-auto-key-retrieve --disable-dirmngr --status-fd=2 --decrypt -- " + file + "\n"; err != nil || string(said) != want {
		t.Errorf("asked %q, %v", said, err)
	}
}

func TestDecryptFails(t *testing.T) {
	for answer, want := range map[string]error{
		`echo "[GNUPG:] NO_SECKEY 0123" >&2; exit 2`:                      ErrNoKey,
		`echo "[GNUPG:] ERROR pkdecrypt_failed 83886179" >&2; exit 2`:     ErrCancelled,
		`echo "gpg: a secret that nobody must see" >&2; exit 2`:           errFailed,
		`head -c 2000000 /dev/zero`:                                       ErrTooLarge,
		`echo half; exit 2`:                                               errFailed, // what came before the failure is not taken for the entry
		`echo "[GNUPG:] ERROR x 11" >&2; head -c 2000000 /dev/zero; exit`: ErrTooLarge,
	} {
		program, _ := fakeGPG(t, answer)
		data, err := Decrypt(context.Background(), program, filepath.Join(store(t, "a.gpg"), "a.gpg"))
		if !errors.Is(err, want) || len(data) > 0 {
			t.Errorf("%s: %d bytes, %v, want %v", answer, len(data), err, want)
		}
	}
}

// Stop ends gpg, also one whose agent waits for an answer.
func TestDecryptStops(t *testing.T) {
	program, asked := fakeGPG(t, "sleep 1000")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for {
			if _, err := os.Stat(asked); err == nil {
				cancel()
				return
			}
		}
	}()
	if _, err := Decrypt(ctx, program, filepath.Join(store(t, "a.gpg"), "a.gpg")); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
}
