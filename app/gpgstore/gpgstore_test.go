//go:build unix

package gpgstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/transfer"
)

// A fake gpg stands at the I/O boundary: it writes down what it was asked and answers
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
	elsewhere := store(t, "x.gpg", "aegis.json")
	for name, target := range map[string]string{
		"c.gpg":    filepath.Join(root, "b.gpg"), // is read already
		"again":    filepath.Join(root, "Work"),
		"d.gpg":    filepath.Join(elsewhere, "x.gpg"),
		"shared":   elsewhere,
		"gone.gpg": filepath.Join(elsewhere, "gone.gpg"),
		"e.json":   filepath.Join(elsewhere, "aegis.json"),
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(t.TempDir(), "password-store") // people keep their store elsewhere
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	for _, folder := range []string{root, link, "."} {
		files, closed, err := entries(folder)
		want := []string{filepath.Join(folder, "Work/github.com/me.gpg"), filepath.Join(folder, "b.gpg"), filepath.Join(folder, "d.gpg")}
		if err != nil || !slices.Equal(files, want) {
			t.Errorf("%s: %q, %v", folder, files, err)
		}
		if len(closed) != 1 || closed[0].Path != filepath.Join(folder, "shared") || closed[0].Err != errLinked {
			t.Errorf("%s: not read: %v", folder, closed)
		}
		if !Is(folder) {
			t.Errorf("%s is no store", folder)
		}
	}
}

// Where a store has too many entries none is opened.
func TestTooManyEntries(t *testing.T) {
	program, _ := fakeGPG(t, "")
	t.Setenv("PATH", filepath.Dir(program))
	root := store(t, idFile)
	for i := range maxEntries + 1 {
		if err := os.WriteFile(filepath.Join(root, strconv.Itoa(i)+".gpg"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if list, ok := Of(root); !ok || len(list) != 1 || list[0].Path != root || list[0].Err != errTooMany {
		t.Errorf("%d entries, %v", len(list), ok)
	}
}

func TestOf(t *testing.T) {
	program, _ := fakeGPG(t, "")
	t.Setenv("PATH", filepath.Dir(program))
	root := store(t, idFile, "b.gpg", "aegis.json")
	entry := filepath.Join(root, "b.gpg")
	for path, want := range map[string][]Entry{
		root:                              {{Path: entry, Store: root, Program: program}},
		entry:                             {{Path: entry, Program: program}},
		filepath.Join(root, "gone.gpg"):   {{Path: filepath.Join(root, "gone.gpg"), Program: program}}, // opening it says so
		filepath.Join(root, "aegis.json"): nil,
		store(t, "b.gpg", "aegis.json"):   nil,
		filepath.Join(store(t, "x.gpg/aegis.json"), "x.gpg"): nil, // a folder
	} {
		if got, ok := Of(path); ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", path, got, ok)
		}
	}
	t.Setenv("PATH", t.TempDir())
	for _, path := range []string{root, entry} {
		if got, ok := Of(path); !ok || !slices.Equal(got, []Entry{{Path: path, Err: ErrNoProgram}}) {
			t.Errorf("without gpg, %s: %v", path, got)
		}
	}
}

func TestIs(t *testing.T) {
	for _, row := range []struct {
		why   string
		files []string
		want  bool
	}{
		{"it names its keys", []string{".gpg-id"}, true},
		{"it names its keys, and its user keeps words in it", []string{".gpg-id", "b.gpg", "README.txt"}, true},
		{"nothing but entries, in a folder below", []string{"deep/er/x.gpg"}, true},
		{"what is hidden does not count", []string{"x.gpg", ".git/config", ".gitattributes"}, true},
		{"hidden entries do not either", []string{".git/x.gpg"}, false},
		{"no entry", []string{"a.txt", ".git/x.gpg"}, false},
		{"an entry among exports of other programs", []string{"aegis.json", "andotp.gpg"}, false},
		{"exports below", []string{"andotp.gpg", "old/aegis.json"}, false},
		{"nothing", nil, false},
	} {
		if got := Is(store(t, row.files...)); got != row.want {
			t.Errorf("%s: %v", row.why, got)
		}
	}
	if Is(filepath.Join(store(t, "b.gpg"), "b.gpg")) {
		t.Error("a file is taken for a store")
	}
	linked := store(t, "b.gpg")
	if err := os.Symlink(filepath.Join(store(t, "aegis.json"), "aegis.json"), filepath.Join(linked, "mine")); err != nil {
		t.Fatal(err)
	}
	if Is(linked) {
		t.Error("a folder with a link to an export is taken for a store")
	}
}

// What was not read is named: entries below could have codes.
func TestEntriesClosed(t *testing.T) {
	deep := strings.Repeat("d/", maxDepth)
	root := store(t, "b.gpg", deep+"here.gpg", deep+"deeper/x.gpg", "locked/x.gpg")
	locked := filepath.Join(root, "locked")
	want := []Entry{{Path: filepath.Join(root, deep, "deeper"), Err: errTooDeep}}
	if os.Geteuid() != 0 { // root reads everything
		want = append(want, Entry{Path: locked, Err: fs.ErrPermission})
		if err := os.Chmod(locked, 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(locked, 0o700) })
	}
	files, closed, err := entries(root)
	if err != nil || !slices.Contains(files, filepath.Join(root, deep, "here.gpg")) {
		t.Errorf("%q, %v", files, err)
	}
	if !slices.EqualFunc(closed, want, func(a, b Entry) bool { return a.Path == b.Path && errors.Is(a.Err, b.Err) }) {
		t.Errorf("not read: %v", closed)
	}
	for _, c := range closed {
		if strings.Contains(c.Err.Error(), root) {
			t.Errorf("the path is said twice: %v", c.Err)
		}
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
		tag, issuer, name := names("/store", filepath.Join("/store", file))
		if got := strings.Join([]string{tag, issuer, name}, "|"); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// What is asked of gpg: no key server, no question on the terminal, and the file as a file.
func TestDecrypt(t *testing.T) {
	program, asked := fakeGPG(t, `cat "$last"`)
	file := filepath.Join(store(t, "-x.gpg"), "-x.gpg")
	data, err := decrypt(context.Background(), program, file)
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
		data, err := decrypt(context.Background(), program, filepath.Join(store(t, "a.gpg"), "a.gpg"))
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
	if _, err := decrypt(ctx, program, filepath.Join(store(t, "a.gpg"), "a.gpg")); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
}

// The place of an entry names its accounts where it does not itself, and a store is left as it is.
func TestComplete(t *testing.T) {
	r := transfer.Result{Accounts: []account.Account{{}, {Issuer: "Mine", Name: "other", Tags: []string{"Work"}}}}
	Entry{Store: "/store", Path: "/store/Work/github.com/me.gpg"}.Complete(&r)
	if a, b := r.Accounts[0], r.Accounts[1]; a.Issuer != "github.com" || a.Name != "me" || !slices.Equal(a.Tags, b.Tags) || b.Issuer != "Mine" || b.Name != "other" {
		t.Errorf("%+v", r.Accounts)
	}
	if !r.Encrypted || r.Keep == "" {
		t.Error("the entry could be offered for deletion")
	}
	r = transfer.Result{Accounts: []account.Account{{}}}
	if (Entry{Path: "/anywhere/github.gpg"}).Complete(&r); r.Accounts[0].Issuer != "github" || len(r.Accounts[0].Tags) > 0 {
		t.Errorf("an entry alone: %+v", r.Accounts)
	}
}
