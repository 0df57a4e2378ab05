package app

import (
	"os"
	"path/filepath"
	"testing"
)

// What is to be said while another page shows is said when the list shows again, and not to nobody.
func TestSaidWhereItIsSeen(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil).withAccounts(githubLink)
	r.showSettings()
	if err := os.RemoveAll(filepath.Join(dir, "config.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "config.json"), 0o700); err != nil { // it cannot be written any more
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.json", "in the way"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r.shell.SaveConfig()
	r.now = r.now.Add(20e9)
	r.tick(r.now)
	r.back()
	r.expect("list")
	if r.toast() == "" {
		t.Error("nobody was told that the settings could not be saved")
	}
}
