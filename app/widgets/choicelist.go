package widgets

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/vault/account"
)

// A choiceList is the open list of a [Choice]. It has the focus while it shows.
type choiceList struct {
	widget.BaseWidget
	of     *Choice
	pop    *widget.PopUp
	scroll *container.Scroll
	lines  []*Pick
	at     int
	begun  string // letters typed shortly after each other
	last   time.Time
}

var (
	_ fyne.Focusable  = (*choiceList)(nil)
	_ fyne.Accessible = (*choiceList)(nil)
)

// letterPause is how long letters belong together.
const letterPause = time.Second

// openChoice shows the list below the choice, or above it where there is more room.
func openChoice(c *Choice, canvas fyne.Canvas) *choiceList {
	l := &choiceList{of: c, at: max(0, c.SelectedIndex())}
	stack := Stack(0)
	for i, text := range c.Options {
		line := NewPick(text, NewLine(text, theme.Body, i == c.SelectedIndex(), theme.ColorText), func() { l.take(i) })
		l.lines = append(l.lines, line)
		stack.Objects = append(stack.Objects, line)
	}
	l.scroll = container.NewVScroll(stack)
	l.ExtendBaseWidget(l)
	l.pop = widget.NewPopUp(l, canvas)
	at, size, height := l.room(canvas, stack.MinSize().Height)
	l.pop.Resize(fyne.NewSize(size.Width, height))
	l.pop.ShowAtPosition(at)
	canvas.Focus(l)
	l.move(l.at)
	return l
}

// room is where the list goes and how high it can be.
func (l *choiceList) room(canvas fyne.Canvas, wanted float32) (at fyne.Position, size fyne.Size, height float32) {
	const margin = 8
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(l.of)
	size = l.of.Size()
	wanted += l.pop.MinSize().Height - l.MinSize().Height // its own padding
	below, above := canvas.Size().Height-at.Y-size.Height-margin, at.Y-margin
	if wanted <= below || below >= above {
		at.Y += size.Height
		return at, size, min(wanted, below)
	}
	height = min(wanted, above)
	at.Y -= height
	return at, size, height
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *choiceList) AccessibilityLabel() string { return l.of.Label + ": " + l.of.Options[l.at] }

// AccessibilityRole implements [fyne.Accessible].
func (*choiceList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// FocusGained implements [fyne.Focusable].
func (*choiceList) FocusGained() {}

// FocusLost implements [fyne.Focusable].
func (*choiceList) FocusLost() {}

// TypedRune goes to the next option that begins with the letters typed.
func (l *choiceList) TypedRune(r rune) {
	input()
	now := time.Now()
	if now.Sub(l.last) > letterPause {
		l.begun = ""
	}
	l.begun, l.last = l.begun+string(r), now
	for i := range l.lines {
		i = (l.at + i) % len(l.lines)
		if strings.HasPrefix(account.Fold(l.of.Options[i]), account.Fold(l.begun)) {
			l.move(i)
			return
		}
	}
}

// TypedKey implements [fyne.Focusable].
func (l *choiceList) TypedKey(ev *fyne.KeyEvent) {
	input()
	const page = 8
	last := len(l.lines) - 1
	switch ev.Name {
	case fyne.KeyUp:
		l.move(max(0, l.at-1))
	case fyne.KeyDown:
		l.move(min(last, l.at+1))
	case fyne.KeyPageUp:
		l.move(max(0, l.at-page))
	case fyne.KeyPageDown:
		l.move(min(last, l.at+page))
	case fyne.KeyHome:
		l.move(0)
	case fyne.KeyEnd:
		l.move(last)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.begun == "" || ev.Name != fyne.KeySpace || time.Since(l.last) > letterPause {
			l.take(l.at)
		}
	case fyne.KeyEscape, fyne.KeyTab:
		l.close()
	}
}

func (l *choiceList) move(to int) {
	l.lines[l.at].SetHere(false)
	l.at = to
	l.lines[to].SetHere(true)
	l.lines[to].Reveal(l.scroll)
}

func (l *choiceList) take(i int) {
	l.close()
	l.of.SetSelectedIndex(i)
}

// close gives the focus back to the choice.
func (l *choiceList) close() {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(l.of)
	l.pop.Hide()
	l.of.open = nil
	if canvas != nil {
		canvas.Focus(l.of)
	}
}

// CreateRenderer implements [fyne.Widget].
func (l *choiceList) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(color.Transparent)
	edge.StrokeWidth, edge.StrokeColor, edge.CornerRadius = 1, theme.Color(theme.ColorStroke), theme.ControlRadius
	return widget.NewSimpleRenderer(container.NewStack(Scrolling(l.scroll, nil), edge))
}
