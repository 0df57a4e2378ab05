package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestUndoAndRedoByKeys(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink, githubLink)
	r.list().Select(r.session().Accounts()[1].ID)
	r.trash(r.list().Targets())
	if r.titles() != "Amazon" {
		t.Fatalf("accounts %s", r.titles())
	}
	for _, step := range []struct {
		key          fyne.Shortcut
		says, titles string
	}{
		{&fyne.ShortcutUndo{}, "GitHub restored.", "Amazon, GitHub"},
		{&fyne.ShortcutRedo{}, "GitHub moved to the trash.", "Amazon"}, // Ctrl+Y
		{&fyne.ShortcutRedo{}, "Nothing to redo.", "Amazon"},
		{&fyne.ShortcutUndo{}, "GitHub restored.", "Amazon, GitHub"},
	} {
		r.App.shortcut(step.key)
		if r.toast() != step.says || r.titles() != step.titles {
			t.Errorf("%s: %q, %s", step.key.ShortcutName(), r.toast(), r.titles())
		}
	}
	r.shortcut(fyne.KeyZ, fyne.KeyModifierShift)
	if r.toast() != "GitHub moved to the trash." || r.titles() != "Amazon" {
		t.Errorf("Ctrl+Shift+Z: %q, %s", r.toast(), r.titles())
	}
}

// What was deleted for good stays so, and Ctrl+Z takes back nothing older in its place.
func TestUndoBehindAPermanentDeletion(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink, githubLink)
	r.trash([]string{r.session().Accounts()[0].ID})
	r.showTrash()
	r.tap("trash.0.delete")
	r.tap("trash.0.sure")
	r.expect("trash")
	r.showList()
	for range 2 {
		r.App.shortcut(&fyne.ShortcutUndo{})
		if r.toast() != "Permanent deletion cannot be undone." || r.titles() != "GitHub" {
			t.Errorf("%q, %s", r.toast(), r.titles())
		}
	}
}

// The button of a message undoes what the message is about, and nothing that came after it.
func TestUndoButtonOfAnOlderMessage(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink, githubLink)
	r.trash([]string{r.session().Accounts()[0].ID})
	r.pin([]string{r.session().Accounts()[0].ID}, true) // says nothing, so the message stands
	if r.toast() != "Amazon moved to the trash." {
		t.Fatalf("toast %q", r.toast())
	}
	r.list().TapToast()
	if !r.session().Accounts()[0].Pinned || r.titles() != "GitHub" {
		t.Error("the button undid another change than the one it stands beside")
	}
	if r.toast() != "Something else was changed since then. Ctrl+Z undoes the last change." {
		t.Errorf("toast %q", r.toast())
	}
	r.App.shortcut(&fyne.ShortcutUndo{})
	if r.toast() != "GitHub unpinned." {
		t.Errorf("toast %q", r.toast())
	}
	r.list().TapToast() // Redo
	if r.toast() != "GitHub pinned." || !r.session().Accounts()[0].Pinned {
		t.Errorf("toast %q", r.toast())
	}
}

// In the search, undo and redo mean its text.
func TestUndoInTheSearch(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	r.list().SearchFor("amaz")
	if r.searchShortcut(&fyne.ShortcutRedo{}) || r.searchShortcut(&fyne.ShortcutUndo{}) {
		t.Error("the search does not get its own undo and redo")
	}
	r.list().SearchFor("")
	if !r.searchShortcut(&fyne.ShortcutRedo{}) || r.toast() != "Nothing to redo." {
		t.Errorf("toast %q", r.toast())
	}
}
