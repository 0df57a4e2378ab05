package scanner

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
)

// otherSymbols are codes that gozxing does not draw, row by row, four modules a letter, drawn by Zint 2.11.
var otherSymbols = map[string]string{
	"Aztec": `ED0294 BC9EA2 4A5838 22E012 3E777A 86AFBA 9BA0DA FBFFE4 1701E8 477D10 39450A 415538 594560 617D0A A3018A B5FFB8
B0DC10 852C12 AF4848 762ADA F15234 631EE4 FE6F14`,
	"Micro QR": "FEAA 82D8 BA86 BACC BA56 826A FE06 005C 8988 465A E18C 71CA 98AA 5B72 D3BC",
	"rMQR": `FEAABAAAABAAAAE 829D2A80E6B8152 BAB97C2A4FEF24A BA2ECE32F42A00C BA51B66807EB9FE 821C2539E46D0A2 FE6A3D44E3F23EA
005C28CA468A462 EAAABAAAABAAABE`,
	"PDF417": `FF54753835DE104A0CC127D5F3FA29 FF547D463D631EEE2CF5F7D4C3FA29 FF5454F02F121BF64B8EF6A3E3FA29 FF5457DF2EE1171D082146BCFBFA29
FF546B84227D9E902D1D06B883FA29 FF547D7B2FC75BF34A5E07AF0BFA29 FF54539C3199904EE827774EFBFA29 FF547A50317099072D78C6BF7BFA29
FF547E993E5D1B278CA3E531F3FA29 FF545183332054108C8CE51863FA29`,
}

// drawModules draws rows of modules in the middle of a page, each module across times down pixels.
func drawModules(w, h, across, down int, dark func(x, y int) bool) *image.Gray {
	page := image.NewGray(image.Rect(0, 0, w*across+200, h*down+160))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	for y := range h * down {
		for x := range w * across {
			if dark(x/across, y/down) {
				page.SetGray(x+100, y+80, color.Gray{30})
			}
		}
	}
	return page
}

// drawOther draws one of otherSymbols, its modules down pixels high.
func drawOther(t *testing.T, name string, down int) *image.Gray {
	t.Helper()
	rows := strings.Fields(otherSymbols[name])
	var widest int
	at := func(x, y int) bool {
		digit, err := strconv.ParseUint(rows[y][x/4:x/4+1], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		return digit>>(3-x%4)&1 == 1
	}
	for y := range rows {
		for x := range 4 * len(rows[y]) {
			if at(x, y) {
				widest = max(widest, x+1)
			}
		}
	}
	return drawModules(widest, len(rows), 4, down, at)
}

// drawWritten draws what a writer of gozxing makes.
func drawWritten(t *testing.T, w gozxing.Writer, format gozxing.BarcodeFormat, text string, height int) *image.Gray {
	t.Helper()
	m, err := w.Encode(text, format, 0, height, nil)
	if err != nil {
		t.Fatal(err)
	}
	return drawModules(m.GetWidth(), m.GetHeight(), 3, 3, m.Get)
}

// TestOthers wants codes that are no QR codes named, however they are turned and in both polarities.
func TestOthers(t *testing.T) {
	for _, row := range []struct {
		name  string
		img   *image.Gray
		turns int
	}{
		{"a Data Matrix code", drawWritten(t, datamatrix.NewDataMatrixWriter(), gozxing.BarcodeFormat_DATA_MATRIX, link(16, 1), 0), 8},
		{"an Aztec code", drawOther(t, "Aztec", 4), 8},
		{"a Micro QR code", drawOther(t, "Micro QR", 4), 8},
		{"an rMQR code", drawOther(t, "rMQR", 4), 8},
		{"a PDF417 code", drawOther(t, "PDF417", 12), 8},
		{"a bar code", drawWritten(t, oned.NewEAN13Writer(), gozxing.BarcodeFormat_EAN_13, "4006381333931", 24), 8},
		{"a bar code", drawWritten(t, oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, "WATCHWORD-1", 24), 8},
		{"a bar code", drawWritten(t, oned.NewCode39Writer(), gozxing.BarcodeFormat_CODE_39, "WATCHWORD", 24), 8},
	} {
		for k := range row.turns {
			img := turned(row.img, k%4, k >= 4)
			r, err := Scan(context.Background(), img, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Codes) != 0 || len(r.Seen) != 1 {
				t.Errorf("%s, turn %d: %d codes, %d seen", row.name, k, len(r.Codes), len(r.Seen))
				continue
			}
			s := r.Seen[0]
			if want := "This is " + row.name + ". Authenticator codes are QR codes."; s.Advice != want || s.Cause != CauseOther {
				t.Errorf("%s, turn %d: %s: %s", row.name, k, s.Cause, s.Advice)
			}
			middle := s.Corners[0].Add(s.Corners[2]).Div(2)
			if d := middle.Sub(image.Pt(img.Rect.Dx()/2, img.Rect.Dy()/2)); max(abs(d.X), abs(d.Y)) > 12 {
				t.Errorf("%s, turn %d: the middle is at %v of %v", row.name, k, middle, img.Rect)
			}
		}
	}
}

// TestOthersBeside wants a code of another kind told with its place, and passed over beside a QR code.
func TestOthersBeside(t *testing.T) {
	other := drawWritten(t, datamatrix.NewDataMatrixWriter(), gozxing.BarcodeFormat_DATA_MATRIX, "not this one", 0)
	d := with(1, 16, func(d *drawing) { d.w, d.h, d.clutter = 1000, 700, false })
	page, _ := d.draw(t)
	at := image.Pt(720, 420)
	draw.Draw(page, other.Rect.Add(at), other, image.Point{}, draw.Src)
	r, err := Scan(context.Background(), page, Options{})
	if err != nil || len(r.Codes) != 1 || len(r.Seen) != 0 {
		t.Errorf("beside a QR code: %v, %v", r.Seen, err)
	}
	draw.Draw(page, image.Rect(300, 150, 700, 550), image.White, image.Point{}, draw.Src)
	r, err = Scan(context.Background(), page, Options{})
	if err != nil || len(r.Seen) != 1 || r.Seen[0].Advice != "This is a Data Matrix code. Authenticator codes are QR codes. It is at the bottom right." {
		t.Errorf("alone: %v, %v", r.Seen, err)
	}
}

// TestNoOthers wants nothing seen in what has the look of such codes: stripes, print in rows, one pattern alone, noise.
func TestNoOthers(t *testing.T) {
	noise := plain(link(16, 1))
	noise.noise, noise.dark, noise.light, noise.clutter = 60, 128, 128, false
	noisy, _ := noise.draw(t)
	text := image.NewGray(image.Rect(0, 0, 900, 700))
	draw.Draw(text, text.Rect, image.White, image.Point{}, draw.Src)
	writeLines(text, rand.New(rand.NewPCG(3, 1)), 255)
	for name, img := range map[string]*image.Gray{
		"stripes":            drawModules(60, 20, 4, 4, func(x, _ int) bool { return x&1 == 0 }),
		"a chequered board":  drawModules(24, 24, 6, 6, func(x, y int) bool { return (x+y)&1 == 0 }),
		"one finder pattern": drawModules(7, 7, 6, 6, finderDark),
		"a table":            drawModules(60, 40, 6, 6, func(x, y int) bool { return x%10 == 0 || y%6 == 0 }),
		"lines of text":      text,
		"noise":              noisy,
	} {
		r, err := Scan(context.Background(), img, Options{Harder: true})
		if err != nil || len(r.Codes)+len(r.Seen) != 0 {
			t.Errorf("%s: %v %v %v", name, r.Codes, r.Seen, err)
		}
	}
}
