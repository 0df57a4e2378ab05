package transfer

import (
	"fmt"

	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
)

// A Clear is the offer to delete exports that hold the secrets in the clear, once they were
// imported.
type Clear struct {
	Files  []string
	Run    background.Runner
	Delete func() error // slow

	button  *widgets.Button
	message *widgets.Label
}

// mostFiles bounds the files that the offer names.
const mostFiles = 8

// Content builds the card.
func (s *Clear) Content() fyne.CanvasObject {
	title, which, button := "The export lies there in the clear", "Whoever finds it has your accounts. Delete it", "Delete it now"
	if len(s.Files) > 1 {
		title, which, button = "The exports lie there in the clear", "Whoever finds them has your accounts. Delete them", "Delete them now"
	}
	lines := []fyne.CanvasObject{
		widgets.NewStrong(title),
		widgets.NewMuted(which + " once you see that everything works, and empty the bin."),
	}
	for _, f := range s.Files[:min(len(s.Files), mostFiles)] {
		lines = append(lines, widgets.NewMuted(f))
	}
	if more := len(s.Files) - mostFiles; more > 0 {
		lines = append(lines, widgets.NewMuted(fmt.Sprintf("and %d more", more)))
	}
	s.message = widgets.NewMessage()
	s.button = widgets.NewButton(button, widgets.Danger, s.delete)
	return widgets.NewWarningCard(widgets.Stack(4, append(lines, widgets.FlowLeft(s.button), s.message)...))
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
			s.message.Say(err.Error(), theme.ColorRed)
			return
		}
		s.message.Say("Deleted.", theme.ColorOK)
	})
}
