package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// scrolledPage shows a page of fields that is higher than its window, and returns what moves when it scrolls.
func scrolledPage(t *testing.T, first fyne.CanvasObject) (w fyne.Window, moved func() float32) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	body := Stack(8, first)
	for i := range 30 {
		body.Add(NewEntry(fmt.Sprint("Field ", i), ""))
	}
	w = pagetest.Show(t, NewPage("Page", nil, body, nil))
	driver := fyne.CurrentApp().Driver()
	start := driver.AbsolutePositionForObject(body).Y
	return w, func() float32 { return start - driver.AbsolutePositionForObject(body).Y }
}

func TestWheel(t *testing.T) {
	const rows = rowsPerNotch * theme.ControlHeight
	for _, c := range []struct {
		why  string
		turn float32 // as the toolkit tells of it
		want float32
	}{
		{"one notch, over a field: the field has nowhere to go", -notch, rows},
		{"two at once", -2 * notch, 2 * rows},
		{"Wayland's notch", -1.5 * notch, 1.5 * rows},
		{"a touchpad: as far as the fingers went", -7.3, 7.3},
		{"up, at the top", notch, 0},
	} {
		w, moved := scrolledPage(t, Gap(4))
		test.Scroll(w.Canvas(), fyne.NewPos(200, 300), 0, c.turn)
		if got := moved(); got < c.want-0.01 || got > c.want+0.01 {
			t.Errorf("%s: the page went %v, not %v", c.why, got, c.want)
		}
	}
}

// A text that is longer than its field scrolls first; where it ends, the page goes on.
func TestWheelOverLongText(t *testing.T) {
	area := NewTextArea("Note", "", 4)
	area.SetText(strings.Repeat("line\n", 12))
	w, moved := scrolledPage(t, area)
	var turned *wheel
	walk(w.Content(), func(o fyne.CanvasObject) bool {
		turned, _ = o.(*wheel)
		return turned == nil
	})
	for range 40 {
		turned.Scrolled(&fyne.ScrollEvent{ // the toolkit's own test says nothing of the place
			PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(200, 80)}, Scrolled: fyne.Delta{DY: -notch}})
		if moved() > 0 {
			if area.inner.Offset.Y == 0 {
				t.Fatal("the text did not scroll")
			}
			return
		}
	}
	t.Fatal("the page does not go on where the text ends")
}

func TestPageKeys(t *testing.T) {
	w, moved := scrolledPage(t, Gap(4))
	scroll := func(key fyne.KeyName) float32 {
		if !ScrollPage(w.Content(), key) {
			t.Errorf("%s is not a key that scrolls", key)
		}
		return moved()
	}
	down, end := scroll(fyne.KeyPageDown), scroll(fyne.KeyEnd)
	if down < 300 || end <= down {
		t.Errorf("Page Down went to %v, End to %v", down, end)
	}
	if up := scroll(fyne.KeyPageUp); up >= end {
		t.Errorf("Page Up stays at %v", up)
	}
	if home := scroll(fyne.KeyHome); home != 0 {
		t.Errorf("Home went to %v", home)
	}
	if one := scroll(fyne.KeyDown); one != theme.ControlHeight {
		t.Errorf("Down went %v", one)
	}
	if one := scroll(fyne.KeyUp); one != 0 {
		t.Errorf("Up went to %v", one)
	}
	if ScrollPage(w.Content(), fyne.KeyA) {
		t.Error("a letter scrolls")
	}
	if ScrollPage(NewLabel("no page"), fyne.KeyEnd) {
		t.Error("what cannot scroll does")
	}
}

// A field of one line leaves the keys that page to its page.
func TestPageKeysFromField(t *testing.T) {
	var got []fyne.KeyName
	OnKey = func(ev *fyne.KeyEvent) bool { got = append(got, ev.Name); return true }
	defer func() { OnKey = nil }()
	w, _ := scrolledPage(t, Gap(4))
	one, many := NewEntry("One", ""), NewTextArea("Many", "", 3)
	choice := NewChoice("Choice", []string{"a", "b"}, nil)
	w.SetContent(container.NewVBox(one, many, choice))
	for _, f := range []fyne.Focusable{one, many, choice} {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	}
	if len(got) != 2 {
		t.Errorf("of a field, a text and a choice, %d leave Page Down to the page", len(got))
	}
}

func TestScrollingList(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	list := widget.NewList(func() int { return 100 },
		func() fyne.CanvasObject { return NewLine("", theme.Body, false, theme.ColorText) },
		func(int, fyne.CanvasObject) {})
	w := test.NewTempWindow(t, ScrollingList(list))
	w.Resize(fyne.NewSize(300, 400))
	test.Scroll(w.Canvas(), fyne.NewPos(100, 100), 0, -notch)
	if got := list.GetScrollOffset(); got != rowsPerNotch*theme.ControlHeight {
		t.Errorf("a notch went %v", got)
	}
	ScrollPage(w.Content(), fyne.KeyEnd)
	if end := list.GetScrollOffset(); end < 1000 || end > 100*40 {
		t.Errorf("End went to %v", end)
	}
}

// What is typed after a click beside the only field of a page goes into it; with two fields nobody knows into which.
func TestTypeInto(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	w := test.NewTempWindow(t, container.NewVBox())
	show := func(o ...fyne.CanvasObject) fyne.CanvasObject {
		page := NewPage("Page", nil, Stack(8, o...), nil)
		w.SetContent(page)
		return page
	}
	password, key, hidden := NewPasswordEntry("Password", ""), NewTextArea("Key", "", 3), NewEntry("Other", "")
	hidden.Hide()
	if !TypeInto(w.Canvas(), show(password, hidden), 'a') || password.Text() != "a" || w.Canvas().Focused() != fyne.Focusable(password) {
		t.Errorf("the password has %q", password.Text())
	}
	if !TypeInto(w.Canvas(), show(NewCard(key)), 'b') || key.Text != "b" {
		t.Errorf("the key has %q", key.Text)
	}
	if TypeInto(w.Canvas(), show(password, key), 'c') || TypeInto(w.Canvas(), show(NewLabel("text")), 'c') {
		t.Error("a letter went somewhere")
	}
	key.Disable()
	if TypeInto(w.Canvas(), show(key), 'd') || key.Text != "b" {
		t.Error("a field that takes nothing took a letter")
	}
}
