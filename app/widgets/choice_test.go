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

// newChoice shows a choice among many in a window, some way down.
func newChoice(t *testing.T, down, height float32) (*Choice, fyne.Window) {
	t.Helper()
	newApp(t)
	var options []string
	for i := range 20 {
		options = append(options, fmt.Sprintf("%c program %d", 'a'+i, i))
	}
	c := NewChoice("For", options, nil)
	c.Selected = options[3]
	w := test.NewTempWindow(t, container.NewVBox(Gap(down), c))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(320, height))
	return c, w
}

func press(w fyne.Window, names ...fyne.KeyName) {
	for _, n := range names {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// The keys go through the list, which begins at what is chosen and keeps its line in view.
func TestChoiceByKeys(t *testing.T) {
	c, w := newChoice(t, 40, 300)
	w.Canvas().Focus(c)
	press(w, fyne.KeySpace)
	l := c.open
	if l == nil || l.at != 3 || w.Canvas().Overlays().Top() == nil {
		t.Fatal("the list does not open at what is chosen")
	}
	inView := func() {
		t.Helper()
		line := l.lines[l.at]
		if top := line.Position().Y - l.scroll.Offset.Y; top < 0 || top+line.Size().Height > l.scroll.Size().Height+1 {
			t.Errorf("line %d is out of view", l.at)
		}
	}
	for range 30 {
		press(w, fyne.KeyDown)
		inView()
	}
	if l.at != 19 {
		t.Errorf("Down ends at %d", l.at)
	}
	for _, row := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyHome, 0}, {fyne.KeyUp, 0}, {fyne.KeyPageDown, 8}, {fyne.KeyPageDown, 16}, {fyne.KeyPageDown, 19}, {fyne.KeyPageUp, 11}, {fyne.KeyEnd, 19}, {fyne.KeyUp, 18}} {
		press(w, row.key)
		inView()
		if l.at != row.want {
			t.Errorf("%s leads to %d, not %d", row.key, l.at, row.want)
		}
	}
	press(w, fyne.KeyReturn)
	if c.Selected != c.Options[18] || w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(c) {
		t.Errorf("%q is chosen", c.Selected)
	}
}

// Letters find an option; Esc leaves it as it was.
func TestChoiceByLetters(t *testing.T) {
	c, w := newChoice(t, 40, 300)
	c.Tapped(nil)
	for _, r := range "K program" {
		if r == ' ' {
			press(w, fyne.KeySpace)
		}
		w.Canvas().Focused().TypedRune(r)
	}
	if c.open.at != 10 {
		t.Errorf("the letters lead to %d", c.open.at)
	}
	press(w, fyne.KeyEscape)
	if c.Selected != c.Options[3] || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Esc leaves %q", c.Selected)
	}
	c.Tapped(nil)
	test.Tap(c.open.lines[5])
	if c.Selected != c.Options[5] {
		t.Errorf("a click chose %q", c.Selected)
	}
	c.Disable()
	if c.Tapped(nil); w.Canvas().Overlays().Top() != nil {
		t.Error("what is disabled opens")
	}
}

// The list stays in the window: below the choice, or above it where there is more room.
func TestChoiceInTheWindow(t *testing.T) {
	for _, row := range []struct {
		down  float32
		above bool
	}{{0, false}, {100, false}, {250, true}} {
		c, w := newChoice(t, row.down, 340)
		c.Tapped(nil)
		d := fyne.CurrentApp().Driver()
		top, at := d.AbsolutePositionForObject(c.open).Y, d.AbsolutePositionForObject(c).Y
		bottom := top + c.open.Size().Height
		if top < 0 || bottom > w.Canvas().Size().Height || row.above != (top < at) || row.above && bottom > at || c.open.scroll.Size().Height < 60 {
			t.Errorf("%v down, the list runs from %v to %v, the choice is at %v", row.down, top, bottom, at)
		}
	}
}

// A choice has an outline where it has the keys, and an edge in high contrast, as buttons have.
func TestChoiceEdge(t *testing.T) {
	for _, c := range []struct {
		look    theme.Look
		focused bool
		want    float32
	}{{theme.Look{}, false, 0}, {theme.Look{}, true, 2}, {theme.Look{Strong: true}, false, 1}, {theme.Look{Strong: true}, true, 2}} {
		pagetest.Look(t, c.look)
		choice := NewChoice("Choice", []string{"a", "b"}, nil)
		w := test.NewTempWindow(t, choice)
		if c.focused {
			w.Canvas().Focus(choice)
		}
		if got := test.WidgetRenderer(choice).(*choiceRenderer).edge.StrokeWidth; got != c.want {
			t.Errorf("%+v, focused %v: an edge of %v", c.look, c.focused, got)
		}
	}
}
