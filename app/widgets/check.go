package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// A Check is a rounded tick box without a text of its own; Label is what it stands for.
type Check struct {
	widget.DisableableWidget

	On        bool
	Label     string
	OnChanged func(on bool)

	pressable
}

var (
	_ fyne.Focusable  = (*Check)(nil)
	_ fyne.Accessible = (*Check)(nil)
)

// NewCheck returns a tick box.
func NewCheck(label string, on bool, changed func(bool)) *Check {
	c := &Check{Label: label, On: on, OnChanged: changed}
	c.pressable = pressable{of: c, do: c.Toggle}
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *Check) AccessibilityLabel() string {
	if c.On {
		return words.T("%s, selected", c.Label)
	}
	return words.T("%s, not selected", c.Label)
}

// AccessibilityRole implements [fyne.Accessible].
func (*Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (c *Check) Tapped(ev *fyne.PointEvent) {
	if click(ev, c) {
		c.Toggle()
	}
}

// Toggle turns the tick over.
func (c *Check) Toggle() {
	input()
	if c.Disabled() {
		return
	}
	c.On = !c.On
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(c.On)
	}
}

// CreateRenderer implements [fyne.Widget].
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	const size = 22
	box := canvas.NewRectangle(color.Transparent)
	mark := canvas.NewImageFromResource(nil)
	mark.FillMode = canvas.ImageFillContain
	r := &renderer{objects: []fyne.CanvasObject{box, mark}}
	r.min = func() fyne.Size { return fyne.NewSize(size+4, size+4) }
	r.layout = func(s fyne.Size) {
		place(box, (s.Width-size)/2, (s.Height-size)/2, size, size)
		place(mark, (s.Width-size)/2+3, (s.Height-size)/2+3, size-6, size-6)
	}
	r.refresh = func() {
		box.CornerRadius, box.StrokeWidth = 6, 1.5
		box.FillColor, box.StrokeColor = color.Transparent, theme.Color(theme.ColorStroke)
		mark.Hidden = !c.On
		mark.Resource = fynetheme.NewColoredResource(fynetheme.ConfirmIcon(), theme.ColorOnAcc)
		switch {
		case c.Disabled():
			box.FillColor = color.Transparent
		case c.On:
			box.FillColor, box.StrokeColor = theme.Color(theme.ColorAccent), theme.Color(theme.ColorAccent)
		}
		if c.focused {
			box.StrokeWidth, box.StrokeColor = 2, theme.Color(theme.ColorText)
		}
		r.layout(c.Size())
	}
	r.refresh()
	return r
}
