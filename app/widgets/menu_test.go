package widgets

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// openMenu opens a menu of three lines, the second of which has two behind it.
func openMenu(t *testing.T, at fyne.Position) (m *Menu, w fyne.Window, done *[]string) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	w = pagetest.Show(t, container.NewVBox())
	done = new([]string)
	line := func(text string) *fyne.MenuItem {
		return fyne.NewMenuItem(text, func() { *done = append(*done, text) })
	}
	sort := fyne.NewMenuItem("Sort by", nil)
	sort.ChildMenu = fyne.NewMenu("", line("Name"), line("Use"))
	menu := fyne.NewMenu("", NewMenuItem("Edit", "Ctrl+E", line("Edit").Action), sort, fyne.NewMenuItemSeparator(), line("Lock"))
	return ShowMenu(menu, w.Canvas(), at), w, done
}

func TestMenuKeys(t *testing.T) {
	for _, c := range []struct {
		why  string
		keys []fyne.KeyName
		want string
		open bool
	}{
		{"down to the first", []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "[Edit]", false},
		{"up from nowhere is the last", []fyne.KeyName{fyne.KeyUp, fyne.KeySpace}, "[Lock]", false},
		{"what is behind a line", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn}, "[Use]", false},
		{"and back from there", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyDown, fyne.KeyReturn}, "[Lock]", false},
		{"Esc goes back once", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEscape}, "[]", true},
		{"and then away", []fyne.KeyName{fyne.KeyDown, fyne.KeyEscape}, "[]", false},
		{"Enter on nothing does nothing", []fyne.KeyName{fyne.KeyReturn}, "[]", true},
	} {
		m, w, done := openMenu(t, fyne.NewPos(100, 100))
		if w.Canvas().Focused() != fyne.Focusable(m) {
			t.Fatal("the menu has not the focus")
		}
		for _, k := range c.keys {
			m.TypedKey(&fyne.KeyEvent{Name: k})
		}
		if got := fmt.Sprint(*done); got != c.want || (w.Canvas().Overlays().Top() != nil) != c.open {
			t.Errorf("%s: it did %s", c.why, got)
		}
	}
}

func TestMenuByPointer(t *testing.T) {
	m, w, done := openMenu(t, fyne.NewPos(100, 100))
	test.Tap(m.lines[1])
	if len(m.lines) != 3 || m.lines[0].Item.Label != "Back" {
		t.Fatalf("behind “Sort by” there are %d lines", len(m.lines))
	}
	test.Tap(m.lines[0])
	m.TypedRune('l')
	if m.at != 2 {
		t.Errorf("“l” goes to line %d", m.at)
	}
	test.Tap(m.lines[0])
	if fmt.Sprint(*done) != "[Edit]" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("it did %v", *done)
	}
}

// A menu lies inside the window, wherever it was asked for.
func TestMenuStaysInside(t *testing.T) {
	for _, at := range []fyne.Position{{X: 0, Y: 0}, {X: 415, Y: 635}, {X: -20, Y: 300}} {
		m, w, _ := openMenu(t, at)
		from := fyne.CurrentApp().Driver().AbsolutePositionForObject(m)
		size := w.Canvas().Size()
		if from.X < menuMargin-0.1 || from.Y < menuMargin-0.1 || from.X+m.Size().Width > size.Width-menuMargin+0.1 || from.Y+m.Size().Height > size.Height-menuMargin+0.1 {
			t.Errorf("asked for at %v it is at %v, %v", at, from, m.Size())
		}
		if !m.Whole() {
			t.Errorf("asked for at %v it has to be scrolled", at)
		}
	}
	m, w, _ := openMenu(t, fyne.NewPos(0, 0))
	w.Resize(fyne.NewSize(420, 120))
	m.fill(m.Menu)
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if m.Whole() || m.scroll.Offset.Y == 0 {
		t.Error("in a low window the keys do not scroll it")
	}
}
