// Package transfer is how accounts move in from other programs and out to them: choosing a
// file, its password, the export, and the QR code for a phone.
package transfer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
)

// A Program is another program whose files can be read: what it is called and how to get
// its export, what comes over and what does not.
type Program struct {
	Name, How, Brings, Leaves string
}

// Import says where exports come from and asks for files.
type Import struct {
	Programs []Program

	OnChoose func()
	OnBack   func()

	choose *widgets.Button
}

// Content builds the screen.
func (s *Import) Content() fyne.CanvasObject {
	s.choose = widgets.NewButton("Choose files", widgets.Main, s.OnChoose)
	body := widgets.Stack(10,
		widgets.NewLabel("Choose the file that the other program exported, or drop it on this window. What is in it is shown before anything is added."),
		widgets.NewMuted("Files are told apart by their content. Encrypted ones ask for their password."))
	for _, p := range s.Programs {
		body.Add(widgets.Stack(0, widgets.NewStrong(p.Name), widgets.NewMuted(p.How),
			widgets.NewMuted("Comes over: "+p.Brings), widgets.NewMuted("Does not: "+p.Leaves)))
	}
	return widgets.NewPage("Import from another program", s.OnBack, body, s.choose)
}

// Widgets names the places that a person clicks.
func (s *Import) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"import.choose": s.choose}
}

// A Password asks for the password of a foreign file. It answers once.
type Password struct {
	File  string // its name
	Again bool   // the last one was wrong

	OnPassword func(password string)
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.Entry
	submit   *widgets.Button
}

// Content builds the screen.
func (s *Password) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry("Password of the file", "Password of the file")
	s.password.OnSubmitted = func(string) { s.answer() }
	s.password.OnShortcut = s.OnShortcut
	s.submit = widgets.NewButton("Open the file", widgets.Main, s.answer)
	message := widgets.NewMessage()
	if s.Again {
		message.Say("This password does not open the file. It is the one that was set when it was exported.", theme.ColorRed)
	}
	return widgets.NewPage("This file is encrypted", s.OnBack, widgets.Stack(10,
		widgets.NewLabel(s.File+" asks for the password that was set when it was exported. It is not the one of your vault."),
		s.password, message), s.submit)
}

// Focus puts the cursor into the password.
func (s *Password) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a person clicks.
func (s *Password) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"import.password": s.password, "import.open": s.submit}
}

func (s *Password) answer() {
	if s.submit.Disabled() || s.password.Text == "" {
		return
	}
	s.submit.Disable()
	password := s.password.Text
	s.password.SetText("")
	s.OnPassword(password)
}

// A Report says what became of an import.
type Report struct {
	Text     string
	Problems []string
	Clear    []string // files that hold the secrets in the clear

	OnDelete func()
	OnUndo   func()
	OnDone   func()

	deleted *widgets.Label
}

// Content builds the screen.
func (s *Report) Content() fyne.CanvasObject {
	body := widgets.Stack(12, widgets.NewLabel(s.Text))
	if len(s.Problems) > 0 {
		lines := []fyne.CanvasObject{widgets.NewStrong("Not imported")}
		for _, p := range s.Problems {
			lines = append(lines, widgets.NewBullet(p))
		}
		body.Add(widgets.NewWarningCard(widgets.Stack(4, lines...)))
	}
	if len(s.Clear) > 0 {
		lines := []fyne.CanvasObject{
			widgets.NewStrong("The export lies there in the clear"),
			widgets.NewMuted("Whoever finds it has your accounts. Delete it once you see that everything works, and empty the bin."),
		}
		for _, f := range s.Clear {
			lines = append(lines, widgets.NewMuted(f))
		}
		s.deleted = widgets.NewMessage()
		lines = append(lines, widgets.FlowLeft(widgets.NewButton("Delete it now", widgets.Danger, s.OnDelete)), s.deleted)
		body.Add(widgets.NewWarningCard(widgets.Stack(4, lines...)))
	}
	return widgets.NewPage("Import", s.OnDone, body, container.NewBorder(nil, nil,
		container.NewCenter(widgets.NewButton("Undo the import", widgets.Plain, s.OnUndo)), nil,
		widgets.Pad(0, 0, 8, 0, widgets.NewButton("Done", widgets.Main, s.OnDone))))
}

// Deleted says what became of the exports.
func (s *Report) Deleted(err error) {
	if err != nil {
		s.deleted.Say(err.Error(), theme.ColorRed)
		return
	}
	s.deleted.Say("Deleted.", theme.ColorOK)
}

// Widgets names the places that a person clicks.
func (*Report) Widgets() map[string]fyne.CanvasObject { return nil }
