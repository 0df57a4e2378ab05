package widgets

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// RowState is all that an account's row shows. Two equal states look the same, so a
// row draws only when its state changed.
type RowState struct {
	ID           string
	Issuer, Name string
	Code         string // grouped for the eye; or words in place of a code
	Words        bool   // Code is words, such as "New code": drawn smaller, in the accent colour
	Next         string // the next code, grouped; "" hides it
	Left, Period int    // seconds; Left -1 hides the ring
	Selected     bool
	Copied       bool
	Pinned       bool
}

// An AccountRow is one account of the list: icon, issuer, name, large code, ring.
type AccountRow struct {
	widget.BaseWidget

	OnTapped func(id string)
	OnMenu   func(id string, at fyne.Position)

	state   RowState
	hovered bool

	avatar                   *Avatar
	issuer, name, code, next *canvas.Text
	ring                     *Ring
	back                     *canvas.Rectangle
	check                    *canvas.Image
}

var (
	_ fyne.Accessible        = (*AccountRow)(nil)
	_ fyne.SecondaryTappable = (*AccountRow)(nil)
	_ desktop.Hoverable      = (*AccountRow)(nil)
)

// NewAccountRow returns an empty row.
func NewAccountRow() *AccountRow {
	r := &AccountRow{}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements [fyne.Accessible]; it leaves out the code, which would
// be read aloud unasked, and the countdown.
func (r *AccountRow) AccessibilityLabel() string {
	if r.state.Name == "" {
		return r.state.Issuer
	}
	return fmt.Sprintf("%s, %s", r.state.Issuer, r.state.Name)
}

// AccessibilityRole implements [fyne.Accessible].
func (*AccountRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// State returns what the row shows.
func (r *AccountRow) State() RowState { return r.state }

// Set shows s.
func (r *AccountRow) Set(s RowState) {
	old := r.state
	r.state = s
	if r.back == nil || old == s {
		return
	}
	// The common case, once a second: only the ring moves.
	if tick := old; true {
		tick.Left = s.Left
		if tick == s && (old.Left < 0) == (s.Left < 0) {
			r.ring.Set(s.Left, s.Period)
			return
		}
	}
	r.Refresh()
}

// Tapped implements [fyne.Tappable].
func (r *AccountRow) Tapped(*fyne.PointEvent) {
	input()
	if r.OnTapped != nil {
		r.OnTapped(r.state.ID)
	}
}

// TappedSecondary implements [fyne.SecondaryTappable].
func (r *AccountRow) TappedSecondary(ev *fyne.PointEvent) {
	input()
	if r.OnMenu != nil {
		r.OnMenu(r.state.ID, ev.AbsolutePosition)
	}
}

// MouseIn implements [desktop.Hoverable].
func (r *AccountRow) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved implements [desktop.Hoverable].
func (*AccountRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (r *AccountRow) MouseOut() { r.hover(false) }

func (r *AccountRow) hover(on bool) {
	input()
	r.hovered = on
	if r.back != nil {
		r.paintBack()
		r.back.Refresh()
	}
}

func (r *AccountRow) paintBack() {
	r.back.CornerRadius = theme.RowRadius
	r.back.StrokeWidth = 0
	switch {
	case r.state.Selected, r.hovered:
		r.back.FillColor = theme.Color(theme.ColorRaised)
	default:
		r.back.FillColor = color.Transparent
	}
}

// CreateRenderer implements [fyne.Widget].
func (r *AccountRow) CreateRenderer() fyne.WidgetRenderer {
	r.back = canvas.NewRectangle(color.Transparent)
	r.avatar = NewAvatar(theme.IconSize)
	r.issuer, r.name = newText(theme.Issuer, true), newText(theme.Name, false)
	r.code, r.next = newText(theme.CodeText, true), newText(theme.NextText, false)
	r.ring = NewRing(theme.RingSize)
	r.check = canvas.NewImageFromResource(nil)
	r.check.FillMode = canvas.ImageFillContain

	out := &renderer{objects: []fyne.CanvasObject{r.back, r.avatar, r.issuer, r.name, r.code, r.next, r.ring, r.check}}
	out.min = func() fyne.Size { return fyne.NewSize(260, theme.RowHeight) }
	out.layout = r.layout
	out.refresh = func() {
		r.paint()
		r.layout(r.Size())
	}
	out.refresh()
	return out
}

func (r *AccountRow) paint() {
	s := r.state
	r.paintBack()
	title := s.Issuer
	r.avatar.Set(title)
	r.issuer.Color, r.name.Color = theme.Color(theme.ColorText), theme.Color(theme.ColorMuted)
	r.code.Text, r.code.Color, r.code.TextSize = s.Code, theme.Color(theme.ColorText), theme.CodeText
	if s.Words {
		r.code.TextSize, r.code.Color = theme.Body, theme.Color(theme.ColorAccent)
	}
	if s.Copied {
		r.code.Color = theme.Color(theme.ColorOK)
	}
	r.next.Text, r.next.Color = "", theme.Color(theme.ColorMuted)
	switch {
	case s.Copied:
		r.next.Text, r.next.Color = "Copied", theme.Color(theme.ColorOK)
	case s.Next != "":
		r.next.Text = "next " + s.Next
	}
	r.check.Hidden = !s.Copied
	r.check.Resource = fynetheme.NewColoredResource(fynetheme.ConfirmIcon(), theme.ColorOK)
	r.ring.Hidden = s.Copied || s.Left < 0
	r.ring.Set(s.Left, s.Period)
}

func (r *AccountRow) layout(size fyne.Size) {
	const gap = 12
	place(r.back, 0, 0, size.Width, size.Height)
	x := theme.RowInner
	place(r.avatar, x, (size.Height-theme.IconSize)/2, theme.IconSize, theme.IconSize)
	x += theme.IconSize + gap

	right := size.Width - theme.RowInner
	if r.state.Left >= 0 || r.state.Copied {
		right -= theme.RingSize
		place(r.ring, right, (size.Height-theme.RingSize)/2, theme.RingSize, theme.RingSize)
		const checkSize = 24
		place(r.check, right+(theme.RingSize-checkSize)/2, (size.Height-checkSize)/2, checkSize, checkSize)
		right -= gap
	}
	code, next := r.code.MinSize(), r.next.MinSize()
	top := (size.Height - code.Height) / 2
	if r.next.Text != "" {
		// The figures of both lines stand close: the line boxes carry their own air.
		top = (size.Height - code.Height - next.Height + 6) / 2
		place(r.next, right-next.Width, top+code.Height-6, next.Width, next.Height)
	} else {
		place(r.next, right, top, 0, next.Height)
	}
	place(r.code, right-code.Width, top, code.Width, code.Height)
	r.layoutNames(x, right-max(code.Width, next.Width)-gap, size.Height)
}

// layoutNames puts issuer and name between x and right, each cut to the room.
func (r *AccountRow) layoutNames(x, right, height float32) {
	r.issuer.Text = fit(r.issuer, r.state.Issuer, right-x)
	r.name.Text = fit(r.name, r.state.Name, right-x)
	issuer, name := r.issuer.MinSize(), r.name.MinSize()
	if r.state.Name == "" {
		place(r.issuer, x, (height-issuer.Height)/2, issuer.Width, issuer.Height)
		place(r.name, x, 0, 0, 0)
		return
	}
	top := (height - issuer.Height - name.Height) / 2
	place(r.issuer, x, top, issuer.Width, issuer.Height)
	place(r.name, x, top+issuer.Height, name.Width, name.Height)
}
