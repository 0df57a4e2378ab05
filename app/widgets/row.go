package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// RowState is all that an account's row shows. Two equal states look the same, so a
// row draws only when its state changed.
type RowState struct {
	ID           string
	Issuer, Name string
	Title        string // the service, for the avatar; "" is the issuer
	Icon         string // the account's own, see [Avatar.SetIcon]
	Tags         string // of the account, for screen readers
	Code         string // grouped for the eye; or words in place of a code
	Words        bool   // Code is words, such as "New code": drawn smaller, in the accent colour
	Next         string // the next code, grouped; "" hides it
	Left, Period int    // seconds; Left -1 hides the ring
	Selected     bool   // at the keyboard cursor
	Focused      bool   // and the keys are seen to be there: an outline
	Marked       bool   // one of several that are chosen
	Copied       bool   // the clipboard holds Code
	NextCopied   bool   // the clipboard holds Next
	Renews       bool   // another code is made only when asked for: a button does that
	Pinned       bool
	Dragged      bool // it is on its way to another place
	Size         theme.Rows
}

// An AccountRow is one account of the list: icon, issuer, name, large code, ring.
type AccountRow struct {
	widget.BaseWidget

	OnTapped func(id string)
	OnMenu   func(id string, at fyne.Position)
	OnRenew  func(id string)
	OnHover  func(id string, on bool)
	OnDrag   func(id string, at fyne.Position) // absolute
	OnDrop   func()

	state   RowState
	hovered bool
	told    string // the account that OnHover was told of last

	avatar                   *Avatar
	issuer, name, code, next *canvas.Text
	ring                     *Ring
	back                     *canvas.Rectangle
	done                     *canvas.Circle // behind the check: copied, or chosen
	check, pin               *canvas.Image
	menu, renew              *rowButton
}

var (
	_ fyne.Accessible        = (*AccountRow)(nil)
	_ fyne.SecondaryTappable = (*AccountRow)(nil)
	_ fyne.Draggable         = (*AccountRow)(nil)
	_ desktop.Hoverable      = (*AccountRow)(nil)
)

// NewAccountRow returns an empty row.
func NewAccountRow() *AccountRow {
	r := &AccountRow{state: RowState{Size: theme.NormalRows, Left: -1}}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *AccountRow) AccessibilityLabel() string { return r.state.Spoken() }

// Spoken is what a screen reader says of a row; it leaves out the code, which would be read
// aloud unasked, and the countdown.
func (s RowState) Spoken() string {
	said := []string{s.Issuer}
	add := func(wanted bool, word string) {
		if wanted {
			said = append(said, word)
		}
	}
	add(s.Name != "", s.Name)
	add(s.Pinned, words.T("pinned"))
	add(s.Tags != "", s.Tags)
	add(s.Marked, words.T("selected"))
	add(s.Copied, words.T("copied"))
	add(s.NextCopied, words.T("next code copied"))
	return words.List(said...)
}

// AccessibilityRole implements [fyne.Accessible].
func (*AccountRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// State returns what the row shows.
func (r *AccountRow) State() RowState { return r.state }

// Set shows s.
func (r *AccountRow) Set(s RowState) {
	if s.Size == (theme.Rows{}) {
		s.Size = theme.NormalRows
	}
	old := r.state
	r.state = s
	if r.back == nil || old == s {
		return
	}
	// The common case, once a second: only the ring moves.
	tick := old
	tick.Left = s.Left
	if tick == s && (old.Left < 0) == (s.Left < 0) {
		r.ring.Set(s.Left, s.Period)
		return
	}
	r.Refresh()
}

// Forget drops the account and its code; the row is not shown any more.
func (r *AccountRow) Forget() {
	r.state, r.told = RowState{Size: r.state.Size, Left: -1}, ""
	r.OnTapped, r.OnMenu, r.OnRenew, r.OnHover, r.OnDrag, r.OnDrop = nil, nil, nil, nil, nil, nil
	if r.back == nil {
		return
	}
	for _, t := range []*canvas.Text{r.issuer, r.name, r.code, r.next} {
		t.Text = ""
	}
	r.avatar.SetIcon("", LetterIcon)
}

// Tapped implements [fyne.Tappable].
func (r *AccountRow) Tapped(ev *fyne.PointEvent) {
	if click(ev, r) && r.OnTapped != nil {
		r.OnTapped(r.state.ID)
	}
}

// TappedSecondary implements [fyne.SecondaryTappable].
func (r *AccountRow) TappedSecondary(ev *fyne.PointEvent) {
	input()
	r.openMenu(ev.AbsolutePosition)
}

func (r *AccountRow) openMenu(at fyne.Position) {
	if r.OnMenu != nil {
		r.OnMenu(r.state.ID, at)
	}
}

// Dragged implements [fyne.Draggable].
func (r *AccountRow) Dragged(ev *fyne.DragEvent) {
	input()
	if r.OnDrag != nil {
		r.OnDrag(r.state.ID, ev.AbsolutePosition)
	}
}

// DragEnd implements [fyne.Draggable].
func (r *AccountRow) DragEnd() {
	if r.OnDrop != nil {
		r.OnDrop()
	}
}

// MouseIn implements [desktop.Hoverable].
func (r *AccountRow) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved implements [desktop.Hoverable]: the list may have been scrolled under a pointer
// that stood still.
func (r *AccountRow) MouseMoved(*desktop.MouseEvent) {
	if r.told != r.state.ID {
		r.hover(true)
		return
	}
	input()
}

// Hovered reports whether the pointer is known to be on the row and on this account.
func (r *AccountRow) Hovered() bool { return r.hovered && r.told == r.state.ID }

// MouseOut implements [desktop.Hoverable].
func (r *AccountRow) MouseOut() { r.hover(false) }

func (r *AccountRow) hover(on bool) {
	input()
	r.hovered, r.told = on, ""
	if on {
		r.told = r.state.ID
	}
	if r.OnHover != nil {
		r.OnHover(r.state.ID, on)
	}
	if r.back != nil {
		r.Refresh()
	}
}

func (r *AccountRow) paintBack() {
	r.back.CornerRadius = theme.RowRadius
	r.back.StrokeWidth, r.back.StrokeColor = 0, color.Transparent
	switch {
	case r.state.Selected, r.state.Marked, r.state.Dragged:
		r.back.FillColor = theme.Color(theme.ColorRaised)
	case r.hovered: // the pointer alone selects nothing
		r.back.FillColor = theme.Faint(theme.ColorRaised)
	default:
		r.back.FillColor = color.Transparent
	}
	switch {
	case r.state.Focused, r.state.Selected && theme.Strong():
		r.back.StrokeWidth, r.back.StrokeColor = 2, theme.Color(theme.ColorAccent)
	case r.state.Marked:
		r.back.StrokeWidth, r.back.StrokeColor = 1, theme.Color(theme.ColorAccent)
	}
}

// CreateRenderer implements [fyne.Widget].
func (r *AccountRow) CreateRenderer() fyne.WidgetRenderer {
	r.back = canvas.NewRectangle(color.Transparent)
	r.avatar = NewAvatar(theme.IconSize)
	r.issuer, r.name = newText(theme.Issuer, true), newText(theme.Name, false)
	r.code, r.next = newText(theme.CodeText, true), newText(theme.NextText, false)
	r.ring = NewRing(theme.RingSize)
	r.done = canvas.NewCircle(color.Transparent)
	image := func() *canvas.Image {
		i := canvas.NewImageFromResource(nil)
		i.FillMode = canvas.ImageFillContain
		return i
	}
	r.check, r.pin = image(), image()
	r.menu = newRowButton(r, words.Mark("Menu of %s"), fynetheme.MoreVerticalIcon(), func(ev *fyne.PointEvent) { r.openMenu(ev.AbsolutePosition) })
	r.renew = newRowButton(r, words.Mark("New code of %s"), fynetheme.ViewRefreshIcon(), func(*fyne.PointEvent) {
		if r.OnRenew != nil {
			r.OnRenew(r.state.ID)
		}
	})

	out := &renderer{objects: []fyne.CanvasObject{r.back, r.avatar, r.issuer, r.name, r.code, r.next, r.ring, r.done, r.check, r.pin, r.menu, r.renew}}
	out.min = func() fyne.Size { return fyne.NewSize(260, r.state.Size.Height) }
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
	title := s.Title
	if title == "" {
		title = s.Issuer
	}
	r.avatar.SetSize(s.Size.Icon)
	r.avatar.SetIcon(title, s.Icon)
	r.issuer.TextSize, r.name.TextSize, r.next.TextSize = s.Size.Issuer, s.Size.Name, s.Size.Next
	r.issuer.Color, r.name.Color = theme.Color(theme.ColorText), theme.Color(theme.ColorMuted)
	r.code.Text, r.code.Color, r.code.TextSize = s.Code, theme.Color(theme.ColorText), s.Size.Code
	if s.Words {
		r.code.TextSize, r.code.Color = theme.Body, theme.Color(theme.ColorAccent)
	}
	if s.Copied {
		r.code.Color = theme.Color(theme.ColorOK)
	}
	r.next.Text, r.next.Color = "", theme.Color(theme.ColorMuted)
	switch {
	case s.Copied:
		r.next.Text, r.next.Color = words.T("Copied"), theme.Color(theme.ColorOK)
	case s.NextCopied:
		r.next.Text, r.next.Color = words.T("next %s copied", s.Next), theme.Color(theme.ColorOK)
	case s.Next != "":
		r.next.Text = words.T("next %s", s.Next)
	}
	r.paintMarks()
	r.ring.SetSize(s.Size.Ring)
	r.ring.Hidden = s.Copied || s.Left < 0
	r.ring.Set(s.Left, s.Period)
	r.menu.Hidden = r.OnMenu == nil || !r.hovered && !s.Focused
	r.renew.Hidden = !s.Renews || s.Copied
	for _, b := range []*rowButton{r.menu, r.renew} {
		if !b.Hidden {
			b.Refresh()
		}
	}
}

// paintMarks shows that the row was copied, is chosen, or is pinned. Being copied shows in
// the ring's place, being chosen on the avatar's corner.
func (r *AccountRow) paintMarks() {
	s := r.state
	r.done.Hidden = !s.Copied && !s.Marked
	r.done.FillColor = theme.Color(theme.ColorOK)
	name := fyne.ThemeColorName(fynetheme.ColorNameBackground)
	if !s.Copied {
		r.done.FillColor, name = theme.Color(theme.ColorAccent), theme.ColorOnAcc
	}
	r.check.Hidden = r.done.Hidden
	r.check.Resource = fynetheme.NewColoredResource(fynetheme.ConfirmIcon(), name)
	r.pin.Hidden = !s.Pinned
	r.pin.Resource = fynetheme.NewColoredResource(pinIcon, theme.ColorMuted)
}

func (r *AccountRow) layout(size fyne.Size) {
	const gap = 12
	s := r.state.Size
	place(r.back, 0, 0, size.Width, size.Height)
	x := theme.RowInner
	avatarTop := (size.Height - s.Icon) / 2
	place(r.avatar, x, avatarTop, s.Icon, s.Icon)
	if r.state.Marked && !r.state.Copied {
		r.placeCheck(x+s.Icon-12, avatarTop+s.Icon-12, 16)
	}
	x += s.Icon + gap

	right := size.Width - theme.RowInner
	if r.state.Left >= 0 || r.state.Copied || r.state.Renews {
		right -= s.Ring
		place(r.renew, right+(s.Ring-rowMenuHeight)/2, (size.Height-rowMenuHeight)/2, rowMenuHeight, rowMenuHeight)
		place(r.ring, right, (size.Height-s.Ring)/2, s.Ring, s.Ring)
		if r.state.Copied {
			d := s.Ring * 24 / theme.RingSize
			r.placeCheck(right+(s.Ring-d)/2, (size.Height-d)/2, d)
		}
		right -= gap
	}
	code, next := r.code.MinSize(), r.next.MinSize()
	// The code stays where it is when a line comes below it: every row would jump, twice a period. The
	// figures of both lines stand close: the line boxes carry their own air.
	top := (size.Height - code.Height) / 2
	place(r.code, right-code.Width, top, code.Width, code.Height)
	place(r.next, right-next.Width, top+code.Height-s.Code/4, next.Width, next.Height)
	end := right - max(code.Width, next.Width) - gap
	if !r.menu.Hidden {
		end -= rowMenuWidth - gap/2
		place(r.menu, end+gap/2, (size.Height-rowMenuHeight)/2, rowMenuWidth, rowMenuHeight)
	}
	r.layoutNames(x, end, size.Height)
}

// placeCheck puts the check mark in its circle.
func (r *AccountRow) placeCheck(x, y, d float32) {
	place(r.done, x, y, d, d)
	place(r.check, x+d*0.2, y+d*0.2, d*0.6, d*0.6)
}

// layoutNames puts issuer and name between x and right, each cut to the room.
func (r *AccountRow) layoutNames(x, right, height float32) {
	room := right - x
	const pinSize = 12
	if r.state.Pinned {
		room -= pinSize + 4
	}
	r.issuer.Text = fit(r.issuer, r.state.Issuer, room)
	r.name.Text = fit(r.name, r.state.Name, right-x)
	issuer, name := r.issuer.MinSize(), r.name.MinSize()
	top := (height - issuer.Height - name.Height) / 2
	if r.state.Name == "" {
		top = (height - issuer.Height) / 2
		place(r.name, x, 0, 0, 0)
	} else {
		place(r.name, x, top+issuer.Height, name.Width, name.Height)
	}
	place(r.issuer, x, top, issuer.Width, issuer.Height)
	place(r.pin, x+issuer.Width+4, top+(issuer.Height-pinSize)/2, pinSize, pinSize)
}

const rowMenuWidth, rowMenuHeight float32 = 24, 32

// Renew returns the button that makes another code.
func (r *AccountRow) Renew() fyne.CanvasObject { return r.renew }

// A rowButton is an icon of a row that can be clicked: its menu, for those who do not
// right-click, and another code of a counter.
type rowButton struct {
	widget.BaseWidget
	row    *AccountRow
	label  string // what it does, before the account's name
	icon   fyne.Resource
	tapped func(*fyne.PointEvent)
	image  *canvas.Image
}

var (
	_ fyne.Accessible   = (*rowButton)(nil)
	_ desktop.Hoverable = (*rowButton)(nil)
)

func newRowButton(r *AccountRow, label string, icon fyne.Resource, tapped func(*fyne.PointEvent)) *rowButton {
	b := &rowButton{row: r, label: label, icon: icon, tapped: tapped, image: canvas.NewImageFromResource(nil)}
	b.image.FillMode = canvas.ImageFillContain
	b.ExtendBaseWidget(b)
	b.Hidden = true
	return b
}

// AccessibilityLabel implements [fyne.Accessible].
func (b *rowButton) AccessibilityLabel() string { return words.T(b.label, b.row.state.Issuer) }

// AccessibilityRole implements [fyne.Accessible].
func (*rowButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (b *rowButton) Tapped(ev *fyne.PointEvent) {
	if click(ev, b) {
		b.tapped(ev)
	}
}

// MouseIn implements [desktop.Hoverable]. The pointer is on the row still, which is told that it went.
func (b *rowButton) MouseIn(*desktop.MouseEvent) {
	b.row.hover(true)
	tipFor(b, strings.TrimSuffix(words.T(b.label, ""), " of "))
}

// MouseMoved implements [desktop.Hoverable].
func (*rowButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (b *rowButton) MouseOut() {
	hideTip()
	b.row.hover(false)
}

// CreateRenderer implements [fyne.Widget].
func (b *rowButton) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{b.image}}
	r.min = func() fyne.Size { return fyne.NewSize(rowMenuWidth, rowMenuHeight) }
	r.layout = func(size fyne.Size) { place(b.image, (size.Width-18)/2, (size.Height-18)/2, 18, 18) }
	r.refresh = func() { b.image.Resource = fynetheme.NewColoredResource(b.icon, theme.ColorMuted) }
	r.refresh()
	return r
}

// Dots hides a code; its groups stay, so that nothing moves when it shows.
func Dots(code string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return '•'
	}, code)
}
