package theme

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
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

	strongDark  = withBorders(paletteOf(0x000000, 0x000000, 0x1C1C1C, 0xC8C8C8, 0xFFFFFF, 0xE2E2E2, 0xA9C4FF, 0x000000, 0x6BF0B0, 0xFFD479, 0xFFB3B3, 0xFFFFFF))
	strongLight = withBorders(paletteOf(0xFFFFFF, 0xFFFFFF, 0xEDEDED, 0x404040, 0x000000, 0x2B2B2B, 0x0B3AA6, 0xFFFFFF, 0x004D2A, 0x563300, 0x8C0A0A, 0x000000))
)

// withBorders draws the edge of entries, which the ordinary look leaves to the ground.
func withBorders(p palette) palette {
	p[fynetheme.ColorNameInputBorder] = p[ColorStroke]
	return p
}

// withAccent returns the palette with another accent, made lighter or darker until it reads
// well as text on every ground.
func (p palette) withAccent(c color.NRGBA, least float64) palette {
	out := palette{}
	for name, v := range p {
		out[name] = v
	}
	towards := color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	if luminance(p[fynetheme.ColorNameBackground]) > 0.5 {
		towards = color.NRGBA{A: 0xff}
	}
	c.A = 0xff
	for i := 0; i <= 20; i++ {
		m := mix(c, towards, float64(i)/20)
		if p.reads(m, least) {
			c = m
			break
		}
	}
	on := rgb(0x0B1220)
	if white := rgb(0xFFFFFF); contrast(white, c) > contrast(on, c) {
		on = white
	}
	for _, name := range []fyne.ThemeColorName{fynetheme.ColorNamePrimary, fynetheme.ColorNameHyperlink} {
		out[name] = c
	}
	out[fynetheme.ColorNameForegroundOnPrimary] = on
	for name, a := range map[fyne.ThemeColorName]uint8{fynetheme.ColorNameFocus: 0x40, fynetheme.ColorNameSelection: 0x50} {
		faint := c
		faint.A = a
		out[name] = faint
	}
	return out
}

func (p palette) reads(c color.NRGBA, least float64) bool {
	for _, ground := range []fyne.ThemeColorName{fynetheme.ColorNameBackground, ColorSurface, ColorRaised} {
		if contrast(c, p[ground]) < least {
			return false
		}
	}
	return true
}

func mix(a, b color.NRGBA, share float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share)) }
	return color.NRGBA{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: 0xff}
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(c color.NRGBA) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

// contrast is the contrast ratio of WCAG 2.1, section 1.4.3: 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Contrast is the contrast ratio of two opaque colours, by WCAG 2.1: 1 to 21.
func Contrast(a, b color.Color) float64 {
	return contrast(color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA))
}
