package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Choice is Fyne's select with a name for screen readers, which lets the keys through
// that it has no use for, and with a list of our own: one that scrolls along with the keys and
// finds an option by the letters that it begins with.
type Choice struct {
	widget.Select
	Label string
	open  *choiceList
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
	c.Select.FocusGained()
	intoView(c)
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
	click(ev)
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil && !c.Disabled() && len(c.Options) > 0 {
		canvas.Focus(c)
		c.open = openChoice(c, canvas)
	}
}

// Hide implements [fyne.CanvasObject]; the list goes too.
func (c *Choice) Hide() {
	if c.open != nil {
		c.open.pop.Hide()
	}
	c.Select.Hide()
}
