package add

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// freshHint is the time left below which the fresh code is announced: whoever starts
// typing now would be too late.
const freshHint = 8

// Waiting shows the code of an account that was just added: the site's page is still
// waiting for it.
type Waiting struct {
	Account account.Account
	Before  []string // what to see to before the page is closed
	Copied  bool     // the code is on the clipboard
	Now     func() time.Time

	OnCopy        func() // the code changed, or was clicked: copy it
	OnWorked      func() // the site accepted the code
	OnNotAccepted func() // it did not
	OnGuide       func() // nil where there is no guide
	OnCount       func() // HOTP: make a code

	code    *widgets.Line
	ring    *widgets.Ring
	message *widgets.Label
	worked  *widgets.Button
	value   string
	hotp    bool
}

// Content builds the screen.
func (s *Waiting) Content() fyne.CanvasObject {
	title := account.Visible(s.Account.Title())
	s.hotp = s.Account.Key.Type == otp.HOTP
	avatar := widgets.NewAvatar(56)
	avatar.Set(title)
	s.code = widgets.NewFigures("", theme.Waiting, theme.ColorText).Centered()
	s.ring = widgets.NewRing(40)
	s.message = widgets.NewLabel("").Centered()
	s.worked = widgets.NewButton("It worked", widgets.Main, s.OnWorked)
	not := widgets.NewButton("It was not accepted", widgets.Plain, s.OnNotAccepted)

	objects := []fyne.CanvasObject{
		container.NewCenter(avatar),
		widgets.NewTappable("Copy the code", s.code, func() { s.OnCopy() }),
	}
	if s.hotp {
		objects = append(objects, container.NewCenter(widgets.NewButton("New code", widgets.Plain, s.OnCount)))
	} else {
		objects = append(objects, container.NewCenter(s.ring))
	}
	objects = append(objects, s.message)
	if len(s.Before) > 0 {
		lines := []fyne.CanvasObject{widgets.NewStrong("Before you close the page")}
		for _, b := range s.Before {
			lines = append(lines, widgets.NewBullet(b))
		}
		if s.OnGuide != nil {
			lines = append(lines, widgets.FlowLeft(widgets.NewButton("The whole guide", widgets.Quiet, s.OnGuide)))
		}
		objects = append(objects, widgets.Gap(4), widgets.NewCard(widgets.Stack(6, lines...)))
	}
	s.Tick(s.Now())
	return widgets.NewPage(title+" is waiting for a code", s.OnWorked, widgets.Stack(10, objects...),
		container.NewBorder(nil, nil, container.NewCenter(not), nil, widgets.Pad(0, 0, 8, 0, s.worked)))
}

// Widgets names the places that a person clicks.
func (s *Waiting) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"waiting.worked": s.worked, "waiting.code": s.code}
}

// Counted shows the code of an HOTP account, which is on the clipboard.
func (s *Waiting) Counted(code string) {
	s.value, s.Copied = code, true
	s.code.Set(otp.Group(otp.HOTP, code), theme.ColorText)
	s.say("")
}

// SetCopied says whether the code is on the clipboard.
func (s *Waiting) SetCopied(copied bool) {
	s.Copied = copied
	s.Tick(s.Now())
}

// Tick brings the code up to the second; a code that changed is copied again, so that
// what is pasted is always valid.
func (s *Waiting) Tick(now time.Time) {
	if s.hotp {
		if s.value == "" {
			s.code.Set("– – –", theme.ColorMuted)
			s.message.Say("Press New code when the page asks for it.", theme.ColorMuted)
		}
		return
	}
	code, err := s.Account.Key.At(now)
	if err != nil {
		s.code.Set("no code", theme.ColorMuted)
		s.message.Say("Edit the account and give its PIN; then it has a code.", theme.ColorAmber)
		return
	}
	changed := s.value != "" && s.value != code.Value
	s.value = code.Value
	s.code.Set(otp.Group(s.Account.Key.Type, code.Value), theme.ColorText)
	left := widgets.SecondsLeft(now, code.Until)
	s.ring.Set(left, s.Account.Key.Period)
	hint := ""
	if left < freshHint && s.Account.Key.Period > freshHint {
		hint = fmt.Sprintf("A fresh code comes in %d s.", left)
	}
	s.say(hint)
	if changed && s.Copied {
		s.OnCopy()
	}
}

func (s *Waiting) say(hint string) {
	text, color := "Type it on the "+account.Visible(s.Account.Title())+" page, or click it to copy.", theme.ColorMuted
	if s.Copied {
		text, color = "Copied. Paste it on the "+account.Visible(s.Account.Title())+" page.", theme.ColorOK
	}
	if hint != "" {
		text, color = hint, theme.ColorAmber
	}
	s.message.Say(text, color)
}

// NotAccepted says what to look at when a site refuses the code.
type NotAccepted struct {
	Account account.Account
	Now     func() time.Time
	OnBack  func() // to the code
	OnEdit  func()
	OnScan  func()

	clock *widgets.Label
}

// Content builds the screen.
func (s *NotAccepted) Content() fyne.CanvasObject {
	k := s.Account.Key
	s.clock = widgets.NewStrong("")
	s.Tick(s.Now())
	kind := fmt.Sprintf("%d digits, %s, every %d seconds", k.Digits, k.Algorithm, k.Period)
	if k.Type == otp.HOTP {
		kind = fmt.Sprintf("%d digits, %s, by a counter", k.Digits, k.Algorithm)
	}
	return widgets.NewPage("The code was not accepted", s.OnBack, widgets.Stack(12,
		widgets.NewCard(widgets.Stack(4,
			widgets.NewStrong("1. Try the next code"),
			widgets.NewMuted("A code that runs out while you type is refused. Wait for a fresh one and paste it at once."))),
		widgets.NewCard(widgets.Stack(4,
			widgets.NewStrong("2. Compare the clock"),
			s.clock,
			widgets.NewMuted("This is your computer's time. If another clock differs by more than half a minute, set the time in the system's settings; codes are made from it."))),
		widgets.NewCard(widgets.Stack(4,
			widgets.NewStrong("3. Scan the page again"),
			widgets.NewMuted("If the page was loaded again it shows a new QR code, and the old one no longer counts. Delete this account and scan the code that is shown now."))),
		widgets.NewCard(widgets.Stack(4,
			widgets.NewStrong("4. Look at the kind of code"),
			widgets.NewMuted("This account makes codes of "+kind+". A few services want something else and say so beside the key."))),
	), container.NewBorder(nil, nil, widgets.NewButton("Scan again", widgets.Plain, s.OnScan), nil,
		widgets.Pad(0, 0, 8, 0, widgets.NewButton("Back to the code", widgets.Main, s.OnBack))))
}

// Tick shows the computer's time.
func (s *NotAccepted) Tick(now time.Time) {
	s.clock.SetText(now.Format("Monday, 2 January 2006, 15:04:05"))
}

// Widgets names the places that a person clicks.
func (*NotAccepted) Widgets() map[string]fyne.CanvasObject { return nil }
