package theme

import (
	"bytes"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/config"
	"watchword/assets"
)

func TestContrast(t *testing.T) {
	// Black on white is 21 by definition.
	if c := contrast(rgb(0), rgb(0xFFFFFF)); math.Abs(c-21) > 1e-9 {
		t.Fatalf("the measure itself is wrong: %v", c)
	}
	for name, p := range map[string]palette{"dark": dark, "light": light, "strong dark": strongDark, "strong light": strongLight} {
		least := 4.5
		if strings.HasPrefix(name, "strong") {
			least = 7 // WCAG 2.1, section 1.4.6
		}
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
			if c := contrast(p[pair.text], p[pair.ground]); c < least {
				t.Errorf("%s, %s: contrast %.2f, want %v", name, pair.why, c, least)
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

// Whatever accent a system has, it reads as text, and text reads on it.
func TestAccent(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	accents := []uint32{0x000000, 0xFFFFFF, 0xFFFF00, 0x00FF00, 0x0000FF, 0xFF0000, 0x808080}
	for range 300 {
		accents = append(accents, random.Uint32N(1<<24))
	}
	for _, strong := range []bool{false, true} {
		least := 4.5
		if strong {
			least = 7
		}
		for _, accent := range accents {
			look := Of(Look{Strong: strong, Accent: rgb(accent)})
			for _, variant := range []fyne.ThemeVariant{fynetheme.VariantDark, fynetheme.VariantLight} {
				c := look.Color(ColorAccent, variant)
				for _, ground := range []fyne.ThemeColorName{fynetheme.ColorNameBackground, ColorSurface, ColorRaised} {
					if got := Contrast(c, look.Color(ground, variant)); got < least {
						t.Fatalf("#%06X, strong %v, variant %d: contrast %.2f on %s", accent, strong, variant, got, ground)
					}
				}
				if got := Contrast(look.Color(ColorOnAcc, variant), c); got < 4.5 {
					t.Fatalf("#%06X: contrast %.2f on the accent", accent, got)
				}
			}
		}
	}
	if got := Of(Look{Accent: rgb(0x6C98FF)}).Color(ColorAccent, fynetheme.VariantDark); got != color.Color(rgb(0x6C98FF)) {
		t.Errorf("an accent that reads well was changed to %v", got)
	}
}

func TestRows(t *testing.T) {
	for setting, want := range map[config.Rows]float32{"": 68, "normal": 68, "compact": 48, "large": 84, "nonsense": 68} {
		if got := RowsOf(setting).Height; got != want {
			t.Errorf("%q: %v high, want %v", setting, got, want)
		}
	}
	for _, r := range []Rows{CompactRows, NormalRows, LargeRows} {
		if r.Issuer+r.Name > 0.75*r.Height || r.Icon > r.Height-2*6 {
			t.Errorf("%v high: its contents do not fit", r.Height)
		}
	}
}

// The toolkit reads one font for each weight, not its own beside it: it knows them by their identity.
func TestFontsStandInThePlaceOfTheToolkits(t *testing.T) {
	look := New(Dark)
	for _, row := range []struct {
		weight   string
		style    fyne.TextStyle
		toolkits fyne.Resource
		font     []byte
	}{
		{"regular", fyne.TextStyle{}, fynetheme.DefaultTextFont(), assets.FontRegular},
		{"bold", fyne.TextStyle{Bold: true}, fynetheme.DefaultTextBoldFont(), assets.FontSemiBold},
	} {
		if got := look.Font(row.style); got != row.toolkits || !bytes.Equal(got.Content(), row.font) {
			t.Errorf("%s: the toolkit reads %s beside %s", row.weight, row.toolkits.Name(), got.Name())
		}
	}
}
