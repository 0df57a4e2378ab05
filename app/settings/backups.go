package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
)

// A Backup is one copy of the vault that can be looked into.
type Backup struct {
	Path   string
	Title  string // "today, 09:41"
	Detail string // "revision 412, 12 KiB, before a new password"
}

// Backups lists the copies of the vault. Opening one takes the password that it was made
// under, which the person types once.
type Backups struct {
	Run     background.Runner
	Folder  string
	Backups []Backup
	Prove   func(path, password string) (string, error) // slow: opens it and says what it holds
	Preview func(path, password string) (string, error) // slow: says what merging it would bring
	Merge   func(path, password string) (string, error) // slow: takes in what is missing, and saves

	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.Entry
	message  *widgets.Label
	merge    *widgets.Button
	chosen   string
	busy     bool
}

// Content builds the screen.
func (s *Backups) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry("Password of the backup", "Password of the backup")
	s.password.OnShortcut = s.OnShortcut
	s.message = widgets.NewMessage()
	s.merge = widgets.NewButton("Bring these back", widgets.Main, s.bringBack)
	s.merge.Hide()
	body := widgets.Stack(10,
		widgets.NewMuted("Every save keeps a copy of the file before it: the last ten, then one a day, one a week. They are in "+s.Folder+"."),
		s.password, s.message, s.merge)
	if len(s.Backups) == 0 {
		body.Add(widgets.NewLabel("There is no backup yet. The first is made with the next change."))
	}
	for _, b := range s.Backups {
		body.Add(container.NewBorder(nil, nil, nil, container.NewCenter(widgets.Row(
			widgets.NewButton("Prove", widgets.Quiet, func() { s.look(b.Path, s.Prove, false) }),
			widgets.NewButton("Restore", widgets.Quiet, func() { s.look(b.Path, s.Preview, true) }),
		)), widgets.Stack(0,
			widgets.NewLine(b.Title, theme.Body, true, theme.ColorText),
			widgets.NewLine(b.Detail, theme.Name, false, theme.ColorMuted))))
	}
	return widgets.NewPage("Backups", s.OnBack, body, nil)
}

// Focus puts the cursor into the password.
func (s *Backups) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a person clicks.
func (s *Backups) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"backups.password": s.password, "backups.merge": s.merge}
}

// look opens a backup and says what came of it; offer shows the button that merges.
func (s *Backups) look(path string, do func(path, password string) (string, error), offer bool) {
	if s.busy {
		return
	}
	password := s.password.Text
	if password == "" {
		s.message.Say("Type the password that the vault had when the backup was made.", theme.ColorAmber)
		return
	}
	s.busy = true
	s.merge.Hide()
	s.message.Say("Opening the backup …", theme.ColorMuted)
	var text string
	var err error
	s.Run(func() { text, err = do(path, password) }, func() {
		s.busy = false
		if err != nil {
			s.message.Say(err.Error(), theme.ColorRed)
			return
		}
		s.message.Say(text, theme.ColorOK)
		if offer {
			s.chosen = path
			s.merge.Show()
		}
	})
}

func (s *Backups) bringBack() {
	s.look(s.chosen, s.Merge, false)
}
