package add

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// freshHint is the time left below which the fresh code is announced: whoever starts
// typing now would be too late.
const freshHint = 8

// A Leftover is a picture that still holds the secret, with what removes it.
type Leftover struct {
	Text, Button string
	Danger       bool // Do deletes a file
	Do, OnKeep   func()
}

// Waiting shows the code of an account that was just added: the site's page is still
// waiting for it.
type Waiting struct {
	Account   account.Account
	Before    []string   // what to see to before the page is closed
	Made      string     // the last code of an HOTP account, or ""
	Leftovers []Leftover // pictures that can go now
	Now       func() time.Time

	OnCopy        func()               // asked for: copy the code
	OnClipboard   func() (code string) // the code of this account that is known to be on the clipboard, or ""
	OnWorked      func()               // the site accepted the code
	OnNotAccepted func()               // it did not
	OnGuide       func()               // nil where there is no guide
	OnCount       func()               // HOTP: make a code

	code    *widgets.Line
	ring    *widgets.Ring
	copy    *widgets.Button
	message *widgets.Label
	said    *widgets.Label
	cards   *fyne.Container
	remove  *widgets.Button // the first picture
	worked  *widgets.Button
	not     *widgets.Button
	value   string
	was     bool // a code of this page was on the clipboard
	hotp    bool
}

// Content builds the screen.
func (s *Waiting) Content() fyne.CanvasObject {
	title := account.Visible(s.Account.Title())
	s.hotp = s.Account.Key.Type == otp.HOTP
	s.value = s.Made
	avatar := widgets.NewAvatar(56)
	avatar.Set(title)
	s.code = widgets.NewFigures("", theme.Waiting, theme.ColorText).Centered()
	s.ring = widgets.NewRing(40)
	s.message = widgets.NewLabel("").Centered()
	s.worked = widgets.NewButton(words.T("It worked"), widgets.Main, s.OnWorked).Guard() // Add stood there
	s.not = widgets.NewButton(words.T("Code not accepted"), widgets.Plain, s.OnNotAccepted)
	s.said = widgets.NewMessage().Centered()
	s.copy = widgets.NewButton(words.T("Copy the code"), widgets.Plain, s.OnCopy)

	objects := []fyne.CanvasObject{
		container.NewCenter(avatar),
		widgets.NewTappable(words.T("Copy the code"), s.code, func() { s.OnCopy() }),
	}
	if s.hotp {
		objects = append(objects, container.NewCenter(widgets.NewButton(words.T("New code"), widgets.Plain, s.OnCount)))
	} else {
		objects = append(objects, container.NewCenter(s.ring))
	}
	objects = append(objects, container.NewCenter(s.copy), s.message, s.said)
	s.cards = widgets.Stack(8)
	s.SetLeftovers(s.Leftovers)
	objects = append(objects, s.cards)
	if len(s.Before) > 0 {
		lines := []fyne.CanvasObject{widgets.NewStrong(words.T("Before you close the page"))}
		for _, b := range s.Before {
			lines = append(lines, widgets.NewBullet(b))
		}
		if s.OnGuide != nil {
			lines = append(lines, widgets.FlowLeft(widgets.NewButton(words.T("The whole guide"), widgets.Quiet, s.OnGuide)))
		}
		objects = append(objects, widgets.Gap(4), widgets.NewCard(widgets.Stack(6, lines...)))
	}
	s.Tick(s.Now())
	return widgets.NewPage(words.T("%s is waiting for a code", title), s.OnWorked, widgets.Stack(10, objects...),
		container.NewBorder(nil, nil, container.NewCenter(s.not), nil, widgets.Pad(0, 0, 8, 0, s.worked)))
}

// Widgets names the places that a user clicks.
func (s *Waiting) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"waiting.worked": s.worked, "waiting.code": s.code, "waiting.not": s.not, "waiting.copy": s.copy}
	if len(s.Leftovers) > 0 {
		out["waiting.delete"] = s.remove
	}
	return out
}

// Say tells what came of something that was asked for here.
func (s *Waiting) Say(text string, good bool) {
	color := theme.ColorOK
	if !good {
		color = theme.ColorAmber
	}
	s.said.Say(text, color)
}

// SetLeftovers says which pictures can go now.
func (s *Waiting) SetLeftovers(list []Leftover) {
	s.Leftovers = list
	s.cards.RemoveAll()
	for i, l := range list {
		kind := widgets.Quiet
		if l.Danger {
			kind = widgets.Danger
		}
		remove := widgets.NewButton(l.Button, kind, l.Do)
		if i == 0 {
			s.remove = remove
		}
		card := widgets.NewCard(widgets.Stack(2, widgets.NewMuted(l.Text),
			widgets.FlowLeft(remove, widgets.NewButton(words.T("Keep it"), widgets.Quiet, l.OnKeep))))
		card.Accent, card.Tight = theme.ColorAmber, true
		s.cards.Add(card)
	}
	s.cards.Hidden = len(list) == 0
}

// Counted shows the code of an HOTP account, which is on the clipboard.
func (s *Waiting) Counted(code string) {
	s.value = code
	s.Tick(s.Now())
}

// TypedKey presses the main button with Enter. It copies nothing: what the user put on the clipboard meanwhile,
// such as backup codes, stays there.
func (s *Waiting) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyReturn && ev.Name != fyne.KeyEnter {
		return false
	}
	s.worked.TypedKey(ev)
	return true
}

// copied reports whether the code that shows is on the clipboard, as far as is known.
func (s *Waiting) copied() bool { return s.value != "" && s.OnClipboard() == s.value }

// Tick brings the code up to the second. A code that changed is offered, and not copied: the
// person may have put something else on the clipboard meanwhile.
func (s *Waiting) Tick(now time.Time) {
	if s.hotp {
		s.tickCounted()
		return
	}
	code, err := s.Account.Key.At(now)
	if err != nil {
		s.code.Set(words.T("no code"), theme.ColorMuted)
		s.message.Say(words.T("Edit the account and give its PIN; then it has a code."), theme.ColorAmber)
		s.copy.Hide()
		return
	}
	s.value = code.Value
	s.showCode(otp.Group(s.Account.Key.Type, code.Value))
	left := widgets.SecondsLeft(now, code.Until)
	s.ring.Set(left, s.Account.Key.Period)
	hint := ""
	if left < freshHint && s.Account.Key.Period > freshHint {
		hint = words.T("New code in %d s.", left)
	}
	s.say(hint)
}

// tickCounted shows the code of a counter that was made last.
func (s *Waiting) tickCounted() {
	if s.value == "" {
		s.code.Set("– – –", theme.ColorMuted)
		s.message.Say(words.T("Press New code when the page asks for it."), theme.ColorMuted)
		s.copy.Disable()
		return
	}
	s.showCode(otp.Group(otp.HOTP, s.value))
	s.say("")
}

// showCode shows the code, in green while it is the one on the clipboard.
func (s *Waiting) showCode(code string) {
	color := theme.ColorText
	if s.copied() {
		color = theme.ColorOK
	}
	s.code.Set(code, color)
}

func (s *Waiting) say(hint string) {
	title := account.Visible(s.Account.Title())
	text, color := words.T("Copy it, or type it on the %s page.", title), theme.ColorMuted
	button := words.T("Copy the code")
	switch {
	case s.copied():
		text, color, button = words.T("Copied. Paste it on the %s page.", title), theme.ColorOK, words.T("Copied")
		s.was = true
	case s.was:
		text, button = words.T("There is a new code. The one on the clipboard has expired."), words.T("Copy the new code")
		if s.OnClipboard() == "" {
			text, button = words.T("The code is no longer on the clipboard."), words.T("Copy the code")
		}
		color = theme.ColorAmber
	}
	if hint != "" {
		text, color = hint, theme.ColorAmber
	}
	s.message.Say(text, color)
	s.copy.SetText(button)
	if s.copied() {
		s.copy.Disable()
	} else {
		s.copy.Enable()
	}
}
