package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// reveal is the eye at the end of a password entry.
type reveal struct {
	widget.BaseWidget
	entry *Entry
}

var (
	_ fyne.Accessible    = (*reveal)(nil)
	_ desktop.Cursorable = (*reveal)(nil)
)

func newReveal(e *Entry) *reveal {
	r := &reveal{entry: e}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements [fyne.Accessible].
func (*reveal) AccessibilityLabel() string { return "Show or hide the password" }

// AccessibilityRole implements [fyne.Accessible].
func (*reveal) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Cursor implements [desktop.Cursorable].
func (*reveal) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// Tapped implements [fyne.Tappable].
func (r *reveal) Tapped(*fyne.PointEvent) {
	r.entry.Password = !r.entry.Password
	r.entry.Refresh()
	r.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.entry); c != nil {
		c.Focus(r.entry)
	}
}

// CreateRenderer implements [fyne.Widget].
func (r *reveal) CreateRenderer() fyne.WidgetRenderer {
	icon := canvas.NewImageFromResource(nil)
	icon.FillMode = canvas.ImageFillContain
	out := &renderer{objects: []fyne.CanvasObject{icon}}
	out.layout = func(size fyne.Size) { place(icon, (size.Width-18)/2, (size.Height-18)/2, 18, 18) }
	out.min = func() fyne.Size { return fyne.NewSize(36, 20) }
	out.refresh = func() {
		source := fynetheme.VisibilityIcon()
		if r.entry.Password {
			source = fynetheme.VisibilityOffIcon()
		}
		icon.Resource = fynetheme.NewColoredResource(source, theme.ColorMuted)
	}
	out.refresh()
	return out
}
