package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A Tappable makes any content clickable, and a button for the keyboard.
type Tappable struct {
	widget.BaseWidget
	label    string
	content  fyne.CanvasObject
	onTapped func()
	pressable
}

var (
	_ fyne.Tappable   = (*Tappable)(nil)
	_ fyne.Focusable  = (*Tappable)(nil)
	_ fyne.Accessible = (*Tappable)(nil)
)

// NewTappable returns content that can be clicked; label says in words what that does.
func NewTappable(label string, content fyne.CanvasObject, tapped func()) *Tappable {
	t := &Tappable{label: label, content: content, onTapped: tapped}
	t.pressable = pressable{of: t, do: func() { t.Tapped(nil) }}
	t.ExtendBaseWidget(t)
	return t
}

// AccessibilityLabel implements [fyne.Accessible].
func (t *Tappable) AccessibilityLabel() string { return t.label }

// AccessibilityRole implements [fyne.Accessible].
func (*Tappable) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (t *Tappable) Tapped(ev *fyne.PointEvent) {
	if click(ev, t) {
		t.onTapped()
	}
}

// CreateRenderer implements [fyne.Widget].
func (t *Tappable) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(color.Transparent)
	r := &renderer{objects: []fyne.CanvasObject{t.content, edge}}
	r.min = t.content.MinSize
	r.layout = func(size fyne.Size) {
		place(t.content, 0, 0, size.Width, size.Height)
		place(edge, -4, -4, size.Width+8, size.Height+8)
	}
	r.refresh = func() {
		edge.CornerRadius = theme.ControlRadius
		edge.StrokeWidth, edge.StrokeColor = 0, color.Transparent
		if t.focused {
			edge.StrokeWidth, edge.StrokeColor = 2, theme.Color(theme.ColorAccent)
		}
	}
	r.refresh()
	return r
}
