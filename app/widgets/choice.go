package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A Choice is Fyne's select with a name for screen readers, which lets the keys through
// that it has no use for, and with a list of our own: one that scrolls along with the keys and
// finds an option by the letters that it begins with.
type Choice struct {
	widget.Select
	Label   string
	open    *choiceList
	focused bool
}

var (
	_ fyne.Accessible = (*Choice)(nil)
	_ fyne.Tappable   = (*Choice)(nil)
)

// NewChoice returns a choice among texts; nothing is chosen yet.
func NewChoice(label string, options []string, changed func(string)) *Choice {
	c := &Choice{Label: label}
	c.Options, c.OnChanged = options, changed
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *Choice) AccessibilityLabel() string { return c.Label + ": " + c.Selected }

// AccessibilityRole implements [fyne.Accessible].
func (*Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// FocusGained implements [fyne.Focusable].
func (c *Choice) FocusGained() {
	c.focused = true
	c.Select.FocusGained()
	intoView(c)
}

// FocusLost implements [fyne.Focusable].
func (c *Choice) FocusLost() {
	c.focused = false
	c.Select.FocusLost()
}

// CreateRenderer implements [fyne.Widget].
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{c.Select.CreateRenderer(), canvas.NewRectangle(color.Transparent), c}
	r.paint()
	return r
}

// A choiceRenderer draws an edge round the toolkit's select: that it has the keys, and in high contrast that it is there.
type choiceRenderer struct {
	fyne.WidgetRenderer
	edge *canvas.Rectangle
	of   *Choice
}

// Objects implements [fyne.WidgetRenderer].
func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	return append(slices.Clone(r.WidgetRenderer.Objects()), r.edge)
}

// Layout implements [fyne.WidgetRenderer].
func (r *choiceRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	place(r.edge, 0, 0, size.Width, size.Height)
}

// Refresh implements [fyne.WidgetRenderer].
func (r *choiceRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
	r.edge.Refresh()
}

func (r *choiceRenderer) paint() {
	r.edge.CornerRadius, r.edge.StrokeWidth, r.edge.StrokeColor = theme.ControlRadius, 0, color.Transparent
	switch {
	case r.of.focused:
		r.edge.StrokeWidth, r.edge.StrokeColor = 2, theme.Color(theme.ColorAccent)
	case theme.Strong():
		r.edge.StrokeWidth, r.edge.StrokeColor = 1, theme.Color(theme.ColorStroke)
	}
}

// TypedKey implements [fyne.Focusable].
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	input()
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		otherKey(ev)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		c.Select.TypedKey(ev)
	}
}

// Tapped implements [fyne.Tappable]: it opens the list.
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	meant := click(ev, c)
	if on := fyne.CurrentApp().Driver().CanvasForObject(c); meant && on != nil && !c.Disabled() && len(c.Options) > 0 {
		on.Focus(c)
		c.open = openChoice(c, on)
	}
}

// Hide implements [fyne.CanvasObject]; the list goes too.
func (c *Choice) Hide() {
	if c.open != nil {
		c.open.pop.Hide()
	}
	c.Select.Hide()
}
