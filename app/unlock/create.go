package unlock

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Create makes a vault: place, password twice, with a suggestion of five words.
type Create struct {
	Run       background.Runner
	Passwords Passwords
	Path      string                                   // where the vault will be
	Make      func(path string, password []byte) error // slow: derives the key and writes the file
	Shorten   func(path string) string                 // a path for the eye

	OnCreated  func()
	OnPlace    func(change func(path string)) // choose another place
	OnOpen     func()                         // an existing vault
	OnRestore  func()                         // a backup
	OnBack     func()                         // nil where there is nothing to go back to
	OnShortcut func(fyne.Shortcut) bool

	form  *form
	place *widgets.Label

	change, open, restore *widgets.Button
}

// Content builds the screen.
func (s *Create) Content() fyne.CanvasObject {
	s.form = newForm(s.Passwords, s.Run, s.OnShortcut, words.T("Create vault"), words.T("Creating the vault …"))
	s.form.work = func(password []byte) func() error {
		path := s.Path
		return func() error { return s.Make(path, password) }
	}
	s.form.done = s.OnCreated
	s.place = widgets.NewMuted("")
	s.change = widgets.NewButton(words.T("Change"), widgets.Quiet, func() { s.OnPlace(s.setPath) })
	s.open = widgets.NewButton(words.T("Open an existing vault"), widgets.Plain, s.OnOpen)
	s.restore = widgets.NewButton(words.T("Restore a backup"), widgets.Plain, s.OnRestore)
	s.setPath(s.Path)

	objects := append([]fyne.CanvasObject{
		logo(),
		widgets.NewHeading(words.T("Create your vault")).Centered(),
		widgets.NewLabel(words.T("Watchword keeps your accounts in one encrypted file that only your password opens.")).Centered(),
	}, s.form.objects()...)
	objects = append(objects,
		s.form.submit,
		container.NewBorder(nil, nil, nil, container.NewVBox(s.change), s.place),
		widgets.Flow(s.open, s.restore),
	)
	if s.OnBack != nil {
		objects = append(objects, container.NewCenter(widgets.NewButton(words.T("Back"), widgets.Quiet, s.OnBack)))
	}
	return widgets.NewCentered(widgets.Stack(8, objects...))
}

func (s *Create) setPath(path string) {
	s.Path = path
	s.place.SetText(words.T("Location: %s", s.Shorten(path)))
}

// Focus puts the cursor into the password.
func (s *Create) Focus(c fyne.Canvas) { c.Focus(s.form.password) }

// Widgets names the places that a user clicks.
func (s *Create) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{
		"create.password": s.form.password, "create.again": s.form.again, "create.submit": s.form.submit,
		"create.use": s.form.use, "create.place": s.change, "create.open": s.open, "create.restore": s.restore,
	}
}

// A NewPassword sets another password: after a vault was opened by its recovery sheet,
// or because the user wants one.
type NewPassword struct {
	Run       background.Runner
	Setting   background.Runner // runs Set; nil is Run
	Passwords Passwords
	Title     string
	Reason    string
	Set       func(password []byte) error // slow: derives the key and saves

	OnDone     func()
	OnFailed   func(error) // Set failed; the page says it too. May be nil
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	form *form
}

// Content builds the screen.
func (s *NewPassword) Content() fyne.CanvasObject {
	s.form = newForm(s.Passwords, s.Run, s.OnShortcut, words.T("Set this password"), words.T("Setting the password …"))
	s.form.work = func(password []byte) func() error { return func() error { return s.Set(password) } }
	s.form.done, s.form.failed = s.OnDone, s.OnFailed
	if s.Setting != nil {
		s.form.working = s.Setting
	}
	objects := append([]fyne.CanvasObject{widgets.NewLabel(s.Reason)}, s.form.objects()...)
	return widgets.NewPage(s.Title, s.OnBack, widgets.Stack(10, objects...), s.form.submit)
}

// Draft implements the window's question before the page goes. While the password is being set, the page is not what
// has it any more.
func (s *NewPassword) Draft() widgets.Draft {
	if s.form.submit.Disabled() || s.form.password.Empty() && s.form.again.Empty() {
		return widgets.Draft{}
	}
	return widgets.Draft{
		Unsaved: words.T("The new password is not set yet."),
		Dropped: words.T("Watchword locked before the new password was set. Your password was not changed."),
	}
}

// Focus puts the cursor into the password.
func (s *NewPassword) Focus(c fyne.Canvas) { c.Focus(s.form.password) }

// Widgets names the places that a user clicks.
func (s *NewPassword) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{
		"password.new": s.form.password, "password.again": s.form.again, "password.submit": s.form.submit,
	}
}

// NeedsPassword is the heading of the question for the vault's password, which stands before this page.
func (s *NewPassword) NeedsPassword() string { return s.Title }
