package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Choice is Fyne's select with a name for screen readers, which lets the keys through
// that it has no use for.
type Choice struct {
	widget.Select
	Label string
}

var _ fyne.Accessible = (*Choice)(nil)

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
	if ev.Name == fyne.KeyEscape || ev.Name == fyne.KeyF1 {
		otherKey(ev)
		return
	}
	c.Select.TypedKey(ev)
}
