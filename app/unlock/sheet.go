package unlock

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// TypedBack is how many characters of the key are typed back, to show that the sheet is
// really in somebody's hands.
const TypedBack = 8

// A Sheet shows a new recovery key once. It is active, which means that it opens the vault, as
// soon as it was saved to a file, or copied by hand and confirmed by its end. Whoever saved it
// is asked for its end all the same: a paper that nobody looked at may be in another printer.
type Sheet struct {
	Run     background.Runner
	Key     string                                     // the key, shown in groups
	Number  string                                     // four digits that tell it from other sheets
	Earlier bool                                       // another sheet is active until this one is
	File    string                                     // where it may be saved: a full path; its ending says in which form
	Save    func(path string) (kept string, err error) // writes the sheet and makes it active; slow: saves the vault
	Adopt   func() error                               // makes it active without a file; slow too
	OnTried func()                                     // after each of the two, whatever came of it
	OnDone  func()
	OnLater func()
	OnLost  func()                                      // the page was taken away while the sheet was not active
	OnPlace func(path string, change func(path string)) // choose another place
	OnOpen  func(path string)                           // show a saved sheet, to print it
	OnCopy  func(key string)                            // put the key on the clipboard; nil for no button

	OnShortcut func(fyne.Shortcut) bool

	file, typed             *widgets.Entry
	save, done, later, open *widgets.Button
	copy                    *widgets.Button // nil where nothing can be copied
	forms                   []*widgets.Chip
	message, kept, earlier  *widgets.Label
	confirm, why            *widgets.Label
	body, opening           *fyne.Container
	saved                   string // the last place
	active                  bool
	busy                    bool // being saved
	closed                  bool // left by its own buttons
}

// Active reports whether the sheet opens the vault.
func (s *Sheet) Active() bool { return s.active }

// Busy reports whether the sheet is being saved.
func (s *Sheet) Busy() bool { return s.busy }

// Later leaves the page: an active sheet stays so, any other is forgotten.
func (s *Sheet) Later() {
	s.closed = true
	s.OnLater()
}

// Leave is called when the page goes.
func (s *Sheet) Leave() {
	if !s.closed && !s.active && !s.busy && s.OnLost != nil {
		s.OnLost()
	}
	s.closed = true
}

// The forms of the sheet, by the endings of its file.
var sheetForms = []struct{ name, ending string }{{"PDF", ".pdf"}, {words.Mark("Picture"), ".png"}, {words.Mark("Text"), ".txt"}}

// Content builds the screen.
func (s *Sheet) Content() fyne.CanvasObject {
	s.file = widgets.NewPathEntry(words.T("Where to save the sheet"), "")
	s.file.SetText(s.File)
	s.file.OnChanged = func(string) { s.refreshForms(); s.tellSaved() }
	s.typed = widgets.NewEntry(words.T("The last 8 characters of the key"), words.T("Last 8 characters of the key"))
	s.typed.OnChanged = func(string) { s.refreshDone() }
	s.file.OnShortcut, s.typed.OnShortcut = s.OnShortcut, s.OnShortcut
	s.typed.OnSubmitted = func(string) { s.finish() }
	s.save = widgets.NewButton(words.T("Save"), widgets.Plain, s.saveFile)
	s.open = widgets.NewButton(words.T("Open it to print"), widgets.Quiet, func() { s.OnOpen(s.saved) })
	s.open.Hide()
	s.opening = widgets.FlowLeft(s.open)
	s.opening.Hide()
	s.done = widgets.NewButton(words.T("Done"), widgets.Main, s.finish)
	s.done.Disable()
	s.confirm, s.why = widgets.NewStrong(""), widgets.NewMuted("")
	s.kept, s.message, s.earlier = widgets.NewMessage(), widgets.NewMessage(), widgets.NewMessage()
	s.later = widgets.NewButton(words.T("Later"), widgets.Plain, s.Later)
	s.tellState()
	s.body = widgets.Stack(10,
		widgets.NewLabel(words.T("If you forget your password, or Watchword is gone, this key opens your vault file. Print it or write it down, and keep it where you keep important papers.")),
		s.keyCard(),
		widgets.Stack(6,
			widgets.NewStrong(words.T("Save or print")),
			s.formChips(),
			s.earlier,
			container.NewBorder(nil, nil, nil, s.save, widgets.Pad(0, 0, 0, 8, s.file))),
		s.kept,
		s.opening,
		widgets.Stack(4, s.confirm, s.why),
		s.typed,
		s.message)
	return widgets.NewPage(words.T("Your recovery sheet %s", s.Number), nil, s.body, container.NewBorder(nil, nil, s.later, nil,
		widgets.Pad(0, 0, 8, 0, s.done)))
}

// keyCard shows the key, with a button that copies it.
func (s *Sheet) keyCard() fyne.CanvasObject {
	key := widgets.NewMono(groups(s.Key))
	if s.OnCopy == nil {
		return widgets.NewCard(key)
	}
	s.copy = widgets.NewIconButton(fynetheme.ContentCopyIcon(), words.T("Copy the key"), widgets.Ghost, func() { s.OnCopy(s.Key) })
	return widgets.NewCard(container.NewBorder(nil, nil, nil, container.NewVBox(s.copy), key))
}

// formChips choose the form of the sheet by changing the ending of its file.
func (s *Sheet) formChips() fyne.CanvasObject {
	row := widgets.FlowLeft()
	s.forms = nil
	for _, form := range sheetForms {
		chip := widgets.NewChip(form.name, false, func() { s.file.SetText(withEnding(s.file.Text, form.ending)) })
		s.forms = append(s.forms, chip)
		row.Add(chip)
	}
	if s.OnPlace != nil {
		row.Add(widgets.NewButton(words.T("Choose a folder"), widgets.Quiet, func() { s.OnPlace(s.file.Text, s.file.SetText) }))
	}
	s.refreshForms()
	return row
}

func (s *Sheet) refreshForms() {
	for i, chip := range s.forms {
		if on := strings.EqualFold(filepath.Ext(s.file.Text), sheetForms[i].ending); on != chip.On {
			chip.On = on
			chip.Refresh()
		}
	}
}

// withEnding gives a file another of the endings of a sheet.
func withEnding(path, ending string) string {
	for _, form := range sheetForms {
		if old := filepath.Ext(path); strings.EqualFold(old, form.ending) {
			return path[:len(path)-len(old)] + ending
		}
	}
	return path + ending
}

// groups breaks a key into groups of six, which are easier to copy by hand: the same as on
// the printed sheet, four a line, so that they fit the narrowest window.
func groups(key string) string {
	const prefix = "AGE-SECRET-KEY-1"
	rest, ok := strings.CutPrefix(key, prefix)
	if !ok {
		return key
	}
	var b strings.Builder
	b.WriteString(prefix)
	for i := 0; len(rest) > 0; i++ {
		if i%4 == 0 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
		n := min(6, len(rest))
		b.WriteString(rest[:n])
		rest = rest[n:]
	}
	return b.String()
}

// Focus puts the cursor where the characters are typed back.
func (s *Sheet) Focus(c fyne.Canvas) { c.Focus(s.typed) }

// Widgets names the places that a user clicks.
func (s *Sheet) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{
		"sheet.file": s.file, "sheet.save": s.save, "sheet.typed": s.typed, "sheet.done": s.done, "sheet.later": s.later,
		"sheet.pdf": s.forms[0], "sheet.picture": s.forms[1], "sheet.text": s.forms[2],
	}
	if s.copy != nil {
		out["sheet.copy"] = s.copy
	}
	return out
}

func (s *Sheet) typedRight() bool {
	typed := strings.ToUpper(strings.Join(strings.Fields(s.typed.Text), ""))
	return len(typed) >= TypedBack && strings.HasSuffix(s.Key, typed)
}

func (s *Sheet) refreshDone() {
	if s.typedRight() {
		s.done.Enable()
		s.message.Say(words.T("Correct."), theme.ColorOK)
		return
	}
	s.done.Disable()
	typed := strings.Join(strings.Fields(s.typed.Text), "")
	if len(typed) >= TypedBack {
		s.message.Say(words.T("These are not the last 8 characters. Compare them with the sheet."), theme.ColorAmber)
	} else {
		s.message.Say("", theme.ColorMuted)
	}
}

// tellState says what the eight characters are for, and what becomes of the earlier sheet.
func (s *Sheet) tellState() {
	s.earlier.Say("", theme.ColorAmber)
	if s.Earlier && !s.active {
		s.earlier.Say(words.T("Once this sheet is saved or confirmed, the earlier one no longer opens this vault, only older copies of it."), theme.ColorAmber)
	}
	if s.active {
		s.confirm.SetText(words.T("Confirm the last 8 characters"))
		s.why.SetText(words.T("This confirms that you have a copy. Watchword does not store this key and cannot show it again."))
		s.later.SetText(words.T("Skip"))
		return
	}
	s.confirm.SetText(words.T("Or copy it by hand and type its last 8 characters"))
	s.why.SetText(words.T("Only a sheet that was saved or confirmed here works. Watchword does not store this key and cannot show it again."))
}

// activated takes note that the sheet opens the vault.
func (s *Sheet) activated() {
	s.active = true
	s.tellState()
}

func (s *Sheet) saveFile() {
	path := s.file.Text
	if path == s.saved && path != "" {
		return // it is there already
	}
	if s.busy {
		return
	}
	s.save.Disable()
	s.busy = true
	var kept string
	var err error
	s.Run(func() { kept, err = s.Save(path) }, func() {
		s.save.Enable()
		s.busy = false
		if err == nil {
			s.activated()
		}
		s.tried()
		if err != nil {
			s.kept.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.saved = kept
		if kept != path {
			s.file.SetText(kept)
		}
		s.tellSaved()
	})
}

// tellSaved says that the sheet is saved, while the file that it is in is the one that is named.
func (s *Sheet) tellSaved() {
	if is := s.saved != "" && s.file.Text == s.saved; is {
		s.kept.Say(s.savedText(), theme.ColorOK)
		s.open.Hidden = s.OnOpen == nil
	} else {
		s.kept.Say("", theme.ColorMuted)
		s.open.Hidden = true
	}
	s.opening.Hidden = s.open.Hidden
	s.body.Refresh()
}

func (s *Sheet) savedText() string {
	text := words.T("Saved, and active now.")
	if s.Earlier {
		text += words.T(" The earlier sheet opens older copies only.")
	}
	return words.T("%s Print it, then delete the file: whoever has it and your vault file has your accounts.", text)
}

func (s *Sheet) tried() {
	if s.OnTried != nil {
		s.OnTried()
	}
}

func (s *Sheet) finish() {
	if !s.typedRight() || s.done.Disabled() || s.busy {
		return
	}
	if s.active {
		s.close()
		return
	}
	s.done.Disable()
	s.busy = true
	var err error
	s.Run(func() { err = s.Adopt() }, func() {
		s.busy = false
		if err == nil {
			s.activated()
		}
		s.tried()
		switch {
		case err != nil:
			s.done.Enable()
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
		case !s.closed:
			s.close()
		}
	})
}

func (s *Sheet) close() {
	s.closed = true
	s.OnDone()
}

// NeedsPassword is the heading of the question for the vault's password, which stands before this page.
func (s *Sheet) NeedsPassword() string { return words.T("Your recovery sheet") }
