// Package transfer is how accounts move in from other programs and out to them: choosing a
// file, its password, the export, and the QR code for a phone.
package transfer

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
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

	OnShortcut func(fyne.Shortcut) bool

	choose  *widgets.Button
	search  *widgets.Entry
	blocks  []fyne.CanvasObject // of the programs, in their order
	nothing *widgets.Label
}

// Content builds the screen.
func (s *Import) Content() fyne.CanvasObject {
	s.choose = widgets.NewButton("Choose files", widgets.Main, s.OnChoose)
	s.search = widgets.NewEntry("Which program do you come from?", "Which program do you come from?")
	s.search.OnChanged = s.find
	s.search.OnShortcut = s.OnShortcut
	s.search.OnSubmitted = func(string) { s.OnChoose() }
	s.nothing = widgets.NewLabel("No program of this name is known. If it exports links or QR codes, choose the file all the same: its content tells what it is.")
	s.nothing.Hide()
	body := widgets.Stack(10,
		widgets.NewLabel("Choose the file that the other program exported, or drop it on this window. What is in it is shown before anything is added."),
		widgets.NewMuted("Files are told apart by their content. Encrypted ones ask for their password."),
		s.search, s.nothing)
	s.blocks = nil
	for _, p := range s.Programs {
		block := widgets.Stack(0, widgets.NewStrong(p.Name), widgets.NewMuted(p.How),
			widgets.NewMuted("Comes over: "+p.Brings), widgets.NewMuted("Does not: "+p.Leaves))
		s.blocks = append(s.blocks, block)
		body.Add(block)
	}
	return widgets.NewPage("Import from another program", s.OnBack, body, s.choose)
}

// Focus puts the cursor into the search.
func (s *Import) Focus(c fyne.Canvas) { c.Focus(s.search) }

// find leaves the programs in whose name every word that was typed stands.
func (s *Import) find(query string) {
	words := strings.Fields(account.Fold(query))
	found := false
	for i, p := range s.Programs {
		name := account.Fold(p.Name)
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			s.blocks[i].Hide()
			continue
		}
		s.blocks[i].Show()
		found = true
	}
	if found {
		s.nothing.Hide()
	} else {
		s.nothing.Show()
	}
}

// Widgets names the places that a user clicks.
func (s *Import) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"import.choose": s.choose, "import.search": s.search}
}

// A Password asks for the password of a foreign file. It answers once.
type Password struct {
	File  string // its name
	Guess bool   // nothing in the file says what it is: it may be an encrypted backup of andOTP, or anything
	Again bool   // the last one was wrong

	OnPassword func(password string)
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.PasswordEntry
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
	title, text := "This file is encrypted", s.File+" asks for the password that was set when it was exported. It is not the one of your vault."
	if s.Guess {
		title, text = "Unknown file", s.File+" is neither a picture nor a file of a program that Watchword knows, unless it is an encrypted backup of andOTP. If it is one, type its password."
		if s.Again {
			message.Say("This password does not open it: it is another one, or this is no backup of andOTP.", theme.ColorRed)
		}
	}
	return widgets.NewPage(title, s.OnBack, widgets.Stack(10, widgets.NewLabel(text), s.password, message), s.submit)
}

// Focus puts the cursor into the password.
func (s *Password) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a user clicks.
func (s *Password) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"import.password": s.password, "import.open": s.submit}
}

func (s *Password) answer() {
	if s.submit.Disabled() || s.password.Empty() {
		return
	}
	s.submit.Disable()
	password := s.password.Text()
	s.password.SetText("")
	s.OnPassword(password)
}

// A Report says what became of an import.
type Report struct {
	Text     string
	Problems []string
	Clear    *Clear // files that hold the secrets in the clear; nil where there are none

	OnUndo func()
	OnDone func()

	undo, done *widgets.Button
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
	if s.Clear != nil {
		body.Add(s.Clear.Content())
	}
	s.undo, s.done = widgets.NewButton("Undo the import", widgets.Plain, s.OnUndo), widgets.NewButton("Done", widgets.Main, s.OnDone)
	return widgets.NewPage("Import", s.OnDone, body, container.NewBorder(nil, nil,
		container.NewCenter(s.undo), nil, widgets.Pad(0, 0, 8, 0, s.done)))
}

// Widgets names the places that a user clicks.
func (s *Report) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"report.undo": s.undo, "report.done": s.done}
	if s.Clear != nil && s.Clear.button != nil {
		out["report.delete"] = s.Clear.button
	}
	return out
}
