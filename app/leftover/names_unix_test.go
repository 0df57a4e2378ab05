//go:build unix

package leftover

import (
	"os"
	"path/filepath"
	"testing"

	"watchword/vault/account"
	"watchword/vault/transfer"
)

// Under another name of the file its keys would stay.
func TestAFileWithTwoNamesIsNotDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, []byte("whole"), 0o600))
	later := Of(path, []byte("whole")) // the other name is made after the file was read
	must(t, os.Link(path, path+".other"))
	none := func(account.Account) []string { return nil }
	if why := Why(Of(path, []byte("whole")), transfer.Result{}, none); why == "" {
		t.Error("it is offered for deletion")
	}
	if err := later.Remove(); err != errNames {
		t.Errorf("%v", err)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Error(err)
	}
}
