package leftover

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/transfer"
)

// Only the very file that was read goes.
func TestRemove(t *testing.T) {
	for _, row := range []struct {
		why    string
		change func(t *testing.T, path string)
		gone   bool
	}{
		{"as it was read", func(*testing.T, string) {}, true},
		{"other content of the same length, with the old time", func(t *testing.T, path string) {
			info, err := os.Stat(path)
			must(t, err)
			must(t, os.WriteFile(path, []byte("other"), 0o600))
			must(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
		}, false},
		{"longer", func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte("longer"), 0o600)) }, false},
		{"touched", func(t *testing.T, path string) { must(t, os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0))) }, false},
		{"another file in its place", func(t *testing.T, path string) {
			must(t, os.Rename(path, path+".old"))
			must(t, os.WriteFile(path, []byte("whole"), 0o600))
		}, false},
		{"a link in its place", func(t *testing.T, path string) {
			must(t, os.Rename(path, path+".old"))
			if err := os.Symlink(path+".old", path); err != nil {
				t.Skip(err)
			}
		}, false},
		{"gone already", func(t *testing.T, path string) { must(t, os.Remove(path)) }, true},
	} {
		t.Run(row.why, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			must(t, os.WriteFile(path, []byte("whole"), 0o600))
			f := Of(path, []byte("whole"))
			row.change(t, path)
			err := f.Remove()
			if _, there := os.Lstat(path); (err == nil) != row.gone || (there != nil) != row.gone {
				t.Errorf("removed: %v, %v", err, there)
			}
		})
	}
}

func TestWhy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, []byte("whole"), 0o600))
	link := path + ".link"
	linked := os.Symlink(path, link) == nil
	two := transfer.Result{Accounts: make([]account.Account, 2)}
	keeps := two
	keeps.Keep = "it holds passwords too"
	lacks := func(what ...string) func(account.Account) []string {
		return func(account.Account) []string { return what }
	}
	for _, row := range []struct {
		why, path string
		r         transfer.Result
		lacks     func(account.Account) []string
		may       bool
		want      string
	}{
		{"all is in the vault", path, two, lacks(), true, ""},
		{"nothing is", path, two, lacks("account"), false, "it holds what the vault does not have: 2 accounts"},
		{"all but what is written about it", path, transfer.Result{Accounts: two.Accounts[:1]}, lacks("note"), false, "it holds what the vault does not have: 1 note"},
		{"several", path, two, lacks("name", "counter", "note"), false, "it holds what the vault does not have: other names for 2 accounts, later counters for 2 accounts and 2 notes"},
		{"there is more in it", path, keeps, lacks(), false, keeps.Keep},
		{"a link", link, two, lacks(), !linked, ""},
	} {
		why := Why(Of(row.path, []byte("whole")), row.r, row.lacks)
		if (why == "") != row.may || row.want != "" && why != row.want {
			t.Errorf("%s: %q", row.why, why)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
