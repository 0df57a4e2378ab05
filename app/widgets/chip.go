package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// A Chip is a small round button that is on or off: a tag above the list.
type Chip struct {
	widget.BaseWidget

	Text     string
	On       bool
	OnTapped func()
	OnMenu   func(at fyne.Position) // a right click; may be nil

	pressable
	hovering
}

var (
	_ fyne.Focusable    = (*Chip)(nil)
	_ fyne.Accessible   = (*Chip)(nil)
	_ desktop.Hoverable = (*Chip)(nil)
)

// NewChip returns a chip.
func NewChip(text string, on bool, tapped func()) *Chip {
	c := &Chip{Text: text, On: on, OnTapped: tapped}
	c.pressable, c.hovering = pressable{of: c, do: c.press}, hovering{over: c}
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *Chip) AccessibilityLabel() string {
	if c.On {
		return words.T("%s, on", c.Text)
	}
	return c.Text
}

// AccessibilityRole implements [fyne.Accessible].
func (*Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (c *Chip) Tapped(ev *fyne.PointEvent) {
	if click(ev, c) {
		c.press()
	}
}

func (c *Chip) press() {
	input()
	if c.OnTapped != nil {
		c.OnTapped()
	}
}

// TappedSecondary implements [fyne.SecondaryTappable].
func (c *Chip) TappedSecondary(ev *fyne.PointEvent) {
	input()
	if c.OnMenu != nil {
		c.OnMenu(ev.AbsolutePosition)
	}
}

// SetOn turns the chip on or off; it draws only a change.
func (c *Chip) SetOn(on bool) {
	if c.On != on {
		c.On = on
		c.Refresh()
	}
}

// CreateRenderer implements [fyne.Widget].
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	const height, side = theme.ChipHeight, 12
	back := canvas.NewRectangle(color.Transparent)
	text := newText(theme.Name, false)
	r := &renderer{objects: []fyne.CanvasObject{back, text}}
	r.min = func() fyne.Size {
		bold := *text
		bold.TextStyle.Bold = true // turning it on must not move its neighbours
		return fyne.NewSize(min(textWidth(&bold, c.Text), 160)+2*side, height)
	}
	r.layout = func(size fyne.Size) {
		place(back, 0, 0, size.Width, size.Height)
		text.Text = fit(text, c.Text, size.Width-2*side+1)
		m := text.MinSize()
		place(text, (size.Width-m.Width)/2, (size.Height-m.Height)/2, m.Width, m.Height)
	}
	r.refresh = func() {
		back.CornerRadius = height / 2
		back.FillColor, text.Color = theme.Color(theme.ColorSurface), theme.Color(theme.ColorMuted)
		back.StrokeWidth, back.StrokeColor = 0, color.Transparent
		text.TextStyle.Bold = c.On
		switch {
		case c.On:
			back.FillColor, text.Color = theme.Color(theme.ColorAccent), theme.Color(theme.ColorOnAcc)
		case c.hovered:
			back.FillColor = theme.Color(theme.ColorRaised)
		}
		if theme.Strong() {
			back.StrokeWidth, back.StrokeColor = 1, theme.Color(theme.ColorStroke)
		}
		if c.focused {
			back.StrokeWidth, back.StrokeColor = 2, theme.Color(theme.ColorAccent)
			if c.On {
				back.StrokeColor = theme.Color(theme.ColorText)
			}
		}
		r.layout(c.Size())
	}
	r.refresh()
	return r
}
