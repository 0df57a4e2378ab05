package settings

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Backup is one copy of the vault that can be looked into.
type Backup struct {
	Path   string
	Title  string // "today, 09:41"
	Detail string // "save 412, 12 KiB, before a new password"
}

// ErrOtherPassword is what the functions of [Backups] return for a copy that was made under
// another password than the vault has now; the page then asks for it.
var ErrOtherPassword = words.Error("This copy was made under another password. Type that password, then try again.")

// An Opening looks into a copy, slowly, and says what came of it. The password is what the
// person typed, "" as a rule: the key of the open vault is tried first.
type Opening func(path string, password []byte) (string, error)

// A RestorePreview says what merging or restoring a copy would do.
type RestorePreview struct {
	Text           string
	Merge, Replace bool // whether each would do something, and replacing something else than merging
}

// Backups lists copies of the vault: backups, or what lies beside it. One is shown before
// it is taken in.
type Backups struct {
	As string // its name among the pages, where it is not the usual one

	Run     background.Runner
	Title   string
	Intro   string
	None    string // what to say of an empty list
	Backups []Backup

	Prove   Opening                                                    // opens it and says what it holds; nil for no button
	Preview func(path string, password []byte) (RestorePreview, error) // says what merging it would do
	Merge   Opening                                                    // takes in what is missing, and saves
	Replace Opening                                                    // makes the vault look like the copy, and saves; nil for no button
	Confirm func(then func())                                          // asks for the vault's password before Replace, and comes back to this page

	MergeText string // the button of Merge; "" is the usual one
	Moves     bool   // a copy that was taken in is not there any more

	OnTaken    func()      // a copy was taken in: there may be another backup by now; may be nil
	CanUndo    func() bool // whether the last restore changed anything
	OnUndo     func()      // takes the last restore back
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	password       *widgets.PasswordEntry
	message        *widgets.Label
	merge, replace *widgets.Button
	undo           *widgets.Button
	looks          []*widgets.Button // prove and restore, copy by copy
	lines          map[string]fyne.CanvasObject
	list           *fyne.Container // of the lines
	chosen         string
	busy           bool
	content        fyne.CanvasObject
}

// Content builds the page, or returns the one that was built before.
func (s *Backups) Content() fyne.CanvasObject {
	if s.content == nil {
		s.content = s.build()
	}
	return s.content
}

func (s *Backups) build() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry(words.T("Password of the copy"), words.T("Password of the copy"))
	s.password.OnShortcut = s.OnShortcut
	s.password.Hide()
	s.message = widgets.NewMessage()
	merge := s.MergeText
	if merge == "" {
		merge = words.T("Bring back what is missing")
	}
	s.merge = widgets.NewButton(merge, widgets.Main, func() { s.act(s.chosen, s.Merge) }).Guard() // it may come to where “Restore” was
	s.replace = widgets.NewButton(words.T("Restore the vault to this state"), widgets.Danger, func() { s.Confirm(func() { s.act(s.chosen, s.Replace) }) })
	s.undo = widgets.NewButton(words.T("Undo"), widgets.Plain, func() { s.undo.Hide(); s.message.Say("", theme.ColorMuted); s.OnUndo() })
	for _, b := range []*widgets.Button{s.merge, s.replace, s.undo} {
		b.Hide()
	}
	s.list = widgets.Stack(10)
	s.fill()
	body := widgets.Stack(10, widgets.NewMuted(s.Intro), s.list)
	// What comes of a look stands at the foot, in sight however long the list is.
	foot := widgets.Stack(8, s.message, s.password, s.merge, s.replace, s.undo)
	return widgets.NewPage(s.Title, s.OnBack, body, foot)
}

// SetBackups shows the list as it is now.
func (s *Backups) SetBackups(list []Backup) {
	s.Backups = list
	s.fill()
}

func (s *Backups) fill() {
	s.list.RemoveAll()
	s.looks, s.lines = nil, map[string]fyne.CanvasObject{}
	if len(s.Backups) == 0 {
		s.list.Add(widgets.NewLabel(s.None))
	}
	for _, b := range s.Backups {
		s.lines[b.Path] = s.line(b)
		s.list.Add(s.lines[b.Path])
	}
}

// Say tells what came of something that was asked for here.
func (s *Backups) Say(text string, good bool) {
	color := theme.ColorOK
	if !good {
		color = theme.ColorAmber
	}
	s.message.Say(text, color)
}

func (s *Backups) line(b Backup) fyne.CanvasObject {
	buttons := widgets.Row()
	if s.Prove != nil {
		prove := widgets.NewButton(words.T("Verify"), widgets.Quiet, func() { s.run(b.Path, s.Prove, words.T("Opening the copy …"), func() {}) })
		buttons.Add(prove)
		s.looks = append(s.looks, prove)
	}
	restore := widgets.NewButton(words.T("Restore"), widgets.Quiet, func() { s.look(b.Path) })
	if s.Prove == nil {
		restore.Text = words.T("Look")
	}
	buttons.Add(restore)
	s.looks = append(s.looks, restore)
	return container.NewBorder(nil, nil, nil, container.NewCenter(buttons), widgets.Stack(0,
		widgets.NewLine(b.Title, theme.Body, true, theme.ColorText),
		widgets.NewLine(b.Detail, theme.Name, false, theme.ColorMuted)))
}

// Widgets names the places that a user clicks.
func (s *Backups) Widgets() map[string]fyne.CanvasObject {
	m := map[string]fyne.CanvasObject{
		"backups.password": s.password, "backups.merge": s.merge, "backups.replace": s.replace, "backups.undo": s.undo,
	}
	for i, b := range s.looks {
		m[fmt.Sprintf("backups.look.%d", i)] = b
	}
	for i, name := range []string{"backups.prove", "backups.restore"} {
		if s.Prove != nil && i < len(s.looks) {
			m[name] = s.looks[i]
		}
	}
	return m
}

// look opens a copy, says what merging it would do, and offers that.
func (s *Backups) look(path string) {
	var would RestorePreview
	preview := func(path string, password []byte) (string, error) {
		var err error
		would, err = s.Preview(path, password)
		return would.Text, err
	}
	s.run(path, preview, words.T("Opening the copy …"), func() {
		s.chosen = path
		if would.Merge || s.Moves { // one that brings nothing moves away all the same, and is not spoken of again
			s.merge.Show()
		}
		if would.Replace && s.Replace != nil {
			s.replace.Show()
		}
	})
}

// act takes a copy in.
func (s *Backups) act(path string, do Opening) {
	s.run(path, do, words.T("Merging …"), func() {
		if line := s.lines[path]; s.Moves && line != nil {
			line.Hide()
		}
		if s.OnTaken != nil {
			s.OnTaken()
		}
		if s.CanUndo != nil && s.CanUndo() {
			s.undo.Show()
		}
	})
}

func (s *Backups) run(path string, do Opening, busy string, done func()) {
	if s.busy {
		return
	}
	s.busy = true
	for _, b := range []*widgets.Button{s.merge, s.replace, s.undo} {
		b.Hide()
	}
	s.message.Say(busy, theme.ColorMuted)
	password := s.password.Bytes()
	var text string
	var err error
	s.Run(func() {
		defer clear(password)
		text, err = do(path, password)
	}, func() {
		s.busy = false
		switch {
		case errors.Is(err, ErrOtherPassword):
			s.password.Show()
			s.message.Say(phrases.Sentence(err), theme.ColorAmber)
		case err != nil:
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
		default:
			s.message.Say(text, theme.ColorOK)
			done()
		}
	})
}
