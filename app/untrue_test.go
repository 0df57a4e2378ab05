package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/vault"
)

// “Your changes were saved” goes when they are undone by key: its own Undo would do nothing.
func TestSavedAtLockGoesWithItsUndo(t *testing.T) {
	r := full(t)
	before := r.kept()
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	r.expect("list")
	if r.atLock == nil {
		t.Fatal("nothing is said of the change")
	}
	r.press(ctrlKey(fyne.KeyZ))
	if r.kept() != before {
		t.Fatal("it is not undone")
	}
	if r.atLock != nil {
		t.Errorf("the list still says %q", r.atLock.text)
	}
}

// What a copy would bring is told without contradicting itself.
func TestOutlookAgreesWithItself(t *testing.T) {
	for _, row := range []struct {
		why   string
		merge vault.Merged
		then  vault.Merged
		none  bool // it says that the copy has nothing beyond the vault
	}{
		{"deleted since", vault.Merged{}, vault.Merged{Added: []string{"Dropbox"}}, false},
		{"in the trash since", vault.Merged{}, vault.Merged{Restored: []string{"Dropbox"}}, false},
		{"changed since", vault.Merged{}, vault.Merged{Changed: []string{"Dropbox"}}, false},
		{"added since", vault.Merged{}, vault.Merged{Removed: []string{"Dropbox"}}, true},
		{"restored since", vault.Merged{}, vault.Merged{Trashed: []string{"Dropbox"}}, true},
		{"the same", vault.Merged{}, vault.Merged{}, true},
	} {
		o := outlookOf(row.merge, row.then)
		if got := strings.Contains(o.Text, "nothing that your vault does not have"); got != row.none {
			t.Errorf("%s: %q", row.why, o.Text)
		}
	}
}
