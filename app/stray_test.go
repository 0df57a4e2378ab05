package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/widgets"
)

// Letters search and Esc takes the selection back wherever Tab came to: a button has no use for them.
func TestKeysThatAButtonHasNoUseFor(t *testing.T) {
	r := full(t)
	canvas := r.window().Canvas()
	button := func() fyne.Focusable {
		t.Helper()
		for range 30 {
			canvas.FocusNext()
			if b, ok := canvas.Focused().(*widgets.Button); ok {
				return b
			}
		}
		t.Fatal("Tab comes to no button")
		return nil
	}
	r.list().MarkAll()
	button().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.list().Marked() != 0 {
		t.Error("Esc on a button leaves the selection")
	}
	button()
	r.keyboard("ama")
	if got := r.list().Query(); got != "ama" {
		t.Errorf("letters typed on a button search for %q", got)
	}
}
