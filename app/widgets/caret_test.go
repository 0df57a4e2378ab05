package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
)

func TestTheCaretStandsStill(t *testing.T) {
	pagetest.App(t)
	e := NewEntry("Name", "")
	w := test.NewTempWindow(t, e)
	now := time.Now()
	if CaretBlinks(now) {
		t.Fatal("a caret blinks without an entry that has the focus")
	}
	w.Canvas().Focus(e)
	if !CaretBlinks(time.Now()) {
		t.Fatal("the caret of a focused entry does not blink")
	}
	if CaretBlinks(time.Now().Add(blinkFor)) {
		t.Fatal("it blinks for ever")
	}
	caret.typed = now.Add(-time.Minute)
	test.Type(e, "a")
	if !CaretBlinks(time.Now()) {
		t.Fatal("it stands still while somebody types")
	}
	if CaretBlinks(time.Now().Add(blinkFor)); e.Text != "a" || e.CursorColumn != 1 {
		t.Errorf("holding the caret changed the entry: %q, cursor at %d", e.Text, e.CursorColumn)
	}
	w.Canvas().Unfocus()
	if CaretBlinks(time.Now()) {
		t.Error("it blinks without the focus")
	}
}
