package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Tappable makes any content clickable.
type Tappable struct {
	widget.BaseWidget
	label    string
	content  fyne.CanvasObject
	onTapped func()
}

var (
	_ fyne.Tappable   = (*Tappable)(nil)
	_ fyne.Accessible = (*Tappable)(nil)
)

// NewTappable returns content that can be clicked; label says in words what that does.
func NewTappable(label string, content fyne.CanvasObject, tapped func()) *Tappable {
	t := &Tappable{label: label, content: content, onTapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// AccessibilityLabel implements [fyne.Accessible].
func (t *Tappable) AccessibilityLabel() string { return t.label }

// AccessibilityRole implements [fyne.Accessible].
func (*Tappable) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (t *Tappable) Tapped(*fyne.PointEvent) {
	input()
	t.onTapped()
}

// CreateRenderer implements [fyne.Widget].
func (t *Tappable) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(t.content)
}
