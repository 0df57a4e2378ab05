package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// luminance and contrast are those of WCAG 2.1, section 1.4.3.
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

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	// Black on white is 21 by definition.
	if c := contrast(rgb(0), rgb(0xFFFFFF)); math.Abs(c-21) > 1e-9 {
		t.Fatalf("the measure itself is wrong: %v", c)
	}
	for name, p := range map[string]palette{"dark": dark, "light": light} {
		for _, pair := range []struct {
			text, ground fyne.ThemeColorName
			why          string
		}{
			{ColorText, fynetheme.ColorNameBackground, "codes"},
			{ColorText, ColorSurface, "cards"},
			{ColorText, ColorRaised, "buttons, the chosen row"},
			{ColorMuted, fynetheme.ColorNameBackground, "account names"},
			{ColorMuted, ColorSurface, "notes in cards"},
			{ColorMuted, ColorRaised, "the name in the chosen row, placeholders"},
			{ColorOnAcc, ColorAccent, "the main button"},
			{ColorAccent, fynetheme.ColorNameBackground, "links"},
			{ColorAccent, ColorSurface, "links in cards"},
			{ColorOK, fynetheme.ColorNameBackground, "“Copied”"},
			{ColorOK, ColorRaised, "“Copied” in the chosen row"},
			{ColorAmber, fynetheme.ColorNameBackground, "a hint"},
			{ColorRed, fynetheme.ColorNameBackground, "an error"},
			{ColorRed, ColorRaised, "the button that deletes"},
		} {
			if c := contrast(p[pair.text], p[pair.ground]); c < 4.5 {
				t.Errorf("%s, %s: contrast %.2f, want 4.5", name, pair.why, c)
			}
		}
	}
}

func TestMode(t *testing.T) {
	background := fynetheme.ColorNameBackground
	for _, row := range []struct {
		mode    Mode
		variant fyne.ThemeVariant
		want    palette
	}{
		{System, fynetheme.VariantDark, dark},
		{System, fynetheme.VariantLight, light},
		{Dark, fynetheme.VariantLight, dark},
		{Light, fynetheme.VariantDark, light},
		{"nonsense", fynetheme.VariantDark, dark}, // a damaged setting follows the system
	} {
		if got := New(row.mode).Color(background, row.variant); got != color.Color(row.want[background]) {
			t.Errorf("%s in variant %d has the wrong background", row.mode, row.variant)
		}
	}
}
