package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/widgets"
	"watchword/assets"
	"watchword/assets/words"
)

// Licences returns the page with a line for each licence that something in the program is under; open shows its text.
func Licences(list []assets.Licence, open func(assets.Licence), back func()) fyne.CanvasObject {
	rows := widgets.Stack(0)
	for _, l := range list {
		icon := canvas.NewImageFromResource(fynetheme.DocumentIcon())
		icon.SetMinSize(fyne.NewSize(20, 20))
		rows.Add(widgets.NewLinkRow(icon, l.Kind+": "+strings.Join(l.Of, ", "), func() { open(l) }))
	}
	return widgets.NewPage(words.T("Licences of all parts"), back, rows, nil)
}

// Licence returns the page with the text of a licence.
func Licence(l assets.Licence, back func()) fyne.CanvasObject {
	text := widgets.Stack(10, widgets.NewStrong(strings.Join(l.Of, ", ")))
	for _, p := range paragraphs(l.Text) {
		text.Add(widgets.NewMuted(p))
	}
	return widgets.NewPage(l.Kind, back, text, nil)
}

// paragraphs are those of a text that was wrapped for a terminal, each in one line: the window wraps them again.
func paragraphs(text string) (list []string) {
	for block := range strings.SplitSeq(text, "\n\n") {
		if words := strings.Fields(block); len(words) > 0 {
			list = append(list, strings.Join(words, " "))
		}
	}
	return list
}
