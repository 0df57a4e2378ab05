package widgets

import (
	"image/color"

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
	entry   *PasswordEntry
	focused bool
}

var (
	_ fyne.Accessible    = (*reveal)(nil)
	_ fyne.Focusable     = (*reveal)(nil)
	_ fyne.Disableable   = (*reveal)(nil)
	_ desktop.Cursorable = (*reveal)(nil)
)

func newReveal(e *PasswordEntry) *reveal {
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

// Disabled implements [fyne.Disableable]: where nothing can be typed, Tab does not come here.
func (r *reveal) Disabled() bool { return r.entry.Disabled() }

// Enable implements [fyne.Disableable]; the entry decides.
func (*reveal) Enable() {}

// Disable implements [fyne.Disableable]; the entry decides.
func (*reveal) Disable() {}

// FocusGained implements [fyne.Focusable].
func (r *reveal) FocusGained() {
	r.focused = true
	r.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (r *reveal) FocusLost() {
	r.focused = false
	r.Refresh()
}

// TypedRune implements [fyne.Focusable].
func (*reveal) TypedRune(rune) { input() }

// TypedKey implements [fyne.Focusable]: Space and Enter look and hide again.
func (r *reveal) TypedKey(ev *fyne.KeyEvent) {
	input()
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		r.turn()
	default:
		otherKey(ev)
	}
}

func (r *reveal) turn() {
	r.entry.Reveal(r.entry.Password)
	r.Refresh()
}

// Tapped implements [fyne.Tappable].
func (r *reveal) Tapped(ev *fyne.PointEvent) {
	click(ev)
	r.turn()
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.entry); c != nil {
		c.Focus(r.entry)
	}
}

// CreateRenderer implements [fyne.Widget].
func (r *reveal) CreateRenderer() fyne.WidgetRenderer {
	icon := canvas.NewImageFromResource(nil)
	icon.FillMode = canvas.ImageFillContain
	edge := canvas.NewRectangle(color.Transparent)
	edge.CornerRadius, edge.StrokeWidth = 8, 2
	out := &renderer{objects: []fyne.CanvasObject{edge, icon}}
	out.layout = func(size fyne.Size) {
		place(edge, (size.Width-26)/2, (size.Height-26)/2, 26, 26)
		place(icon, (size.Width-18)/2, (size.Height-18)/2, 18, 18)
	}
	out.min = func() fyne.Size { return fyne.NewSize(36, 20) }
	out.refresh = func() {
		source := fynetheme.VisibilityIcon()
		if r.entry.Password {
			source = fynetheme.VisibilityOffIcon()
		}
		edge.StrokeColor = theme.Color(theme.ColorAccent)
		edge.Hidden = !r.focused
		icon.Resource = fynetheme.NewColoredResource(source, theme.ColorMuted)
	}
	out.refresh()
	return out
}
