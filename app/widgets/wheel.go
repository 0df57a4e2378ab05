package widgets

import (
	"math"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A wheel lies unseen over content that scrolls and gets the turns of the mouse wheel in its place: the
// toolkit's own container goes a third of a row with each, and hands those over a field to the field, whose
// single line has nowhere to go. Clicks pass through it. The keys that scroll a page look for it too.
type wheel struct {
	canvas.Rectangle
	content fyne.CanvasObject
	row     func() float32
	offset  func() float32
	scroll  func(to float32) // beyond an end it stops there
}

var _ fyne.Scrollable = (*wheel)(nil)

const (
	rowsPerNotch = 3
	pageShare    = 0.9 // of what is in view: a page on keeps a line to go on from
)

// Scrolling returns s with a wheel that goes three rows at a time; a nil row is that of a page.
func Scrolling(s *container.Scroll, row func() float32) fyne.CanvasObject {
	w := &wheel{content: s, row: row}
	if row == nil {
		w.row = func() float32 { return theme.ControlHeight }
	}
	w.offset = func() float32 { return s.Offset.Y }
	w.scroll = func(to float32) {
		most := max(0, s.Content.MinSize().Height-s.Size().Height)
		if to = min(max(0, to), most); to == s.Offset.Y {
			return
		}
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, to))
		if s.OnScrolled != nil {
			s.OnScrolled(s.Offset)
		}
	}
	return container.NewStack(s, w)
}

// ScrollingList is [Scrolling] for the toolkit's list.
func ScrollingList(l *widget.List) fyne.CanvasObject {
	row := func() float32 { return theme.ControlHeight }
	return container.NewStack(l, &wheel{content: l, row: row, offset: l.GetScrollOffset, scroll: l.ScrollToOffset})
}

// Scrolled implements [fyne.Scrollable]. A field of several lines comes first, as far as it goes.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	input()
	by := -w.distance(ev.Scrolled.DY)
	if s := fieldAt(w.content, ev.AbsolutePosition); s != nil && canScroll(s, by) {
		s.Scrolled(ev)
		return
	}
	w.scroll(w.offset() + by)
}

// notch is what the toolkit makes of one notch of a wheel.
const notch = 25

// distance is how far the content goes for a turn of the toolkit's length. Only whole notches, of which Wayland
// makes one and a half each, are a wheel's; a touchpad tells of the fingers' own way, and macOS of the user's choice.
func (w *wheel) distance(turn float32) float32 {
	notches := float64(turn / notch)
	if whole := notches == math.Trunc(notches) || notches/1.5 == math.Trunc(notches/1.5); !whole || runtime.GOOS == "darwin" {
		return turn
	}
	most := w.content.Size().Height * pageShare
	return min(max(float32(notches)*rowsPerNotch*w.row(), -most), most)
}

// canScroll reports whether a scroll container has somewhere to go.
func canScroll(s *container.Scroll, by float32) bool {
	if by < 0 {
		return s.Offset.Y > 0
	}
	return s.Offset.Y < s.Content.MinSize().Height-s.Size().Height
}

// fieldAt returns what scrolls in the field of several lines at a place of the window, or nil.
func fieldAt(tree fyne.CanvasObject, at fyne.Position) (inner *container.Scroll) {
	driver := fyne.CurrentApp().Driver()
	walk(tree, func(o fyne.CanvasObject) bool {
		e, ok := o.(*Entry)
		if !ok || !e.MultiLine || e.inner == nil {
			return true
		}
		from := driver.AbsolutePositionForObject(e)
		if at.X >= from.X && at.Y >= from.Y && at.X < from.X+e.Size().Width && at.Y < from.Y+e.Size().Height {
			inner = e.inner
		}
		return inner == nil
	})
	return inner
}

// ScrollPage scrolls the first part of a page that can be scrolled by a key; it reports false for a key that
// scrolls nothing.
func ScrollPage(page fyne.CanvasObject, key fyne.KeyName) bool {
	found := wheelOf(page)
	if found == nil {
		return false
	}
	at, view := found.offset(), found.content.Size().Height
	switch key {
	case fyne.KeyUp:
		at -= found.row()
	case fyne.KeyDown:
		at += found.row()
	case fyne.KeyPageUp:
		at -= view * pageShare
	case fyne.KeyPageDown:
		at += view * pageShare
	case fyne.KeyHome:
		at = 0
	case fyne.KeyEnd:
		at = math.MaxFloat32
	default:
		return false
	}
	found.scroll(at)
	return true
}

// wheelOf returns that of the first part of a page that scrolls; nil where none does.
func wheelOf(page fyne.CanvasObject) (found *wheel) {
	if page == nil {
		return nil
	}
	walk(page, func(o fyne.CanvasObject) bool {
		if w, ok := o.(*wheel); ok {
			found = w
		}
		return found == nil
	})
	return found
}

// Scrolled is how far the first part of a page that scrolls is scrolled.
func Scrolled(page fyne.CanvasObject) float32 {
	if w := wheelOf(page); w != nil {
		return w.offset()
	}
	return 0
}

// ScrollTo scrolls that part.
func ScrollTo(page fyne.CanvasObject, to float32) {
	if w := wheelOf(page); w != nil {
		w.scroll(to)
	}
}

// TypeInto has the only field of a page that shows take a character that was typed while nothing had the focus;
// it reports false where there is none, or more than one.
func TypeInto(c fyne.Canvas, page fyne.CanvasObject, r rune) bool {
	var fields []interface {
		fyne.Focusable
		fyne.Disableable
	}
	walk(page, func(o fyne.CanvasObject) bool {
		switch f := o.(type) {
		case *Entry:
			fields = append(fields, f)
		case *PasswordEntry:
			fields = append(fields, f)
		}
		return true
	})
	if len(fields) != 1 || fields[0].Disabled() || c.Overlays().Top() != nil {
		return false
	}
	c.Focus(fields[0])
	fields[0].TypedRune(r)
	return true
}

// HasText reports whether a field of a page that shows holds text.
func HasText(page fyne.CanvasObject) bool {
	return page != nil && !walk(page, func(o fyne.CanvasObject) bool {
		switch f := o.(type) {
		case *Entry:
			return f.Text == ""
		case *PasswordEntry:
			return f.Empty()
		}
		return true
	})
}

// walk visits what shows of a tree, a page's content, until visit returns false; it reports whether it went to the end.
func walk(tree fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if !tree.Visible() {
		return true
	}
	if !visit(tree) {
		return false
	}
	var children []fyne.CanvasObject
	switch t := tree.(type) {
	case *fyne.Container:
		children = t.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{t.Content}
	case *Card:
		children = []fyne.CanvasObject{t.Content}
	case *Tappable:
		children = []fyne.CanvasObject{t.content}
	}
	for _, child := range children {
		if !walk(child, visit) {
			return false
		}
	}
	return true
}
