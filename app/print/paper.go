package print

import (
	"image/color"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"watchword/assets"
)

// A page is laid out once and drawn twice: as PDF and as a picture. Lengths are
// millimetres from the upper left corner of the page, sizes of letters are points.

// The page is A4. What is on it leaves room enough to print it on US Letter too, which is
// wider and 18 mm shorter.
const (
	pageWidth, pageHeight = 210.0, 297.0
	mm                    = 72 / 25.4 // points in a millimetre
)

// A face is one of the fonts of a page.
type face int

const (
	regular face = iota
	semiBold
	mono     // Go Mono: made to tell 0 from O, 5 from S, 8 from B (DIN 1450)
	monoBold //
)

var faceData = [...][]byte{assets.FontRegular, assets.FontSemiBold, gomono.TTF, gomonobold.TTF}

// The inks.
var (
	black  = color.NRGBA{0x13, 0x1A, 0x24, 0xFF}
	grey   = color.NRGBA{0x4A, 0x57, 0x66, 0xFF}
	accent = color.NRGBA{0x23, 0x60, 0xE8, 0xFF}
	pale   = color.NRGBA{0xF0, 0xF3, 0xF8, 0xFF}
	rule   = color.NRGBA{0xC3, 0xCC, 0xD9, 0xFF}
	white  = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	ink    = color.NRGBA{0, 0, 0, 0xFF} // of the QR code
)

// A pen draws on one page.
type pen interface {
	text(x, baseline float64, f face, size float64, c color.NRGBA, s string)
	fill(x, y, w, h, radius float64, c color.NRGBA)
	line(x1, y1, x2, y2, width float64, c color.NRGBA)
}

// fonts are the faces, parsed for measuring and drawing.
var fonts = sync.OnceValue(func() []*sfnt.Font {
	list := make([]*sfnt.Font, len(faceData))
	for i, data := range faceData {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("print: an embedded font is damaged") // cannot be: they are tested
		}
		list[i] = f
	}
	return list
})

// width is how wide a text is, in millimetres.
func (f face) width(size float64, s string) float64 {
	var b sfnt.Buffer
	fnt := fonts()[f]
	units := fnt.UnitsPerEm()
	total := fixed.Int26_6(0)
	for _, r := range s {
		i, err := fnt.GlyphIndex(&b, r)
		if err != nil {
			continue
		}
		advance, err := fnt.GlyphAdvance(&b, i, fixed.I(int(units)), font.HintingNone)
		if err == nil {
			total += advance
		}
	}
	return float64(total) / 64 / float64(units) * size / mm
}

// has reports whether the face has all letters of a text.
func (f face) has(s string) bool {
	var b sfnt.Buffer
	for _, r := range s {
		if i, err := fonts()[f].GlyphIndex(&b, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

// wrap breaks a text into lines of at most width millimetres, between words; a word that is
// longer than a line is broken anywhere.
func wrap(f face, size, width float64, s string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		joined := strings.TrimPrefix(line+" "+word, " ")
		if f.width(size, joined) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for f.width(size, word) > width {
			n := fitting(f, size, width, word)
			lines = append(lines, word[:n])
			word = word[n:]
		}
		line = word
	}
	return append(lines, line)
}

// fitting is how many bytes of a word fit, at least those of one letter.
func fitting(f face, size, width float64, word string) int {
	n := 0
	for i := range word {
		if i > 0 && f.width(size, word[:i]) > width {
			break
		}
		n = i
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(word)
	}
	return n
}
