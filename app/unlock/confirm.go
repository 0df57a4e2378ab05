package unlock

import (
	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
)

// A Confirm asks for the vault's password while it is open, for what needs it once more.
type Confirm struct {
	Run    background.Runner
	Title  string
	Reason string
	Button string
	Do     func(password string) error // slow

	OnDone     func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.Entry
	submit   *widgets.Button
	message  *widgets.Label
}

// Content builds the screen.
func (s *Confirm) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry("Password", "Password")
	s.password.OnSubmitted = func(string) { s.do() }
	s.password.OnShortcut = s.OnShortcut
	s.submit = widgets.NewButton(s.Button, widgets.Main, s.do)
	s.message = widgets.NewMessage()
	return widgets.NewPage(s.Title, s.OnBack, widgets.Stack(10, widgets.NewLabel(s.Reason), s.password, s.message), s.submit)
}

// Focus puts the cursor into the password.
func (s *Confirm) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a person clicks.
func (s *Confirm) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"confirm.password": s.password, "confirm.submit": s.submit}
}

func (s *Confirm) do() {
	if s.submit.Disabled() {
		return
	}
	password := s.password.Text
	if password == "" {
		s.message.Say("Type the password of this vault.", theme.ColorAmber)
		return
	}
	s.submit.Disable()
	s.message.Say("One moment …", theme.ColorMuted)
	var err error
	s.Run(func() { err = s.Do(password) }, func() {
		s.submit.Enable()
		s.password.SetText("")
		if err != nil {
			s.message.Say(err.Error(), theme.ColorRed)
			focus(s.password)
			return
		}
		s.OnDone()
	})
}
