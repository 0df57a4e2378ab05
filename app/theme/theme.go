// Package theme holds the colours, sizes and fonts of the window: calm, high contrast,
// one accent colour, light and dark. The figures are those of docs/looks.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/assets"
)

// A Mode is the person's choice of light or dark.
type Mode string

// The modes; System follows the desktop.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// A Theme is the look of the program as a Fyne theme.
type Theme struct{ mode Mode }

var _ fyne.Theme = Theme{}

// New returns the theme in the given mode; an unknown mode follows the system.
func New(mode Mode) Theme { return Theme{mode} }

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

// palette is one column of the table of colours.
type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func rgba(v uint32, a uint8) color.NRGBA {
	c := rgb(v)
	c.A = a
	return c
}

// paletteOf names every colour from the few tokens of the look.
func paletteOf(background, surface, raised, stroke, text, muted, accent, onAccent, ok, amber, red, hover uint32) palette {
	return palette{
		ColorSurface: rgb(surface),
		ColorRaised:  rgb(raised),
		ColorStroke:  rgb(stroke),
		ColorMuted:   rgb(muted),
		ColorAmber:   rgb(amber),

		fynetheme.ColorNameBackground:          rgb(background),
		fynetheme.ColorNameForeground:          rgb(text),
		fynetheme.ColorNamePrimary:             rgb(accent),
		fynetheme.ColorNameForegroundOnPrimary: rgb(onAccent),
		fynetheme.ColorNameSuccess:             rgb(ok),
		fynetheme.ColorNameWarning:             rgb(amber),
		fynetheme.ColorNameError:               rgb(red),
		fynetheme.ColorNameForegroundOnSuccess: rgb(onAccent),
		fynetheme.ColorNameForegroundOnWarning: rgb(onAccent),
		fynetheme.ColorNameForegroundOnError:   rgb(onAccent),
		fynetheme.ColorNameHyperlink:           rgb(accent),
		fynetheme.ColorNamePlaceHolder:         rgb(muted),
		fynetheme.ColorNameDisabled:            rgb(muted),
		fynetheme.ColorNameButton:              rgb(raised),
		fynetheme.ColorNameDisabledButton:      rgb(raised),
		fynetheme.ColorNameInputBackground:     rgb(raised),
		fynetheme.ColorNameInputBorder:         rgba(stroke, 0x00),
		fynetheme.ColorNameMenuBackground:      rgb(raised),
		fynetheme.ColorNameOverlayBackground:   rgb(surface),
		fynetheme.ColorNameHeaderBackground:    rgb(surface),
		fynetheme.ColorNameSeparator:           rgb(stroke),
		fynetheme.ColorNameHover:               rgba(hover, 0x18),
		fynetheme.ColorNamePressed:             rgba(hover, 0x28),
		fynetheme.ColorNameFocus:               rgba(accent, 0x40),
		fynetheme.ColorNameSelection:           rgba(accent, 0x50),
		fynetheme.ColorNameScrollBar:           rgba(muted, 0x90),
		fynetheme.ColorNameScrollBarBackground: rgba(muted, 0x10),
		fynetheme.ColorNameShadow:              rgba(0x000000, 0x00),
	}
}

var (
	dark  = paletteOf(0x12151B, 0x1B2029, 0x252C38, 0x323B4A, 0xEEF2F8, 0x9BA7B9, 0x6C98FF, 0x0B1220, 0x35C483, 0xF2B13C, 0xFF7070, 0xFFFFFF)
	light = paletteOf(0xF6F8FB, 0xFFFFFF, 0xE9EEF5, 0xD5DCE7, 0x131A24, 0x586679, 0x2360E8, 0xFFFFFF, 0x0F7A4B, 0x8A5300, 0xC9302C, 0x0B1220)
)

func (t Theme) palette(variant fyne.ThemeVariant) palette {
	switch {
	case t.mode == Dark, t.mode != Light && variant == fynetheme.VariantDark:
		return dark
	}
	return light
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

var (
	regular  = fyne.NewStaticResource("NotoSans-Regular.ttf", assets.FontRegular)
	semiBold = fyne.NewStaticResource("NotoSans-SemiBold.ttf", assets.FontSemiBold)
)

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
		return 1.5
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
