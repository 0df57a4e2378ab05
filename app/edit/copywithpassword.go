package edit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// CopyWithPassword copies the code right behind a password, for devices and programs that have no
// second screen and take both in one field.
type CopyWithPassword struct {
	Run     background.Runner
	Account account.Account
	Copy    func(password string) error // to the clipboard

	OnDone     func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.PasswordEntry
	copy     *widgets.Button
	message  *widgets.Label
}

// Content builds the screen.
func (s *CopyWithPassword) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry(words.T("Password"), words.T("Password of %s", account.Visible(s.Account.Title())))
	s.password.OnShortcut = s.OnShortcut
	s.password.OnSubmitted = func(string) { s.submit() }
	s.copy = widgets.NewButton(words.T("Copy password and code"), widgets.Main, s.submit)
	s.message = widgets.NewMessage()
	avatar := widgets.NewAvatar(56)
	avatar.SetIcon(account.Visible(s.Account.Title()), s.Account.Icon)
	return widgets.NewPage(words.T("Copy password and code"), s.OnBack, widgets.Stack(12,
		container.NewCenter(avatar),
		widgets.NewLabel(words.T("Some logins expect the code appended to the password. Enter your password; it is copied together with the code.")),
		s.password,
		widgets.NewMuted(words.T("The password is not kept. The clipboard is cleared like that of a code."))), widgets.Foot(s.message, s.copy))
}

// Focus puts the cursor into the entry.
func (s *CopyWithPassword) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a user clicks.
func (s *CopyWithPassword) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"behind.password": s.password, "behind.copy": s.copy}
}

func (s *CopyWithPassword) submit() {
	if s.copy.Disabled() {
		return
	}
	password := s.password.Text()
	if password == "" {
		s.message.Say(words.T("Enter the password first."), theme.ColorRed)
		return
	}
	s.copy.Disable()
	var err error
	s.Run(func() { err = s.Copy(password) }, func() {
		s.copy.Enable()
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.password.SetText("")
		s.OnDone()
	})
}
