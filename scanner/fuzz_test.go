package scanner

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/gif"
	"image/png"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzScanBytes gives any bytes to the picture readers and what they make of them to the search: no panic, an
// error with a sentence or a result, and an end.
func FuzzScanBytes(f *testing.F) {
	d := plain("A")
	d.w, d.h, d.module, d.clutter = 60, 60, 2, false
	img, _ := d.draw(f)
	f.Add(encoded(f, img, asPNG))
	f.Add(encoded(f, img, func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) }))
	f.Add(withEXIF(encoded(f, img, asJPEG), exifBlock(binary.BigEndian, 6)))
	f.Add(header(3, 3))
	f.Add([]byte("%PDF-1.7"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height > 1<<18 {
			return // size is bounded elsewhere; here many small pictures count
		}
		begin := time.Now()
		r, err := ScanBytes(context.Background(), data, Options{})
		if err != nil && err.Error() == "" {
			t.Error("an error without a sentence")
		}
		for _, c := range r.Codes {
			if c.Text == "" || c.Version < 1 || c.Version > 40 {
				t.Errorf("%+v", c)
			}
		}
		if time.Since(begin) > 20*time.Second {
			t.Error("no end")
		}
	})
}

// FuzzMatrix gives any modules to the decoder: no panic, and what comes out is a text.
func FuzzMatrix(f *testing.F) {
	for _, version := range []int{1, 2, 7} {
		d := plain("SEED")
		d.version = version
		m := modulesOf(f, &d)
		f.Add(uint8(version), packed(m))
	}
	f.Fuzz(func(t *testing.T, version uint8, data []byte) {
		dim := 17 + 4*(1+int(version)%40)
		m := &matrix{dim, make([]bool, dim*dim)}
		for i := range m.dark {
			m.dark[i] = i/8 < len(data) && data[i/8]>>(i%8)&1 == 1
		}
		certain := make([]float32, dim*dim)
		for i := range certain {
			if len(data) > 0 {
				certain[i] = float32(data[i%len(data)])/128 - 1
			}
		}
		for _, r := range []reading{m.read(), m.readDoubting(certain)} {
			if r.ok == (r.text == "") {
				t.Errorf("ok %v, text of %d bytes", r.ok, len(r.text))
			}
		}
	})
}

// FuzzContent gives any data to the reader of segments: no panic, an end, and what comes out is a text.
func FuzzContent(f *testing.F) {
	for _, bits := range []string{
		"0001 0000001000 0000001100 0101011001 1000011 0000", "0010 000000101 00111001110 11100111001 000010 0000",
		"1000 00000010 0110110011111 1101010101010 0000", "0111 00001001 0100 00000101 10100001 10100010 10100011 10100100 10100101 0000",
		"1001 00100101 0010 000000010 00111001101 0000", "0011 0000 0010 01010101 0100 00000010 01011010 11000011 0000", "1101 0001 00000001 0101110000010 0000",
	} {
		f.Add(uint8(1), bitsOf(bits))
	}
	f.Fuzz(func(t *testing.T, version uint8, data []byte) {
		if len(data) > 3000 { // the largest symbol holds 2956 words
			return
		}
		c, ok := readContent(data, 1+int(version)%40, 0)
		if !ok {
			return
		}
		text, ok := c.text()
		if ok == (text == "") || ok && !utf8.ValidString(text) || len(text) > 12*len(data) {
			t.Errorf("ok %v, %d bytes from %d", ok, len(text), len(data))
		}
		if c.parts > 16 || c.part > c.parts {
			t.Errorf("part %d of %d", c.part, c.parts)
		}
	})
}

func packed(m *matrix) []byte {
	b := make([]byte, (len(m.dark)+7)/8)
	for i, dark := range m.dark {
		if dark {
			b[i/8] |= 1 << (i % 8)
		}
	}
	return b
}

// FuzzPixels searches small pictures of any pixels, and their enlargements.
func FuzzPixels(f *testing.F) {
	d := plain("A")
	d.w, d.h, d.module, d.clutter = 64, 64, 2, false
	img, _ := d.draw(f)
	f.Add(uint8(64), img.Pix)
	f.Add(uint8(1), []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, w uint8, pix []byte) {
		width := max(1, int(w))
		h := min(len(pix)/width, 300)
		if h == 0 {
			return
		}
		img := &image.Gray{Pix: pix, Stride: width, Rect: image.Rect(0, 0, width, h)}
		if _, err := Scan(context.Background(), img, Options{Harder: true}); err != nil {
			t.Error(err)
		}
	})
}

// FuzzOrientation reads the orientation from any bytes, as each format.
func FuzzOrientation(f *testing.F) {
	f.Add(withEXIF([]byte{0xff, 0xd8, 0xff, 0xd9}, exifBlock(binary.BigEndian, 3)))
	f.Add(exifBlock(binary.BigEndian, 8))
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range []string{"jpeg", "png", "webp", "tiff", "gif"} {
			if o := orientation(data, format); o < 1 || o > 8 {
				t.Errorf("%s: orientation %d", format, o)
			}
		}
		kept, n := cutGIF(data, 3)
		if n > 3 || len(kept) > len(data)+1 {
			t.Errorf("%d frames, %d bytes of %d", n, len(kept), len(data))
		}
	})
}
