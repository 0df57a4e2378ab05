package unlock

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
)

// TypedBack is how many characters of the key are typed back, to show that the sheet is
// really in somebody's hands.
const TypedBack = 8

// A Sheet shows a new recovery key once, lets it be kept, and has its end typed back
// before it counts.
type Sheet struct {
	Run   background.Runner
	Key   string                  // the key, shown in groups
	File  string                  // where it may be saved: a full path; its ending says in which form
	Save  func(path string) error // writes the sheet
	Adopt func() error            // makes the sheet count; slow: saves the vault

	OnDone  func()
	OnLater func()
	OnPlace func(path string, change func(path string)) // choose another place
	OnOpen  func(path string)                           // show a saved sheet, to print it

	OnShortcut func(fyne.Shortcut) bool

	file, typed             *widgets.Entry
	save, done, later, open *widgets.Button
	forms                   []*widgets.Chip
	message, kept           *widgets.Label
	saved                   string // the last place
}

// The forms of the sheet, by the endings of its file.
var sheetForms = []struct{ name, ending string }{{"PDF", ".pdf"}, {"Picture", ".png"}, {"Text", ".txt"}}

// Content builds the screen.
func (s *Sheet) Content() fyne.CanvasObject {
	s.file = widgets.NewEntry("Where to save the sheet", "")
	s.file.SetText(s.File)
	s.file.OnChanged = func(string) { s.refreshForms() }
	s.typed = widgets.NewEntry("The last 8 characters of the key", "Last 8 characters of the key")
	s.typed.OnChanged = func(string) { s.refreshDone() }
	s.file.OnShortcut, s.typed.OnShortcut = s.OnShortcut, s.OnShortcut
	s.typed.OnSubmitted = func(string) { s.finish() }
	s.save = widgets.NewButton("Save", widgets.Plain, s.saveFile)
	s.open = widgets.NewButton("Open it to print", widgets.Quiet, func() { s.OnOpen(s.saved) })
	s.open.Hide()
	s.done = widgets.NewButton("Done", widgets.Main, s.finish)
	s.done.Disable()
	s.kept, s.message = widgets.NewMessage(), widgets.NewMessage()

	s.later = widgets.NewButton("Later", widgets.Plain, s.OnLater)
	return widgets.NewPage("Your recovery sheet", nil, widgets.Stack(12,
		widgets.NewLabel("If you forget your password, or Watchword is gone, this key opens your vault file. Print it or write it down, and keep it where you keep important papers."),
		widgets.NewCard(widgets.NewMono(groups(s.Key))),
		widgets.Stack(6,
			widgets.NewStrong("Save it, to print it"),
			s.formChips(),
			container.NewBorder(nil, nil, nil, s.save, widgets.Pad(0, 0, 0, 8, s.file)),
			s.kept,
			widgets.FlowLeft(s.open)),
		widgets.NewStrong("Type its last 8 characters"),
		widgets.NewMuted("So that we both know it is in your hands. Watchword does not keep this key and cannot show it again."),
		s.typed,
		s.message,
	), container.NewBorder(nil, nil, s.later, nil,
		widgets.Pad(0, 0, 8, 0, s.done)))
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
		row.Add(widgets.NewButton("Choose a folder", widgets.Quiet, func() { s.OnPlace(s.file.Text, s.file.SetText) }))
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

// Widgets names the places that a person clicks.
func (s *Sheet) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{
		"sheet.file": s.file, "sheet.save": s.save, "sheet.typed": s.typed, "sheet.done": s.done, "sheet.later": s.later,
		"sheet.pdf": s.forms[0], "sheet.picture": s.forms[1], "sheet.text": s.forms[2],
	}
}

func (s *Sheet) typedRight() bool {
	typed := strings.ToUpper(strings.Join(strings.Fields(s.typed.Text), ""))
	return len(typed) >= TypedBack && strings.HasSuffix(s.Key, typed)
}

func (s *Sheet) refreshDone() {
	if s.typedRight() {
		s.done.Enable()
		s.message.Say("Right.", theme.ColorOK)
		return
	}
	s.done.Disable()
	typed := strings.Join(strings.Fields(s.typed.Text), "")
	if len(typed) >= TypedBack {
		s.message.Say("These are not the last 8 characters. Compare them with the sheet.", theme.ColorAmber)
	} else {
		s.message.Say("", theme.ColorMuted)
	}
}

func (s *Sheet) saveFile() {
	path := s.file.Text
	s.save.Disable()
	var err error
	s.Run(func() { err = s.Save(path) }, func() {
		s.save.Enable()
		if err != nil {
			s.kept.Say(err.Error(), theme.ColorRed)
			return
		}
		s.saved = path
		s.kept.Say("Saved. Print it or move it to a USB stick, then delete the file: whoever has it and your vault file has your accounts.", theme.ColorOK)
		if s.OnOpen != nil {
			s.open.Show()
		}
	})
}

func (s *Sheet) finish() {
	if !s.typedRight() || s.done.Disabled() {
		return
	}
	s.done.Disable()
	var err error
	s.Run(func() { err = s.Adopt() }, func() {
		if err != nil {
			s.done.Enable()
			s.message.Say(err.Error(), theme.ColorRed)
			return
		}
		s.OnDone()
	})
}
