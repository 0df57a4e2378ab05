package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// reveal is the eye at the end of a password entry. Tab passes it by: who types a password, Tab, and
// the password again would turn the eye with every space. The keys that do what it does are
// [RevealKeys].
type reveal struct {
	widget.BaseWidget
	entry *PasswordEntry
}

// RevealKeys show the characters of the password entry that has the focus, or hide them again.
var RevealKeys = desktop.CustomShortcut{KeyName: fyne.KeyD, Modifier: fyne.KeyModifierShortcutDefault}

var (
	_ fyne.Accessible    = (*reveal)(nil)
	_ fyne.Tappable      = (*reveal)(nil)
	_ desktop.Cursorable = (*reveal)(nil)
	_ desktop.Hoverable  = (*reveal)(nil)
)

func newReveal(e *PasswordEntry) *reveal {
	r := &reveal{entry: e}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *reveal) AccessibilityLabel() string {
	if r.entry.caps {
		return words.T("Caps Lock is on; show or hide the password")
	}
	return words.T("Show or hide the password")
}

// AccessibilityRole implements [fyne.Accessible].
func (*reveal) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Cursor implements [desktop.Cursorable].
func (*reveal) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// MouseIn implements [desktop.Hoverable].
func (r *reveal) MouseIn(*desktop.MouseEvent) {
	input()
	tipFor(r, words.T("Show or hide the password")+" ("+Control()+"+D)")
}

// MouseMoved implements [desktop.Hoverable].
func (*reveal) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (*reveal) MouseOut() { hideTip() }

func (r *reveal) turn() {
	r.entry.Reveal(r.entry.Password)
	r.Refresh()
}

// Tapped implements [fyne.Tappable].
func (r *reveal) Tapped(ev *fyne.PointEvent) {
	click(ev, r)
	r.turn()
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.entry); c != nil {
		c.Focus(r.entry)
	}
}

// CreateRenderer implements [fyne.Widget].
func (r *reveal) CreateRenderer() fyne.WidgetRenderer {
	icon := canvas.NewImageFromResource(nil)
	icon.FillMode = canvas.ImageFillContain
	// The words lie over the end of the field, beside the eye: nothing moves when they come.
	ground, caps := canvas.NewRectangle(nil), newText(theme.NextText, true)
	caps.Text = words.T("Caps Lock")
	out := &renderer{objects: []fyne.CanvasObject{icon, ground, caps}}
	out.layout = func(size fyne.Size) {
		place(icon, (size.Width-18)/2, (size.Height-18)/2, 18, 18)
		m := caps.MinSize()
		place(ground, -m.Width-4, 3, m.Width+8, size.Height-6) // within the outline
		place(caps, -m.Width, (size.Height-m.Height)/2, m.Width, m.Height)
	}
	out.min = func() fyne.Size { return fyne.NewSize(36, 20) }
	out.refresh = func() {
		source := fynetheme.VisibilityIcon()
		if r.entry.Password {
			source = fynetheme.VisibilityOffIcon()
		}
		icon.Resource = fynetheme.NewColoredResource(source, theme.ColorMuted)
		ground.Hidden, caps.Hidden = !r.entry.caps, !r.entry.caps
		ground.FillColor, caps.Color = theme.Color(fynetheme.ColorNameInputBackground), theme.Color(theme.ColorAmber)
	}
	out.refresh()
	return out
}
