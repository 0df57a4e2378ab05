// Package quick is the window that one looks a code up in without opening the program: one line, and what
// it finds. It knows no vault: it is told what there is.
package quick

import (
	"fmt"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// Most is how many accounts show: who needs more types another letter.
const Most = 6

// Width is that of the window, in Fyne's pixels.
const Width = 460

// Deaf is how long keys are not taken at first: they were meant for the window before. Then Hear is called.
const Deaf = 150 * time.Millisecond

// A Use is what is to be done with the code of an account.
type Use int

// The uses.
const (
	Copy Use = iota
	CopyNext
	Type // into the window that had the focus
)

// A Page is what the window shows while the vault is open.
type Page struct {
	Find    func(query string, most int) []account.Account // the best first
	Codes   func(a account.Account, t time.Time) (now, next otp.Code, err error)
	Counted func(id string) (code string, ok bool) // the last code of a counter
	Hidden  bool                                   // codes show as dots
	Now     func() time.Time                       // that codes are made by
	Held    func() fyne.KeyModifier

	OnUse   func(a account.Account, what Use)
	OnGone  func()                   // Esc, or the focus went elsewhere
	OnTouch func()                   // somebody is there
	OnSize  func(h float32)          // the height that it needs
	OnOther func(fyne.Shortcut) bool // shortcuts of the program

	search  *widgets.Entry
	rows    []*widgets.AccountRow
	list    *fyne.Container
	message *widgets.Label
	found   []account.Account
	at      int
	hears   bool // keys are taken
}

// Content builds the page.
func (p *Page) Content() fyne.CanvasObject {
	p.search = widgets.NewEntry(words.T("Search your accounts"), words.T("Search your accounts"))
	p.search.OnChanged = func(string) { p.fill() }
	p.search.OnKey, p.search.OnRune, p.search.OnShortcut = p.key, p.rune, p.shortcut
	p.search.OnFocus = func(has bool) {
		if !has && p.OnGone != nil {
			p.OnGone()
		}
	}
	p.list = widgets.Stack(0)
	p.message = widgets.NewMessage()
	p.message.Hide()
	p.fill()
	return Frame(container.NewVBox(p.search, p.list, p.message))
}

// Frame draws the edge that a window without one needs.
func Frame(content fyne.CanvasObject) fyne.CanvasObject {
	edge := canvas.NewRectangle(color.Transparent)
	edge.StrokeWidth, edge.StrokeColor = 1, fyne.CurrentApp().Settings().Theme().Color(fynetheme.ColorNameInputBorder, fyne.CurrentApp().Settings().ThemeVariant())
	back := canvas.NewRectangle(fyne.CurrentApp().Settings().Theme().Color(fynetheme.ColorNameBackground, fyne.CurrentApp().Settings().ThemeVariant()))
	return container.NewStack(back, widgets.Pad(12, 12, 12, 12, content), edge)
}

// Focus puts the cursor into the search.
func (p *Page) Focus(c fyne.Canvas) { c.Focus(p.search) }

// Clear wipes what was typed.
func (p *Page) Clear() { p.search.SetText("") }

// Say tells something below the results.
func (p *Page) Say(text string, colorName fyne.ThemeColorName) {
	p.message.Say(text, colorName)
	if p.message.Hidden = text == ""; p.OnSize != nil {
		p.OnSize(p.height())
	}
}

// Message is what the page says below the results.
func (p *Page) Message() string { return p.message.Text() }

// Tick shows the codes of a time.
func (p *Page) Tick(time.Time) { p.show() }

func (p *Page) fill() {
	p.found = p.Find(p.search.Text, Most)
	p.at = 0
	for len(p.rows) < len(p.found) {
		p.rows = append(p.rows, p.newRow(len(p.rows)))
	}
	p.list.Objects = nil
	for i := range p.found {
		p.list.Add(p.rows[i])
	}
	if len(p.found) == 0 {
		p.Say(words.T("Nothing found."), theme.ColorMuted)
	} else {
		p.Say("", theme.ColorMuted)
	}
	p.show()
}

func (p *Page) newRow(i int) *widgets.AccountRow {
	r := widgets.NewAccountRow()
	r.OnTapped = func(string) { p.use(i, p.meant()) }
	return r
}

// meant is what the keys that are held make of Enter and of a click.
func (p *Page) meant() Use {
	switch held := p.Held(); {
	case held&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0:
		return Type
	case held&fyne.KeyModifierShift != 0:
		return CopyNext
	}
	return Copy
}

func (p *Page) use(i int, what Use) {
	p.OnTouch()
	if i < len(p.found) {
		p.OnUse(p.found[i], what)
	}
}

// key takes the keys that are not text.
func (p *Page) key(ev *fyne.KeyEvent) bool {
	if !p.hears {
		return true
	}
	p.OnTouch()
	switch ev.Name {
	case fyne.KeyEscape:
		p.OnGone()
	case fyne.KeyUp:
		p.move(-1)
	case fyne.KeyDown:
		p.move(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.use(p.at, p.meant())
	case fyne.KeyTab:
		p.move(1)
	default:
		return false
	}
	return true
}

func (p *Page) rune(rune) bool {
	if !p.hears {
		return true
	}
	p.OnTouch()
	return false
}

// shortcut takes Alt with a digit, and Ctrl+Enter, which an entry gets as shortcuts.
func (p *Page) shortcut(s fyne.Shortcut) bool {
	if !p.hears {
		return true
	}
	c, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return false
	}
	p.OnTouch()
	switch {
	case c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter:
		p.use(p.at, Type)
	case c.Modifier == fyne.KeyModifierAlt && len(c.KeyName) == 1 && "1" <= c.KeyName && c.KeyName <= "6":
		p.use(int(c.KeyName[0]-'1'), Copy)
	default:
		return p.OnOther != nil && p.OnOther(s)
	}
	return true
}

// Hear has keys be taken.
func (p *Page) Hear() { p.hears = true }

// move goes to another result; beyond an end it goes on at the other.
func (p *Page) move(by int) {
	if n := len(p.found); n > 0 {
		p.at = (p.at + by + n) % n
		p.show()
	}
}

// show draws the results as they are now.
func (p *Page) show() {
	now := p.Now()
	for i, a := range p.found {
		p.rows[i].Set(p.state(i, a, now))
	}
}

func (p *Page) state(i int, a account.Account, now time.Time) widgets.RowState {
	out := widgets.RowState{ID: a.ID, Icon: a.Icon, Title: account.Visible(a.Title()), Left: -1, Size: theme.CompactRows,
		Tags: account.Visible(words.List(a.Tags...)), Pinned: a.Pinned, Selected: i == p.at, Focused: i == p.at}
	out.Issuer, out.Name = phrases.Names(a)
	if a.Key.Type == otp.HOTP {
		out.Code, out.Words = words.T("New code"), true
		if code, ok := p.Counted(a.ID); ok {
			out.Code, out.Words = p.dotted(otp.Group(a.Key.Type, code)), false
		}
		return out
	}
	code, _, err := p.Codes(a, now)
	if err != nil {
		out.Code, out.Words = words.T("No code"), true
		return out
	}
	out.Code, out.Period = p.dotted(otp.Group(a.Key.Type, code.Value)), a.Key.Period
	out.Left = widgets.SecondsLeft(now, code.Until)
	return out
}

// dotted hides a code where codes are hidden.
func (p *Page) dotted(code string) string {
	if !p.Hidden {
		return code
	}
	return widgets.Dots(code)
}

// height is what the page needs.
func (p *Page) height() float32 {
	h := 24 + p.search.MinSize().Height + float32(len(p.found))*theme.CompactRows.Height
	if len(p.found) > 0 {
		h += fynetheme.Padding()
	}
	if !p.message.Hidden {
		h += p.message.MinSize().Height + fynetheme.Padding()
	}
	return h
}

// Height is what the page needs, in Fyne's pixels.
func (p *Page) Height() float32 { return p.height() }

// Widgets names the places that a user clicks.
func (p *Page) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"quick.search": p.search}
	for i := range p.found {
		out[fmt.Sprintf("quick.%d", i)] = p.rows[i]
	}
	return out
}
