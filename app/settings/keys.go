package settings

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/widgets"
	"watchword/assets/words"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Keys returns the page with the list of keys: how each is written, and what it does.
func Keys(keys [][2]string, back func()) fyne.CanvasObject {
	rows := widgets.Stack(8)
	for _, k := range keys {
		rows.Add(container.NewGridWithColumns(2, widgets.NewStrong(k[0]), widgets.NewLabel(k[1])))
	}
	return widgets.NewPage(words.T("Keys"), back, rows, nil)
}
