package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/assets/words"
)

// DangerWait is how long a dangerous button waits before it can be pressed: the second half
// of a double click and a key that repeats come sooner.
const DangerWait = 700 * time.Millisecond

// After, if set, runs f on the UI thread when d is over. Dangerous buttons wait by it.
var After func(d time.Duration, f func())

// lastClick is where one of these widgets was clicked last, on the window.
var lastClick fyne.Position

// nowhere is no place of a window.
var nowhere = fyne.NewPos(-1, -1)

// doubleClick is how soon, and sameSpot how near, the second half of a double click comes.
const (
	doubleClick = 400 * time.Millisecond
	sameSpot    = 8
)

// Now is the clock by which clicks are told apart. A test may have its own.
var Now = time.Now

// What was clicked last, and when.
var (
	lastClicked any
	lastClickAt time.Time
)

// click notes a click on a widget; ev is nil where a key stood for it. It reports whether the click is meant for
// the widget: the second half of a double click that began on another one, which has gone meanwhile, is not.
func click(ev *fyne.PointEvent, on any) (meant bool) {
	input()
	if ev == nil {
		return true
	}
	if After == nil { // a page alone, in a test
		lastClick = ev.AbsolutePosition
		return true
	}
	now := Now()
	since, moved := now.Sub(lastClickAt), ev.AbsolutePosition.Subtract(lastClick)
	meant = lastClicked == on || since < 0 || since > doubleClick || abs(moved.X) > sameSpot || abs(moved.Y) > sameSpot
	lastClick, lastClickAt = ev.AbsolutePosition, now
	if meant {
		lastClicked = on
	}
	return meant
}

func abs(x float32) float32 { return max(x, -x) }

// A danger is what a button that waits knows beyond others: one of the kind [Danger], or one
// after [Button.Guard].
type danger struct {
	guarded bool
	waiting bool
	wait    int           // counts the waits: only the end of the last one counts
	drawn   bool          // its renderer is made
	from    fyne.Position // the click that brought the button here
}

// Guard lets a button wait as a dangerous one does, whatever its kind: it stands where the click
// that brought its page may be followed by another. It returns the button.
func (b *Button) Guard() *Button {
	b.danger.guarded = true
	return b
}

func (b *Button) waits() bool { return b.Kind == Danger || b.danger.guarded }

// Wait has a dangerous button wait: it has come into sight just now.
func (b *Button) Wait() {
	if !b.waits() || After == nil {
		return
	}
	b.danger.waiting, b.danger.from = true, lastClick
	b.danger.wait++
	n := b.danger.wait
	After(DangerWait, func() {
		if b.danger.wait == n {
			b.danger.waiting = false
			if b.danger.drawn {
				b.Refresh()
			}
		}
	})
}

// Waiting reports whether a dangerous button cannot be pressed yet.
func (b *Button) Waiting() bool { return b.danger.waiting }

// Show implements [fyne.CanvasObject].
func (b *Button) Show() {
	if b.Hidden {
		b.Wait()
	}
	b.DisableableWidget.Show()
}

// refuses reports whether a press is not meant for this button: it came too soon, or it is the
// first one at the very place of the click that brought the button.
func (b *Button) refuses(ev *fyne.PointEvent) bool {
	if b.danger.waiting {
		return true
	}
	from := b.danger.from
	b.danger.from = nowhere
	if ev == nil || b.Kind != Danger || After == nil {
		return false
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	return from.X >= at.X && from.Y >= at.Y && from.X < at.X+b.Size().Width && from.Y < at.Y+b.Size().Height
}

// Dangers returns the dangerous buttons in a tree.
func Dangers(tree fyne.CanvasObject) []*Button {
	var found []*Button
	switch t := tree.(type) {
	case *Button:
		if t.waits() {
			found = append(found, t)
		}
	case *fyne.Container:
		for _, child := range t.Objects {
			found = append(found, Dangers(child)...)
		}
	case *container.Scroll:
		return Dangers(t.Content)
	case *Card:
		return Dangers(t.Content)
	case *Tappable:
		return Dangers(t.content)
	}
	return found
}

// A Sure is a button for what cannot be undone. It only asks: in its place there is then a
// button that keeps everything, and the dangerous one lies elsewhere and waits.
type Sure struct {
	Ask, Keep, Do *Button
	Place         fyne.CanvasObject // of Ask, and of Keep after it
	OnAsked       func(asked bool)
}

// NewSure returns the buttons: ask is the text of the one that asks, really that of the one
// that does it.
func NewSure(ask, really string, do func()) *Sure {
	s := &Sure{}
	s.Ask = NewButton(ask, Quiet, func() { s.Set(true) })
	s.Keep = NewButton(words.T("Keep"), Quiet, func() { s.Set(false) })
	s.Do = NewButton(really, Danger, do)
	s.Keep.Hide()
	s.Do.Hide()
	s.Place = container.New(onePlace{}, s.Ask, s.Keep)
	return s
}

// Row returns the buttons beside each other, behind others.
func (s *Sure) Row(others ...fyne.CanvasObject) fyne.CanvasObject {
	return FlowLeft(append(others, s.Place, s.Do)...)
}

// Set asks, or goes back to the button that asks.
func (s *Sure) Set(asked bool) {
	show, hide := s.Ask, s.Keep
	s.Do.Hide()
	if asked {
		show, hide = s.Keep, s.Ask
		s.Do.Show()
	}
	hide.Hide()
	show.Show()
	if s.OnAsked != nil {
		s.OnAsked(asked)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(show); c != nil {
		c.Content().Refresh()
		c.Focus(show) // a key that is held down goes to and fro between the harmless two
	}
}

// Reset goes back to the button that asks, without taking the focus.
func (s *Sure) Reset() {
	s.Do.Hide()
	s.Keep.Hide()
	s.Ask.Show()
	if s.OnAsked != nil {
		s.OnAsked(false)
	}
}

// onePlace gives several objects of which one shows the room of the largest; each begins at its left edge.
type onePlace struct{}

func (onePlace) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

func (onePlace) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, min(size.Width, o.MinSize().Width), size.Height)
	}
}
