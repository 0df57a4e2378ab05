package unlock

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Copy is a file that may hold the accounts of a vault whose own file is broken or gone.
type Copy struct {
	Path   string
	Title  string // "Backup, today, 09:41"
	Detail string // "save 412, 12 KiB"
}

// RestoreCopies lists the copies of a vault in the order in which to try them. Each can be looked
// into before it is put in the vault's place; nothing that lies there is deleted.
type RestoreCopies struct {
	As string // its name among the pages, where it is not the usual one

	Run    background.Runner
	Title  string
	Reason string // what is wrong with the vault's own file
	Tried  string // says that it was tried again in vain; "" before
	Copies []Copy
	Look   func(path string, password []byte) (string, error) // slow: opens it and says what it holds
	Use    func(path string) error                            // puts it in place

	OnUsed     func()
	OnAgain    func() // look at the vault's file again
	OnOther    func() // choose a file; nil where an open vault is behind the page, for no button, nor that of OnAgain
	OnBack     func() // nil where nothing is behind the page
	OnSheet    func() // open with the recovery sheet; nil for no button
	OnNew      func() // nil where a new vault makes no sense
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.PasswordEntry
	message  *widgets.Label
	use      *widgets.Button
	other    *widgets.Button
	looks    []*widgets.Button // copy by copy
	chosen   string
	busy     bool
}

// Content builds the screen.
func (s *RestoreCopies) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry(words.T("Password of the copy"), words.T("Password of the copy"))
	s.password.OnShortcut = s.OnShortcut
	s.password.OnSubmitted = func(string) {
		if len(s.Copies) > 0 && s.use.Disabled() {
			s.look(s.Copies[0].Path) // the first is the one to try first
		}
	}
	s.message = widgets.NewMessage()
	s.use = widgets.NewButton(words.T("Restore this copy"), widgets.Main, s.restoreFile).Guard()
	s.use.Disable() // until a copy was checked; nothing moves then
	body := widgets.Stack(10, widgets.NewWarningCard(widgets.NewLabel(s.Reason)))
	ways := widgets.FlowLeft()
	if s.OnOther != nil {
		s.other = widgets.NewButton(words.T("Choose a file"), widgets.Plain, s.OnOther)
		ways = widgets.FlowLeft(widgets.NewButton(words.T("Try again"), widgets.Plain, s.OnAgain), s.other)
	}
	if s.OnSheet != nil {
		ways.Add(widgets.NewButton(words.T("Recovery sheet"), widgets.Plain, s.OnSheet))
	}
	if s.OnNew != nil {
		ways.Add(widgets.NewButton(words.T("Create a new vault"), widgets.Plain, s.OnNew))
	}
	body.Add(ways)
	if s.Tried != "" { // below the buttons: they stay where the pointer is
		body.Add(widgets.NewMuted(s.Tried))
	}
	if len(s.Copies) == 0 {
		body.Add(widgets.NewLabel(words.T("No other copy of it was found on this computer: no backup, no interrupted save, no sync conflict copy.")))
	} else {
		body.Add(widgets.NewLabel(words.T("These copies were found. Check one of them, usually the first, then restore it. The current file is kept next to it.")))
		body.Add(s.password)
	}
	s.looks = nil
	for _, c := range s.Copies {
		look := widgets.NewButton(words.T("Check"), widgets.Quiet, func() { s.look(c.Path) })
		s.looks = append(s.looks, look)
		body.Add(container.NewBorder(nil, nil, nil,
			container.NewCenter(look),
			widgets.Stack(0,
				widgets.NewLine(c.Title, theme.Body, true, theme.ColorText),
				widgets.NewLine(c.Detail, theme.Name, false, theme.ColorMuted))))
	}
	var foot fyne.CanvasObject
	if len(s.Copies) > 0 { // what comes of a check stands there: the list stays where the pointer is
		foot = widgets.Stack(8, s.message, s.use)
	}
	return widgets.NewPage(s.Title, s.OnBack, body, foot)
}

// Focus puts the cursor into the password.
func (s *RestoreCopies) Focus(c fyne.Canvas) {
	if len(s.Copies) > 0 {
		c.Focus(s.password)
	}
}

// Widgets names the places that a user clicks.
func (s *RestoreCopies) Widgets() map[string]fyne.CanvasObject {
	m := map[string]fyne.CanvasObject{"ladder.password": s.password}
	if s.other != nil {
		m["ladder.other"] = s.other
	}
	if !s.use.Disabled() {
		m["ladder.use"] = s.use
	}
	for i, b := range s.looks {
		m[fmt.Sprintf("ladder.look.%d", i)] = b
	}
	return m
}

func (s *RestoreCopies) look(path string) {
	if s.busy {
		return
	}
	if s.password.Empty() {
		s.message.Say(words.T("Enter the password that the vault had when the copy was made."), theme.ColorAmber)
		focus(s.password)
		return
	}
	s.busy = true
	s.use.Disable()
	s.message.Say(words.T("Opening the copy …"), theme.ColorMuted)
	password := s.password.Bytes()
	var text string
	var err error
	s.Run(func() {
		defer clear(password)
		text, err = s.Look(path, password)
	}, func() {
		s.busy = false
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.message.Say(text, theme.ColorOK)
		s.chosen = path
		s.use.Enable()
		s.use.Wait()
	})
}

func (s *RestoreCopies) restoreFile() {
	if s.busy || s.use.Disabled() {
		return
	}
	s.busy = true
	var err error
	s.Run(func() { err = s.Use(s.chosen) }, func() {
		s.busy = false
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.password.SetText("")
		s.OnUsed()
	})
}
