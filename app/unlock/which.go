package unlock

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Which asks which of two vaults is meant, before anything is read of either.
type Which struct {
	Text    string // why this is asked, with the paths
	Choices []Choice
	OnQuit  func()

	buttons []*widgets.Button
}

// A Choice is one vault.
type Choice struct {
	Text string // of the button
	Path string
	Do   func()
}

// Name implements the window's page.
func (s *Which) Name() string { return "which" }

// Content builds the screen.
func (s *Which) Content() fyne.CanvasObject {
	column := widgets.Stack(12, logo(), widgets.NewHeading(words.T("Which vault?")).Centered(), widgets.NewLabel(s.Text))
	for _, c := range s.Choices {
		b := widgets.NewButton(c.Text, widgets.Plain, c.Do) // none stands out: only the user can know
		s.buttons = append(s.buttons, b)
		column.Add(widgets.Stack(4, b, widgets.NewMuted(c.Path).Centered()))
	}
	column.Add(widgets.NewLabel(words.T("The answer is remembered for the program in this folder.")).Centered())
	column.Add(widgets.Flow(widgets.NewButton(words.T("Quit"), widgets.Quiet, s.OnQuit)))
	return widgets.NewCentered(column)
}

// Widgets names the places that a user clicks.
func (s *Which) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"which.first": s.buttons[0], "which.second": s.buttons[1]}
}
