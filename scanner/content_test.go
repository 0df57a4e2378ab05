package scanner

import (
	"context"
	"image"
	"image/draw"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// bitsOf packs zeros and ones into bytes; anything else between them is for the eye.
func bitsOf(text string) []byte {
	var out []byte
	n := 0
	for _, c := range text {
		if c != '0' && c != '1' {
			continue
		}
		if n%8 == 0 {
			out = append(out, 0)
		}
		out[n/8] |= byte(c-'0') << (7 - n%8)
		n++
	}
	return out
}

// TestContent reads segments, most of them worked examples of ISO/IEC 18004:2015, and says what gozxing's own reader
// makes of the same bits: where it loses nothing any more, ours may go.
func TestContent(t *testing.T) {
	for _, row := range []struct {
		name, bits, want string
		ours, gozxing    bool // reads it
	}{
		{"7.4.3, digits", "0001 0000001000 0000001100 0101011001 1000011 0000", "01234567", true, true},
		{"7.4.4, alphanumeric", "0010 000000101 00111001110 11100111001 000010 0000", "AC-42", true, true},
		{"7.4.6, kanji", "1000 00000010 0110110011111 1101010101010 0000", "点茗", true, true},
		{"GB/T 18284, Hanzi", "1101 0001 00000001 0101110000010 0000", "你", true, true},
		{"Hanzi, a subset that does not exist", "1101 0010 00000001 0101110000010 0000", "", false, false},
		{"7.4.2.3, Greek by its ECI", "0111 00001001 0100 00000101 10100001 10100010 10100011 10100100 10100101 0000", "\u2018\u2019£€₯", true, true},
		{"an ECI that is not known", "0111 10000011 01111010 0100 00000010 01001000 01101001 0000", "Hi", true, false},
		{"an ECI beyond all", "0111 11100000 0100 00000010 01001000 01101001 0000", "", false, false},
		{"7.4.8.2, FNC1 in first position: a separator and a percent sign", "0101 0010 000000110 00111101000 01000010101 11010111010 0000", "A\x1dB%C", true, true},
		{"7.4.8.3, FNC1 in second position: application 37", "1001 00100101 0010 000000010 00111001101 0000", "37AB", true, false},
		{"the same with a letter for an application", "1001 10100101 0010 000000010 00111001101 0000", "AAB", true, false},
		{"a letter of UTF-8 in two segments", "0100 00000010 01011010 11000011 0100 00000011 10111100 01110010 01101001 0000", "Züri", true, false},
		{"digits between bytes", "0100 00000001 01000001 0001 0000000010 0101010 0100 00000001 01000010 0000", "A42B", true, true},
		{"no end", "0001 0000000001 0111 0000", "7", true, true},
		{"nothing", "0000", "", false, false},
		{"a mode that does not exist", "1110 0000", "", false, false},
		{"more characters than bits", "0100 11111111 01000001", "", false, false},
		{"a number of three digits above 999", "0001 0000000011 1111111111 0000", "", false, false},
		{"an alphanumeric pair above the last", "0010 000000010 11111111111 0000", "", false, false},
	} {
		data := bitsOf(row.bits)
		c, ok := readContent(data, 1, 0)
		text := ""
		if ok {
			text, ok = c.text()
		}
		if ok != row.ours || ok && text != row.want {
			t.Errorf("%s: %v %q, want %q", row.name, ok, text, row.want)
		}
		version, _ := decoder.Version_GetVersionForNumber(1)
		result, err := decoder.DecodedBitStreamParser_Decode(data, version, decoder.ErrorCorrectionLevel_L, nil)
		if got := err == nil && result.GetText() != "" && result.GetText() == row.want; got != row.gozxing {
			t.Errorf("%s: gozxing's reader: %v", row.name, got)
		}
	}
}

// TestCountBits reads the same digits under the three lengths of the count.
func TestCountBits(t *testing.T) {
	for version, bits := range map[int]string{1: "0001 0000000001 0111", 9: "0001 0000000001 0111", 10: "0001 000000000001 0111",
		26: "0001 000000000001 0111", 27: "0001 00000000000001 0111", 40: "0001 00000000000001 0111"} {
		c, ok := readContent(bitsOf(bits+"0000"), version, 0)
		if text, _ := c.text(); !ok || text != "7" {
			t.Errorf("version %d: %q", version, text)
		}
	}
}

// appendedPage is a page with parts of one text, in three symbols; the second letter of the text lies across the first two.
func appendedPage(t *testing.T, parts ...int) image.Image {
	page := image.NewGray(image.Rect(0, 0, 900, 300))
	for i := range page.Pix {
		page.Pix[i] = 235
	}
	for i, k := range parts {
		bits := []string{
			"0011 0000 0010 01010101 0100 00000010 01011010 11000011 0000",
			"0011 0001 0010 01010101 0100 00000010 10111100 01110010 0000",
			"0011 0010 0010 01010101 0100 00000001 01101001 0000",
		}[k]
		d := plain("A")
		d.level, d.version, d.clutter, d.w, d.h = decoder.ErrorCorrectionLevel_L, 1, false, 300, 300
		data := make([]byte, 19)
		copy(data, bitsOf(bits))
		img, _ := d.drawBytes(t, data)
		draw.Draw(page, img.Rect.Add(image.Pt(300*i, 0)), img, image.Point{}, draw.Src)
	}
	return page
}

// TestAppended wants one text from its three parts in any order, and says what is missing where one is.
func TestAppended(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {2, 0, 1}, {1, 2, 0}} {
		var streamed []string
		r, err := Scan(context.Background(), appendedPage(t, order...), Options{Found: func(c Code) { streamed = append(streamed, c.Text) }})
		if err == nil {
			err = check(r, "Züri")
		}
		if err != nil || len(r.Seen) > 0 || len(streamed) != 1 {
			t.Errorf("%v: %v, %d seen, streamed %q", order, err, len(r.Seen), streamed)
		}
	}
	r, err := Scan(context.Background(), appendedPage(t, 0, 2), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Codes) != 0 || len(r.Seen) != 2 {
		t.Fatalf("%d codes, %d seen", len(r.Codes), len(r.Seen))
	}
	for i, want := range []string{"part 1 of 3", "part 3 of 3"} {
		found := false
		for _, s := range r.Seen {
			found = found || s.Cause == CausePart && s.Stage == StageText && strings.Contains(s.Advice, want)
		}
		if !found {
			t.Errorf("part %d is not named: %+v", i, r.Seen)
		}
	}
}
