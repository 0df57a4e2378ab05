package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"watchword/vault/account"
)

// Whatever a file is called, its name shows as what it is in every sentence: a terminal would obey
// what is in it.
func TestHostileNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	w := newWorld(t).withVault(amazon)
	folder := filepath.Join(w.dir, "a\x1b[31m\u202Eb\u009b\x9bc\x07")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(folder, name) }
	for _, args := range [][]string{
		{"list", "--vault", in("gone")},
		{"vault", "create", "--vault", in("v"), "--no-sheet"},
		{"vault", "create", "--vault", in("v"), "--no-sheet"},
		{"vault", "check", "--vault", in("v")},
		{"vault", "recovery", "--sheet", in("sheet.txt")},
		{"vault", "recovery", "--sheet", in("sheet.txt")},
		{"vault", "recovery", "--sheet", in("no/sheet.txt")},
		{"vault", "restore", in("v")},
		{"export", "--format", "links", "--out", in("links")},
		{"export", "--format", "links", "--out", in("links")},
		{"export", "--format", "links", "--out", in("no/links")},
		{"import", in("links")},
		{"import", in("gone")},
		{"import", folder},
		{"scan", in("gone.png")},
		{"add", in("gone.png")},
		{"edit", "amazon", "--note-file", in("gone")},
		{"list", "--password-file", in("gone")},
		{in("gone")},
		{"x\x1b[31m"},
		{"code", "x\x1b[31m\u202E"},
		{"list", "--x\x1b[31m"},
	} {
		r := w.run(args...)
		for _, said := range []string{r.out, r.err} {
			if shown := account.VisibleText(said); shown != said {
				t.Errorf("%q says %q", args, said)
			}
		}
	}
}

// JSON means the same and is safe to look at.
func TestHostileJSON(t *testing.T) {
	const issuer = "a\x7f\u009b31m\u202Eb\U000E0041"
	w := newWorld(t).withVault(amazon)
	w.ok("edit", "amazon", "--issuer", issuer)
	out := w.ok("list", "--json")
	if shown := account.VisibleText(out); shown != out {
		t.Errorf("it says %q", out)
	}
	var list struct{ Accounts []struct{ Issuer string } }
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list.Accounts) != 1 || list.Accounts[0].Issuer != issuer {
		t.Errorf("%v: %q", err, out)
	}
}
