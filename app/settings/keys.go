package settings

import (
	"runtime"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
)

func itoa(n int) string { return strconv.Itoa(n) }

// keys is the list that F1 shows; docs and window have it from here.
var keys = [][2]string{
	{"letters", "search"},
	{"Up, Down", "choose an account"},
	{"Enter", "copy its code"},
	{"Shift+Enter", "copy the next code"},
	{"Ctrl+N", "add an account"},
	{"Ctrl+Shift+S", "scan the screen"},
	{"Ctrl+O", "open a picture"},
	{"Ctrl+V", "paste a picture, a key or a link"},
	{"Ctrl+C", "copy the code"},
	{"Ctrl+F", "search"},
	{"Ctrl+E", "edit"},
	{"Delete", "move to the trash"},
	{"Ctrl+Z", "undo"},
	{"Ctrl+L", "lock"},
	{"Ctrl+,", "settings"},
	{"Ctrl+Q", "quit"},
	{"F1", "this list"},
	{"Esc", "clear the search, go back"},
}

// Keys returns the page with the list of keys.
func Keys(back func()) fyne.CanvasObject {
	rows := widgets.Stack(8)
	for _, k := range keys {
		name := k[0]
		if runtime.GOOS == "darwin" {
			name = strings.Replace(name, "Ctrl", "Cmd", 1)
		}
		rows.Add(container.NewGridWithColumns(2,
			widgets.NewLine(name, theme.Body, true, theme.ColorText),
			widgets.NewLine(k[1], theme.Body, false, theme.ColorText)))
	}
	return widgets.NewPage("Keys", back, rows, nil)
}
