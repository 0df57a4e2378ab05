package unlock

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// A Confirm asks for the password of the open vault before something that needs it once
// more. A wrong one can be tried again as often as the user likes.
type Confirm struct {
	As string // its name among the pages, where it is not the usual one

	Run    background.Runner
	Title  string
	Reason string // "" is the usual sentence
	Button string // "" is "Continue"

	// Do checks the password, and may go on with it. It is slow; ctx ends when the page is
	// left, and then OnDone is not called.
	Do func(ctx context.Context, password []byte) error

	OnDone     func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password       *widgets.PasswordEntry
	submit, cancel *widgets.Button
	message        *widgets.Label
	stop           context.CancelFunc // of the check under way; nil while there is none
	left           bool
}

// Content builds the page.
func (s *Confirm) Content() fyne.CanvasObject {
	if s.Reason == "" {
		s.Reason = words.T("Enter your vault password to confirm.")
	}
	if s.Button == "" {
		s.Button = words.T("Continue")
	}
	s.password = widgets.NewPasswordEntry(words.T("Vault password"), words.T("Vault password"))
	s.password.OnSubmitted = func(string) { s.do() }
	s.password.OnShortcut = s.OnShortcut
	s.submit = widgets.NewButton(s.Button, widgets.Main, s.do)
	s.cancel = widgets.NewButton(words.T("Cancel"), widgets.Plain, s.OnBack)
	s.message = widgets.NewMessage()
	return widgets.NewPage(s.Title, s.OnBack, widgets.Stack(10, widgets.NewLabel(s.Reason), s.password, s.message),
		container.NewBorder(nil, nil, s.cancel, nil, widgets.Pad(0, 0, 8, 0, s.submit)))
}

// Focus puts the cursor into the password.
func (s *Confirm) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a user clicks.
func (s *Confirm) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"confirm.password": s.password, "confirm.submit": s.submit, "confirm.cancel": s.cancel}
	if s.message.Text() != "" && s.stop == nil {
		out["confirm.message"] = s.message
	}
	return out
}

// Message is what the page says about the last attempt.
func (s *Confirm) Message() string { return s.message.Text() }

// Leave ends the check under way and forgets what was typed.
func (s *Confirm) Leave() {
	s.left = true
	if s.stop != nil {
		s.stop()
	}
	if s.password != nil {
		s.password.SetText("")
	}
}

func (s *Confirm) do() {
	if s.submit.Disabled() {
		return
	}
	if s.password.Empty() {
		s.message.Say(words.T("Enter your vault password first."), theme.ColorAmber)
		focus(s.password)
		return
	}
	s.submit.Disable()
	password := s.password.Bytes()
	s.password.SetText("") // what is typed meanwhile is another try, and stays whole
	s.message.Say(words.T("Checking the password …"), theme.ColorMuted)
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	var err error
	s.Run(func() {
		defer clear(password)
		err = s.Do(ctx, password)
	}, func() {
		stop()
		s.stop = nil
		if s.left {
			return
		}
		s.submit.Enable()
		switch {
		case errors.Is(err, vault.ErrWrongPassword):
			s.message.Say(words.T("Wrong password. Check Caps Lock and the keyboard layout."), theme.ColorRed)
		case err != nil:
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
		default:
			s.OnDone()
			return
		}
		focus(s.password)
	})
}
