package vault

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A damaged file is kept and the vault in memory takes its place; a file that somebody can open is
// never displaced.
func TestPutBack(t *testing.T) {
	newPassword := func(t *testing.T, path string) {
		other := reopen(t, path, cheap())
		if err := other.SetPassword(t.Context(), []byte("another five words of a test")); err != nil {
			t.Fatal(err)
		}
		mustSave(t, other)
	}
	write := func(data string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, row := range []struct {
		why    string
		before func(t *testing.T, path string)
		kept   bool
		err    error
	}{
		{"rubbish", write("rubbish"), true, nil},
		{"nothing in it", write(""), true, nil},
		{"it is gone", func(t *testing.T, path string) { os.Remove(path) }, false, nil},
		{"it is whole", func(*testing.T, string) {}, false, nil},
		{"it has another password", newPassword, false, ErrPasswordElsewhere},
	} {
		t.Run(row.why, func(t *testing.T) {
			v := newTestVault(t, cheap(), totp("GitHub", "me", "12345678901234567890"))
			row.before(t, v.Path())
			was, _ := os.ReadFile(v.Path())
			kept, r := v.RestoreFile(t.Context())
			if !errors.Is(r.Err, row.err) || (kept != "") != row.kept {
				t.Fatalf("kept %q, %v", kept, r.Err)
			}
			if got, _ := os.ReadFile(kept); row.kept && (string(got) != string(was) || !brokenMark.MatchString(filepath.Base(kept))) {
				t.Errorf("%q holds %d bytes of %d", kept, len(got), len(was))
			}
			if row.err != nil {
				if is, _ := os.ReadFile(v.Path()); string(is) != string(was) {
					t.Error("the file of somebody else was displaced")
				}
				return
			}
			v.Add(totp("Amazon", "me", "12345678901234567890"))
			mustSave(t, v)
			if n := len(reopen(t, v.Path(), cheap()).Accounts()); n != 2 {
				t.Errorf("%d accounts", n)
			}
		})
	}
}
