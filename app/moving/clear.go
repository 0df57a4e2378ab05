package moving

import (
	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Clear says which exports hold the secrets in the clear once they were imported, and
// offers to delete those that hold nothing else than what the vault has now.
type Clear struct {
	Files  []string // may be deleted
	Kept   []Kept   // hold what was not imported; they are the user's to judge
	Run    background.Runner
	Delete func() error // slow

	button  *widgets.Button // nil without Files
	message *widgets.Label
}

// A Kept is a file that is not offered, and why: "it holds passwords too".
type Kept struct{ File, Why string }

// mostFiles bounds the files that the offer names.
const mostFiles = 8

// Content builds the card.
func (s *Clear) Content() fyne.CanvasObject {
	title := words.T("This export file is not encrypted")
	if len(s.Files)+len(s.Kept) > 1 {
		title = words.T("These export files are not encrypted")
	}
	lines := []fyne.CanvasObject{widgets.NewStrong(title)}
	if len(s.Files) > 0 {
		which, button := words.T("Anyone who finds it has your accounts. Delete it"), words.T("Delete it now")
		if len(s.Files) > 1 {
			which, button = words.T("Anyone who finds them has your accounts. Delete them"), words.T("Delete them now")
		}
		s.message = widgets.NewMessage()
		s.button = widgets.NewButton(button, widgets.Danger, s.delete)
		lines = append(lines, widgets.NewMuted(words.T("%s once you see that everything works, and empty the trash.", which)))
		lines = append(append(lines, fileLines(s.Files)...), widgets.FlowLeft(s.button), s.message)
	}
	if len(s.Kept) > 0 {
		kept := words.T("This file has entries that were not imported. Delete it yourself when you no longer need it:")
		if len(s.Kept) > 1 {
			kept = words.T("These files have entries that were not imported. Delete them yourself when you no longer need them:")
		}
		var files []string
		for _, k := range s.Kept {
			files = append(files, k.File+": "+k.Why)
		}
		lines = append(append(lines, widgets.NewMuted(kept)), fileLines(files)...)
	}
	return widgets.NewWarningCard(widgets.Stack(4, lines...))
}

// fileLines names the first of some files and counts the others.
func fileLines(files []string) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, f := range files[:min(len(files), mostFiles)] {
		lines = append(lines, widgets.NewMuted(f))
	}
	if more := len(files) - mostFiles; more > 0 {
		lines = append(lines, widgets.NewMuted(words.T("and %d more", more)))
	}
	return lines
}

func (s *Clear) delete() {
	if s.button.Disabled() {
		return
	}
	s.button.Disable()
	var err error
	s.Run(func() { err = s.Delete() }, func() {
		if err != nil {
			s.button.Enable()
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
			return
		}
		s.message.Say(words.T("Deleted."), theme.ColorOK)
	})
}
