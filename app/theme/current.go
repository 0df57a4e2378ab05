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

// Faint is a colour at half its strength.
func Faint(name fyne.ThemeColorName) color.Color {
	c := color.NRGBAModel.Convert(Color(name)).(color.NRGBA)
	c.A /= 2
	return c
}

// Strong reports whether the running program's theme is one of high contrast: then what
// otherwise stands out by its ground alone gets an edge too.
func Strong() bool {
	t, ok := fyne.CurrentApp().Settings().Theme().(Theme)
	return ok && t.strong
}
