package unlock

import (
	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
)

// A Recover opens a vault with the key of its recovery sheet.
type Recover struct {
	Run  background.Runner
	Open func(key string) error // slow

	OnUnlocked func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	key     *widgets.Entry
	submit  *widgets.Button
	message *widgets.Label
}

// Content builds the screen.
func (s *Recover) Content() fyne.CanvasObject {
	s.key = widgets.NewTextArea("The key of the recovery sheet", "AGE-SECRET-KEY-1…", 3)
	s.key.OnShortcut = s.OnShortcut
	s.submit = widgets.NewButton("Open the vault", widgets.Main, s.open)
	s.message = widgets.NewMessage()
	return widgets.NewPage("Open with the recovery sheet", s.OnBack, widgets.Stack(10,
		widgets.NewLabel("Type or paste the key of the sheet. Spaces and line breaks do not matter. Afterwards you choose a new password."),
		s.key,
		s.message,
	), s.submit)
}

// Focus puts the cursor into the key.
func (s *Recover) Focus(c fyne.Canvas) { c.Focus(s.key) }

// Widgets names the places that a person clicks.
func (s *Recover) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"recover.key": s.key, "recover.submit": s.submit}
}

func (s *Recover) open() {
	if s.submit.Disabled() {
		return
	}
	key := s.key.Text
	s.submit.Disable()
	var err error
	s.Run(func() { err = s.Open(key) }, func() {
		s.submit.Enable()
		if err != nil {
			s.message.Say(err.Error(), theme.ColorRed)
			return
		}
		s.key.SetText("")
		s.OnUnlocked()
	})
}

// A Missing tells that a known vault is not where it was, and offers the ways on. It is
// never taken for a new user: that would hide all accounts behind an empty list.
type Missing struct {
	Path    string
	Message string // what the system says; "" for a file that is simply not there

	OnAgain, OnLocate, OnRestore, OnNew func()
}

// Content builds the screen.
func (s *Missing) Content() fyne.CanvasObject {
	message := s.Message
	if message == "" {
		message = "It may lie on a disk or a share that is not connected, or it was moved or renamed. Nothing was changed."
	}
	return widgets.NewCentered(widgets.Stack(12,
		logo(),
		widgets.NewHeading("Your vault cannot be opened").Centered(),
		widgets.NewLabel(s.Path).Centered(),
		widgets.NewMuted(message).Centered(),
		widgets.NewButton("Try again", widgets.Main, s.OnAgain),
		widgets.NewButton("Show where it is", widgets.Plain, s.OnLocate),
		widgets.NewButton("Restore a backup", widgets.Plain, s.OnRestore),
		widgets.NewButton("Create a new vault", widgets.Plain, s.OnNew),
	))
}

// Widgets names the places that a person clicks.
func (*Missing) Widgets() map[string]fyne.CanvasObject { return nil }
