package unlock

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
	"watchword/app/widgets"
)

// A second click where “Look” was does not put the copy in place.
func TestLookTwice(t *testing.T) {
	var due []func()
	widgets.After = func(_ time.Duration, f func()) { due = append(due, f) }
	t.Cleanup(func() { widgets.After = nil })
	used := 0
	s := newLadder(func(string, []byte) (string, error) { return "fine", nil }, func(string) error { used++; return nil })
	pagetest.Window(t, theme.Light, s.Content)
	s.password.SetText("right")
	test.Tap(s.looks[0])
	test.Tap(s.use)
	if used != 0 {
		t.Fatal("the second half of a double click puts the copy in place")
	}
	for _, f := range due {
		f()
	}
	s.use.Tapped(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(200, 300)})
	if used != 1 {
		t.Error("it cannot be put in place at all")
	}
}

// Enter opens the vault once the key of the sheet is whole, and begins a line before.
func TestEnterInTheKeyOfTheSheet(t *testing.T) {
	opened := 0
	s := newRecover(func(string) error { opened++; return nil })
	w := pagetest.Window(t, theme.Light, s.Content)
	w.Canvas().Focus(s.key)
	enter := func() { s.key.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	test.Type(s.key, key[:40])
	enter()
	if opened != 0 {
		t.Error("half a key is tried")
	}
	test.Type(s.key, key[40:])
	enter()
	if opened != 1 {
		t.Error("Enter does not open the vault")
	}
}
