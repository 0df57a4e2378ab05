// Package moving is how accounts move in from other programs and out to them: choosing a
// file, its password, the export, and the QR code for a phone.
package moving

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
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
	s.choose = widgets.NewButton(words.T("Choose files"), widgets.Main, s.OnChoose)
	s.search = widgets.NewEntry(words.T("Which app are you moving from?"), words.T("Which app are you moving from?"))
	s.search.OnChanged = s.find
	s.search.OnShortcut = s.OnShortcut
	s.search.OnSubmitted = func(string) { s.OnChoose() }
	s.nothing = widgets.NewLabel(words.T("No app of this name is known. If it exports links or QR codes, choose the file anyway: the format is detected automatically."))
	s.nothing.Hide()
	body := widgets.Stack(10,
		widgets.NewLabel(words.T("Choose the file that the other program exported, or drop it on this window. What is in it is shown before anything is added.")),
		widgets.NewMuted(words.T("The file type is detected automatically. Encrypted files ask for their password.")),
		s.search, s.nothing)
	s.blocks = nil
	for _, p := range s.Programs {
		block := widgets.Stack(0, widgets.NewStrong(p.Name), widgets.NewMuted(p.How),
			widgets.NewMuted(words.T("Imported: %s", p.Brings)), widgets.NewMuted(words.T("Not imported: %s", p.Leaves)))
		s.blocks = append(s.blocks, block)
		body.Add(block)
	}
	return widgets.NewPage(words.T("Import from another program"), s.OnBack, body, s.choose)
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
	OnSkip     func() // leaves the file out; nil where it is the only one
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.PasswordEntry
	submit   *widgets.Button
	skip     *widgets.Button // nil where there is nothing to skip to
}

// Content builds the screen.
func (s *Password) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry(words.T("Password of the file"), words.T("Password of the file"))
	s.password.OnSubmitted = func(string) { s.answer() }
	s.password.OnShortcut = s.OnShortcut
	s.submit = widgets.NewButton(words.T("Open the file"), widgets.Main, s.answer)
	message := widgets.NewMessage()
	if s.Again {
		message.Say(words.T("This password does not open the file. It is the one that was set when it was exported."), theme.ColorRed)
	}
	title, text := words.T("This file is encrypted"), words.T("%s asks for the password that was set when it was exported. It is not the one of your vault.", s.File)
	if s.Guess {
		title, text = words.T("Unknown file"), words.T("%s is neither a picture nor a file of a program that Watchword knows, unless it is an encrypted backup of andOTP. If it is one, type its password.", s.File)
		if s.Again {
			message.Say(words.T("This password does not open it: it is another one, or this is no backup of andOTP."), theme.ColorRed)
		}
	}
	foot := widgets.Stack(8, s.submit)
	s.skip = nil
	if s.OnSkip != nil {
		s.skip = widgets.NewButton(words.T("Skip this file"), widgets.Plain, s.OnSkip)
		foot.Add(s.skip)
	}
	return widgets.NewPage(title, s.OnBack, widgets.Stack(10, widgets.NewLabel(text), s.password, message), foot)
}

// Focus puts the cursor into the password.
func (s *Password) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a user clicks.
func (s *Password) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"import.password": s.password, "import.open": s.submit}
	if s.skip != nil {
		out["import.skip"] = s.skip
	}
	return out
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
		lines := []fyne.CanvasObject{widgets.NewStrong(words.T("Not imported"))}
		for _, p := range s.Problems {
			lines = append(lines, widgets.NewBullet(p))
		}
		body.Add(widgets.NewWarningCard(widgets.Stack(4, lines...)))
	}
	if s.Clear != nil {
		body.Add(s.Clear.Content())
	}
	s.undo, s.done = widgets.NewButton(words.T("Undo the import"), widgets.Plain, s.OnUndo), widgets.NewButton(words.T("Done"), widgets.Main, s.OnDone)
	return widgets.NewPage(words.T("Import"), s.OnDone, body, container.NewBorder(nil, nil,
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
