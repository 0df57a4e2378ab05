package app

import (
	"testing"

	"fyne.io/fyne/v2"
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
	if r.told() == "" {
		t.Fatal("nothing is said of the change")
	}
	r.press(ctrlKey(fyne.KeyZ))
	if r.kept() != before {
		t.Fatal("it is not undone")
	}
	if r.told() != "" {
		t.Errorf("the list still says %q", r.told())
	}
}
