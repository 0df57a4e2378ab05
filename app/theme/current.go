package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Color returns the colour that the running program's theme has for name. Own widgets
// ask in their Refresh: light or dark may be chosen after they were made.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	return settings.Theme().Color(name, settings.ThemeVariant())
}
