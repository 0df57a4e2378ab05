// Package theme holds the colours, sizes and fonts of the window: calm, high contrast,
// one accent colour, light and dark. The figures are those of docs/looks.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/config"
	"watchword/assets"
)

// A Mode is the user's choice of light or dark.
type Mode = config.Mode

// The modes; System follows the desktop.
const (
	System = config.SystemMode
	Light  = config.LightMode
	Dark   = config.DarkMode
)

// A Look is everything about the colours that may be chosen.
type Look struct {
	Mode   Mode
	Strong bool        // high contrast: 7:1 for text, edges drawn
	Accent color.Color // nil: our own blue
}

// A Theme is the look of the program as a Fyne theme. Two themes of one look are equal.
type Theme struct {
	mode        Mode
	strong      bool
	dark, light *palette
}

var _ fyne.Theme = Theme{}

// New returns the theme in the given mode; an unknown mode follows the system.
func New(mode Mode) Theme { return Of(Look{Mode: mode}) }

// Of returns the theme of a look.
func Of(l Look) Theme {
	t := Theme{mode: l.Mode, strong: l.Strong, dark: &dark, light: &light}
	least := 4.5
	if l.Strong {
		t.dark, t.light, least = &strongDark, &strongLight, 7
	}
	if l.Accent != nil {
		c := color.NRGBAModel.Convert(l.Accent).(color.NRGBA)
		d, w := t.dark.withAccent(c, least), t.light.withAccent(c, least)
		t.dark, t.light = &d, &w
	}
	return t
}

// Names of colours that Fyne has none for.
const (
	ColorSurface fyne.ThemeColorName = "watchword.surface" // cards
	ColorRaised  fyne.ThemeColorName = "watchword.raised"  // search, buttons, selected row, toast
	ColorStroke  fyne.ThemeColorName = "watchword.stroke"
	ColorMuted   fyne.ThemeColorName = "watchword.muted"
	ColorAmber   fyne.ThemeColorName = "watchword.amber"
	ColorOK      fyne.ThemeColorName = fynetheme.ColorNameSuccess
	ColorRed     fyne.ThemeColorName = fynetheme.ColorNameError
	ColorText    fyne.ThemeColorName = fynetheme.ColorNameForeground
	ColorAccent  fyne.ThemeColorName = fynetheme.ColorNamePrimary
	ColorOnAcc   fyne.ThemeColorName = fynetheme.ColorNameForegroundOnPrimary
)

func (t Theme) palette(variant fyne.ThemeVariant) palette {
	switch {
	case t.mode == Dark, t.mode != Light && variant == fynetheme.VariantDark:
		return *t.dark
	}
	return *t.light
}

// Color implements [fyne.Theme].
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if c, ok := t.palette(variant)[name]; ok {
		return c
	}
	switch t.mode {
	case Dark:
		variant = fynetheme.VariantDark
	case Light:
		variant = fynetheme.VariantLight
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

// Icon implements [fyne.Theme].
func (Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// The fonts of the look. The toolkit reads its own Noto Sans beside the font of a theme, for letters that this one
// lacks, and keeps both in memory, drawn or not. Ours has each of its letters: it takes its place.
var (
	regular  = inPlaceOf(fynetheme.DefaultTextFont(), "NotoSans-Regular.ttf", assets.FontRegular)
	semiBold = inPlaceOf(fynetheme.DefaultTextBoldFont(), "NotoSans-SemiBold.ttf", assets.FontSemiBold)
)

// inPlaceOf puts a font where the toolkit looks for its own.
func inPlaceOf(toolkits fyne.Resource, name string, font []byte) fyne.Resource {
	r, ok := toolkits.(*fyne.StaticResource)
	if !ok {
		return fyne.NewStaticResource(name, font)
	}
	r.StaticName, r.StaticContent = name, font
	return r
}

// Font implements [fyne.Theme]. Bold is the semi-bold of the look: Fyne has no weights
// between.
func (Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol, style.Italic:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return semiBold
	}
	return regular
}

// Size implements [fyne.Theme]. Spacing goes in steps of 4.
func (Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNameText:
		return Body
	case fynetheme.SizeNameHeadingText:
		return 20
	case fynetheme.SizeNameSubHeadingText:
		return 17
	case fynetheme.SizeNameCaptionText:
		return Caption
	case fynetheme.SizeNamePadding:
		return 4
	case fynetheme.SizeNameInnerPadding:
		return 10
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameButtonRadius:
		return ControlRadius
	case fynetheme.SizeNameInputBorder:
		return EntryBorder
	case fynetheme.SizeNameMenuRadius, fynetheme.SizeNamePopupRadius:
		return 12
	case fynetheme.SizeNameDialogRadius, fynetheme.SizeNameCardRadius:
		return CardRadius
	case fynetheme.SizeNameSelectionRadius:
		return 4
	case fynetheme.SizeNameScrollBar:
		return 8
	case fynetheme.SizeNameScrollBarSmall:
		return 4
	case fynetheme.SizeNameModalBlurRadius:
		return 0
	}
	return fynetheme.DefaultTheme().Size(name)
}
