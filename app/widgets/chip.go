package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A Chip is a small round button that is on or off: a tag above the list.
type Chip struct {
	widget.BaseWidget

	Text     string
	On       bool
	OnTapped func()

	hovered bool
}

var (
	_ fyne.Accessible   = (*Chip)(nil)
	_ desktop.Hoverable = (*Chip)(nil)
)

// NewChip returns a chip.
func NewChip(text string, on bool, tapped func()) *Chip {
	c := &Chip{Text: text, On: on, OnTapped: tapped}
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *Chip) AccessibilityLabel() string { return c.Text }

// AccessibilityRole implements [fyne.Accessible].
func (*Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (c *Chip) Tapped(*fyne.PointEvent) {
	input()
	if c.OnTapped != nil {
		c.OnTapped()
	}
}

// MouseIn implements [desktop.Hoverable].
func (c *Chip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements [desktop.Hoverable].
func (*Chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (c *Chip) MouseOut() { c.hovered = false; c.Refresh() }

// CreateRenderer implements [fyne.Widget].
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	const height, side = 28, 12
	back := canvas.NewRectangle(color.Transparent)
	text := newText(theme.Name, false)
	r := &renderer{objects: []fyne.CanvasObject{back, text}}
	r.min = func() fyne.Size {
		return fyne.NewSize(min(textWidth(text, c.Text), 160)+2*side, height)
	}
	r.layout = func(size fyne.Size) {
		place(back, 0, 0, size.Width, size.Height)
		text.Text = fit(text, c.Text, size.Width-2*side+1)
		m := text.MinSize()
		place(text, (size.Width-m.Width)/2, (size.Height-m.Height)/2, m.Width, m.Height)
	}
	r.refresh = func() {
		back.CornerRadius = height / 2
		back.FillColor, text.Color = theme.Color(theme.ColorSurface), theme.Color(theme.ColorText)
		text.TextStyle.Bold = c.On
		switch {
		case c.On:
			back.FillColor, text.Color = theme.Color(theme.ColorAccent), theme.Color(theme.ColorOnAcc)
		case c.hovered:
			back.FillColor = theme.Color(theme.ColorRaised)
		}
		r.layout(c.Size())
	}
	r.refresh()
	return r
}
