package assets

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Errorf("the icon is %d x %d pixels", b.Dx(), b.Dy())
	}
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("the icon's corner is not transparent")
	}
	for d := xml.NewDecoder(bytes.NewReader(IconSVG)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestFonts checks what the window relies on: letters of the languages that it
// speaks, and figures of one width so that a code does not jump.
func TestFonts(t *testing.T) {
	for name, data := range map[string][]byte{"Noto Sans Regular": FontRegular, "Noto Sans SemiBold": FontSemiBold} {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var b sfnt.Buffer
		full, err := f.Name(&b, sfnt.NameIDFull)
		if err != nil || full != name {
			t.Errorf("%s calls itself %q: %v", name, full, err)
		}
		for _, r := range "Aa Zz Äß Çğ Łů Ωλ Жя Ґї 0123456789 “”‘’ · … – — • ‹ › € ₽ ½ ™ × @ + \u00a0" {
			if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
				t.Errorf("%s has no %q", name, r)
			}
		}
		width := fixed.Int26_6(0)
		for r := '0'; r <= '9'; r++ {
			i, _ := f.GlyphIndex(&b, r)
			w, err := f.GlyphAdvance(&b, i, fixed.I(1000), font.HintingNone)
			if err != nil || width != 0 && w != width {
				t.Errorf("%s: %c is %v wide, not %v: %v", name, r, w, width, err)
			}
			width = w
		}
	}
}
