package scanner

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

func encoded(t testing.TB, img image.Image, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) }
func asJPEG(b *bytes.Buffer, m image.Image) error {
	return jpeg.Encode(b, m, &jpeg.Options{Quality: 80})
}

// page is a picture with one code, small enough to encode often.
func page(t testing.TB) (*image.Gray, string) {
	d := plain(link(16, 7))
	d.w, d.h, d.clutter = 300, 240, false
	img, _ := d.draw(t)
	return img, d.text
}

// converted gives the picture as another type of pixels.
func converted(src image.Image, dst draw.Image) image.Image {
	draw.Draw(dst, dst.Bounds(), src, src.Bounds().Min, draw.Src)
	return dst
}

// TestFormats reads the same page from each format and kind of pixels.
func TestFormats(t *testing.T) {
	img, text := page(t)
	r := img.Rect
	cut := image.NewGray(image.Rect(-40, -30, r.Dx()+10, r.Dy()+10))
	draw.Draw(cut, r, img, image.Point{}, draw.Src)
	for _, row := range []struct {
		name string
		data []byte
	}{
		{"PNG grey", encoded(t, img, asPNG)},
		{"PNG 16-bit grey", encoded(t, converted(img, image.NewGray16(r)), asPNG)},
		{"PNG colour", encoded(t, converted(img, image.NewRGBA(r)), asPNG)},
		{"PNG 16-bit colour", encoded(t, converted(img, image.NewRGBA64(r)), asPNG)},
		{"PNG palette", encoded(t, converted(img, image.NewPaletted(r, palette.Plan9)), asPNG)},
		{"JPEG grey", encoded(t, img, asJPEG)},
		{"JPEG colour", encoded(t, converted(img, image.NewRGBA(r)), asJPEG)},
		{"GIF", encoded(t, img, func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) })},
		{"BMP", encoded(t, img, func(b *bytes.Buffer, m image.Image) error { return bmp.Encode(b, m) })},
		{"TIFF", encoded(t, img, func(b *bytes.Buffer, m image.Image) error {
			return tiff.Encode(b, m, &tiff.Options{Compression: tiff.Deflate})
		})},
	} {
		result, err := ScanBytes(context.Background(), row.data, Options{})
		if err == nil {
			err = check(result, text)
		}
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	for _, row := range []struct {
		name string
		img  image.Image
	}{
		{"CMYK", cmyk(img)},
		{"a picture whose corner is not at (0, 0)", cut},
		{"a part of a larger picture", cut.SubImage(r)},
		{"a type unknown to us", struct{ image.Image }{img}},
		{"transparent around dark modules", seeThrough(img, true)},
		{"transparent around light modules", seeThrough(img, false)},
	} {
		result, err := Scan(context.Background(), row.img, Options{})
		if err == nil {
			err = check(result, text)
		}
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func cmyk(src *image.Gray) image.Image {
	dst := image.NewCMYK(src.Rect)
	for i, v := range src.Pix {
		dst.Pix[4*i+3] = 255 - v
	}
	return dst
}

// seeThrough keeps only the dark modules, in black, or only the rest, in white.
func seeThrough(src *image.Gray, keepDark bool) image.Image {
	dst := image.NewNRGBA(src.Rect)
	for i, v := range src.Pix {
		if keepDark == (v < 128) {
			c := uint8(255)
			if keepDark {
				c = 0
			}
			copy(dst.Pix[4*i:], []uint8{c, c, c, 255})
		}
	}
	return dst
}

// TestLuminanceOfTypes compares the fast ways with the colour model of package image.
func TestLuminanceOfTypes(t *testing.T) {
	r := image.Rect(3, 2, 20, 11)
	src := image.NewNRGBA(r)
	for i := range src.Pix {
		src.Pix[i] = uint8(i * 37)
		if i%4 == 3 && i%8 != 7 {
			src.Pix[i] = 255
		}
	}
	for name, img := range map[string]image.Image{
		"RGBA": converted(src, image.NewRGBA(r)), "NRGBA": src, "RGBA64": converted(src, image.NewRGBA64(r)),
		"NRGBA64": converted(src, image.NewNRGBA64(r)), "palette": converted(src, image.NewPaletted(r, palette.Plan9)),
		"CMYK": converted(src, image.NewCMYK(r)), "Gray": converted(src, image.NewGray(r)), "Gray16": converted(src, image.NewGray16(r)),
	} {
		for _, behind := range []ground{onWhite, onBlack} {
			g := luminance(img, behind)
			for y := range g.h {
				for x := range g.w {
					want := int(brightness(img.At(r.Min.X+x, r.Min.Y+y), behind))
					if got := int(g.pix[y*g.stride+x]); abs(got-want) > 2 {
						t.Fatalf("%s over %d at (%d, %d): %d, want %d", name, behind, x, y, got, want)
					}
				}
			}
		}
	}
}

// header returns a PNG that claims a size and holds no pixels.
func header(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, 8, 0, 0, 0, 0)
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	b = append(b, ihdr...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(ihdr))
}

// TestLimits asks for pictures at the limits: within them the missing pixels are the fault, beyond
// them the size is.
func TestLimits(t *testing.T) {
	for _, row := range []struct {
		w, h uint32
		want error
		why  string
	}{
		{MaxSide - 1, 16, ErrDamaged, "one below the longest side"},
		{MaxSide, 16, ErrDamaged, "the longest side"},
		{MaxSide + 1, 16, ErrTooLarge, "one more"},
		{16, MaxSide + 1, ErrTooLarge, "one more, upright"},
		{12800, 4999, ErrDamaged, "just below the most pixels"},
		{12800, 5000, ErrDamaged, "the most pixels"},
		{12800, 5001, ErrTooLarge, "a row more"},
		{40000, 40000, ErrTooLarge, "a wall"},
		{1<<31 - 1, 4, ErrTooLarge, "the widest that a PNG can claim"},
	} {
		_, err := Decode(bytes.NewReader(header(row.w, row.h)))
		if !errors.Is(err, row.want) {
			t.Errorf("%s: %d × %d: %v, want %v", row.why, row.w, row.h, err, row.want)
		}
	}
	deep := func(h uint32) []byte { // red, green, blue and alpha of sixteen bits
		b := header(12800, h)
		b[24], b[25] = 16, 6
		binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
		return b
	}
	for h, want := range map[uint32]error{2500: ErrDamaged, 2501: ErrTooLarge} {
		if _, err := Decode(bytes.NewReader(deep(h))); !errors.Is(err, want) {
			t.Errorf("deep pixels, 12800 × %d: %v, want %v", h, err, want)
		}
	}
	_, err := Decode(bytes.NewReader(header(40000, 40000)))
	if !strings.Contains(err.Error(), "40000 × 40000") || !strings.Contains(err.Error(), "Crop") {
		t.Errorf("the sentence tells neither the size nor what to do: %v", err)
	}
	for _, row := range []struct {
		n    int
		want error
	}{{MaxBytes - 1, ErrFormat}, {MaxBytes, ErrFormat}, {MaxBytes + 1, ErrTooLarge}} {
		if _, err := Decode(bytes.NewReader(make([]byte, row.n))); !errors.Is(err, row.want) {
			t.Errorf("%d bytes: %v, want %v", row.n, err, row.want)
		}
	}
	if _, err := Scan(context.Background(), image.NewUniform(color.White), Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a picture without end: %v", err)
	}
	if _, err := Scan(context.Background(), nil, Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("no picture: %v", err)
	}
}

// TestNamed tells files that are no pictures by what they hold.
func TestNamed(t *testing.T) {
	img, _ := page(t)
	whole := encoded(t, img, asPNG)
	for _, row := range []struct {
		data, kind string
		want       error
	}{
		{"", "empty", ErrFormat},
		{"hello", "not a picture", ErrFormat},
		{"%PDF-1.7\n", "PDF", ErrFormat},
		{"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG", ErrFormat},
		{"\xef\xbb\xbf<svg>", "SVG", ErrFormat},
		{"<!DOCTYPE html><p>", "HTML", ErrFormat},
		{"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC", ErrFormat},
		{"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", "AVIF", ErrFormat},
		{"PK\x03\x04", "ZIP", ErrFormat},
		{string(whole[:len(whole)/2]), "damaged", ErrDamaged},
		{string(whole[:12]), "damaged", ErrDamaged},
		{"GIF89a", "damaged", ErrDamaged},
	} {
		_, err := Decode(strings.NewReader(row.data))
		var picture *PictureError
		if !errors.As(err, &picture) || !errors.Is(err, row.want) || !strings.Contains(err.Error(), row.kind) {
			t.Errorf("%.20q: %v, want %s", row.data, err, row.kind)
		}
	}
}

// exifBlock is a TIFF structure that holds an orientation, and a tag before it.
func exifBlock(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, tag := range [2][2]uint16{{0x0110, 0}, {0x0112, orientation}} {
		b = order.AppendUint16(b, tag[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, tag[1])
		b = order.AppendUint16(b, 0)
	}
	return order.AppendUint32(b, 0)
}

// withEXIF puts an EXIF segment into a JPEG.
func withEXIF(jpg, exif []byte) []byte {
	body := append([]byte("Exif\x00\x00"), exif...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append(append([]byte{}, jpg[:2]...), append(segment, body...)...), jpg[2:]...)
}

// TestOrientation stores a picture with a bright corner as each orientation wants it stored and expects it
// upright again.
func TestOrientation(t *testing.T) {
	// Upright: 32 wide, 16 high, white in the top left quarter, grey in the top right one.
	const w, h = 32, 16
	for o := 1; o <= 8; o++ {
		sw, sh := w, h
		if o >= 5 {
			sw, sh = h, w
		}
		stored := image.NewGray(image.Rect(0, 0, sw, sh))
		for y := range h {
			for x := range w {
				v := uint8(0)
				if y < h/2 {
					v = 255
					if x >= w/2 {
						v = 128
					}
				}
				// Where EXIF's table says that the first row and column stand.
				var sx, sy int
				switch o {
				case 1: // row 0 at the top, column 0 at the left
					sx, sy = x, y
				case 2: // top, right
					sx, sy = w-1-x, y
				case 3: // bottom, right
					sx, sy = w-1-x, h-1-y
				case 4: // bottom, left
					sx, sy = x, h-1-y
				case 5: // left, top
					sx, sy = y, x
				case 6: // right, top
					sx, sy = y, w-1-x
				case 7: // right, bottom
					sx, sy = h-1-y, w-1-x
				case 8: // left, bottom
					sx, sy = h-1-y, x
				}
				stored.Pix[sy*stored.Stride+sx] = v
			}
		}
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			data := withEXIF(encoded(t, stored, asJPEG), exifBlock(order, uint16(o)))
			frames, err := Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			b := frames[0].Bounds()
			if b.Dx() != w || b.Dy() != h {
				t.Errorf("orientation %d: %v", o, b)
				continue
			}
			for _, p := range []struct{ x, y, want int }{{4, 3, 255}, {w - 5, 3, 128}, {4, h - 4, 0}, {w - 5, h - 4, 0}} {
				if got := int(brightness(frames[0].At(p.x, p.y), onWhite)); abs(got-p.want) > 8 {
					t.Errorf("orientation %d: (%d, %d) is %d, want %d", o, p.x, p.y, got, p.want)
				}
			}
		}
	}
}

// TestAnimated finds the code of a frame that draws only a part, after frames without one.
func TestAnimated(t *testing.T) {
	img, text := page(t)
	blank := image.NewPaletted(img.Rect, palette.Plan9)
	for i := range blank.Pix {
		blank.Pix[i] = 255
	}
	part := image.NewPaletted(img.Rect.Inset(20), palette.Plan9)
	draw.Draw(part, part.Rect, img, part.Rect.Min, draw.Src)
	animation := &gif.GIF{Image: []*image.Paletted{blank, blank, part, blank}, Delay: []int{1, 1, 1, 1}}
	data := encoded(t, nil, func(b *bytes.Buffer, _ image.Image) error { return gif.EncodeAll(b, animation) })
	result, err := ScanBytes(context.Background(), data, Options{})
	if err == nil {
		err = check(result, text)
	}
	if err != nil {
		t.Fatal(err)
	}
	if result.Codes[0].Frame != 2 {
		t.Errorf("frame %d", result.Codes[0].Frame)
	}
	// What stands before a broken end counts.
	if result, err = ScanBytes(context.Background(), data[:len(data)-40], Options{}); err != nil || len(result.Codes) != 1 {
		t.Errorf("cut off: %v, %d codes", err, len(result.Codes))
	}
}

// TestFrameLimit decodes no more frames than it may.
func TestFrameLimit(t *testing.T) {
	one := image.NewPaletted(image.Rect(0, 0, 8, 8), palette.Plan9)
	for _, n := range []int{MaxFrames - 1, MaxFrames, MaxFrames + 1} {
		animation := &gif.GIF{}
		for range n {
			animation.Image, animation.Delay = append(animation.Image, one), append(animation.Delay, 1)
		}
		data := encoded(t, nil, func(b *bytes.Buffer, _ image.Image) error { return gif.EncodeAll(b, animation) })
		frames, err := Decode(bytes.NewReader(data))
		if err != nil || len(frames) != min(n, MaxFrames) {
			t.Errorf("%d frames: %d, %v", n, len(frames), err)
		}
	}
}

// A symbol of version 1 that reads webpText, as lossless and as lossy WebP: there is no encoder
// among our modules. Made with segno 1.4 and Pillow 9.4.
const (
	webpText     = "WEBP PICTURE"
	webpLossless = "UklGRrQAAABXRUJQVlA4TKgAAAAvVoAVAA8w//M///MfeIBbW3vb5jtHqQMWYFgD3T+TFgA9gTgW10gL0F3CwWvxO/QR/Q8AAJj+c5TqYdJH+4y9sIrnkkJn" +
		"YfXVS3IfTiyvqeKI0utIkgPg+ADaJz3qBS6esjzXlNeP9iiFotDRPo9LLI9z/Gif1sfbmPLqAOaLqXNEKWuJhfYZCx3w4bikvNo5+kJn5wXfmlQ8WCjLO44o" +
		"VZapcwAA/Gs="
	webpLossy = "UklGRhAEAABXRUJQVlA4IAQEAADQFwCdASpXAFcAPzmKvlmvKCYjqPGsmeAnCWkAFcAdrv+K5bs9o/DeUP9D3Sf+Zx1PeafxHe25/P8JyAH8O/n/m2/9f+V8" +
		"9CYAdJBvxXU01L/Y5Cey/TVOXOgIe5frbGexcB5MoaJVZYXotpHZU8+fqsWKyYcZX8cAcMC+BCw+bwHxiTJi2eAqFE02QueTN+/QrB13ebfH9R8KCwpKJplU" +
		"Nfk540mmsuaT32utquaAzioZThGsa16gNx/2m8iz+FC0XyC+4zAAAP5TBWdB3FGtEaWPkPShR8+tZu+6AA6T8B9CI27HXQnv86IcWDs8cx5e6+OR+S/jsxCc" +
		"WsdxLePyl/BTzMqVJjdUnMJRxs00eC6bC8UMYjSpoWc3Vax6MuxC5RK3DL2/1AgmnhKy1MFEi6iCXwpQtPUk7Fbt5leU+p6/ktsic4qIfQlQdFbG0jM1czsJ" +
		"xzEAu+G3IXgOlX54XcE9exzWA8W2cCVO9yDzzsPzVHA7/OY5nm/35vMAe0CepsCRCAHHvvlOKYAeNPRS0PAagxNZmlJHvLmLZH2RvDHbpz9sofPrHB5A1oRp" +
		"gyaZRG3F7Xfc6RtBBmVB91IfyzY0XPwBXlcUMqT71bqVmRdKvG+evy4ePQdnfCdsDVQe/6tz9wj+vYxyl1YJ9F0aKIEJAZaVJ5fYOSfoNK7Q8X9rZdZIPGr8" +
		"6JYxAA7zs0L2b8HbPOREqsi6VOdguTlO5L7pNuI7u0RFyIfW7PxsJOw50ypVw1uV5F7i1jQNGi6vZY+xwQcFDPU9bVZwVrSJ6FRiP0Z9lFuJrqcxkxGb8jZh" +
		"zcIPbJyqd1bkWuERt2OsdCJ+wZ1dJXzMW2jSX8tgzrt3tPadEApHPRCbPOBjhCrUQRPLpkHEJefP/QJF4GFQ6nTpw9fH+IFTQxu2V6z95S5CuYCzw97M/HWt" +
		"Y5Karuirapeuaqzv1tKMH910XIh9jMCm6X4mbYu6+GT8ue9aFT0uK/QiZltVvO//2pMS4BKXceWiWJpVbGhUevhLV9kjBHxyX+50ZeY8cvsfslDPc3J27rzP" +
		"6xBYDJAYeCUWunK8iCZs8DR5i/9OKCHzBItj+0NmRxz81N63bAfIEwJ0Rf7XEA56JzV+I903XhW95P9CuGEFDNn3RX3K33x5uzbL3Jp9iqTqDnDXfmS/tXNa" +
		"Mota70CG+P5sAl5DFiufTkFizwCS6AaPK5kWXkhlwqTPsz5puT770mzMGcnRfTJql5CltaluiT0z6ej05eSrRGoZUoc0L3fpw0lWygVEydBhdFsFYltC+4w4" +
		"fQSy2NjtUtmKqociUR4P/V2BLrLI/KO0LC3NScmT3Z+GdnsXgve5fvuYE3tHhCHHcGL0xmf6tAAAAA=="
)

func TestWebP(t *testing.T) {
	for _, text := range []string{webpLossless, webpLossy} {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		result, err := ScanBytes(context.Background(), data, Options{})
		if err == nil {
			err = check(result, webpText)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// A symbol of version 1 as a JPEG of four inks, as printers' programs save it: there is no encoder among our modules. Made
// with segno 1.4 and Pillow 9.4, which store the inks inverted, as Adobe does.
const (
	cmykText = "CMYK JPEG"
	cmykJPEG = "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAXEBEUEQ4XFBIUGhgXGyI5JSIfHyJGMjUpOVJIV1VRSFBOW2aDb1thfGJOUHKbc3yHi5KUklhtoKyfjqqDj5KN/8AA" +
		"FAgAUQBRBEMRAE0RAFkRAEsRAP/EABkAAQADAQEAAAAAAAAAAAAAAAAEBQYDAv/EAEAQAAEEAgADBQIKBQ0AAAAAAAABAgMEBRESITEGEyJBURRhFSMyNkJV" +
		"dJKx0iVScYGRNUZUYmaCk6OywcPR4v/aAA4EQwBNAFkASwAAPwDWGsNYawAAAAAAAAAAAAAAAAAAAAAAAGQghuZHJZT9Lz1Yq0zvpqrUTbv6yaRNAA9+xf2u" +
		"/wA3/wBgA91ormP7U1Kc2RntMkjc9Ue5UTo7lra+gAIyRZG/cy7ocjaj9lkcrImOcvFzdpqaXl00ACHQzl/FXXre9pnXg4VhmlcnCq6Xel35fiAC5zSWrPaa" +
		"rRr3ZqrZYNqrHLracS70ip6AA4voOje5j+1itc1dK1ZdKi+nywARstXuY/Hx3Ic7PaZJJwIrHqidF574l9AAbQAAAAAGTo/zo/v/APIADJAA3F3580Ps6/g8" +
		"AEi7i7cUyy4OWKs+ZyusLIqrxr1TW0XXV3TXUAGNzTLUeVmbekbLYTh43sTkvhTXknlryABqrvz5ofZ1/B4AMnlv5Yu/aJP9SgAtrvzGofaF/F4ANuAAAAAD" +
		"LRVs7j8lflpUopGWZlduR6dNqqa8SeoAJHtnaj6tq/eT84AOdSrmLPaKrfyFSOJsTFYqscmtadrlxKvVQARsbkI6WVzMfEntM06trsVFVHv4naT3c1TqqAA6" +
		"sfabeksVo2vzj26sVnL8WyPlpUXfXkz6S9V/cAJGZqZP4er38dWbN3UPD43Iib8W+W0XooAHtnaj6tq/eT84AIWUg7RZWs2CxQha1r0eise1F3pU83L6gA1w" +
		"AAAAAM7Pn5rFm1RipyMax7oX2mvXUKbVONeXLXNevl1ABW5avcx+PjuQ52e0ySTgRWPVE6Lz3xL6AAmT5WZr0ylh0lV0CcCY58itWZF5cfPX636q/J/gAJmJ" +
		"xlePvcrY7p/tWrLe8YnxG9u5OX9vXl0ABH7USxx42O9j5GtllmRq2IF056aXlxJ1Tkn8AAVXcZdmFnv2L92B0T0akL1eiuRVRN7Vff6eQAL2W9Yjw9CNscr/" +
		"AGquiSWkcvxG2p41X96rzVOnUAFXfx+TgpMs0cvbvo9/CiQq5eXPntHL5poAGwAAAAABl5YXX7N+DBqlZ3G5l1ZuaSqqqia+Vr6Xp1QAHDOUpMf2Sp1ZnNc+" +
		"OxzVi7Tnxr/uACb2hnw0V9jcnUmmm7pFRzFVERu15fKTz2ACupdpIGMtVrjZpKbk7uCNrW7ZHzTSrtF6a816AAj5fLY+ziIaGPgmibFLxoj9a1p2+e1XqoAE" +
		"1rMZHA2LM9uN9Vj0Y9itRHKu261pvqqeYALm7k4aPZirBK2RXWqfAxWomkXgROfP3oACFha2ekxULqN2CKuvFwMe1Np4l39FfPfmADXgAAAAAzSZnNWb9yCh" +
		"UrStryqxVXkutqidXJ6AA6e2dqPq2r95PzgAU8vlfhuvQyNaCHvWq7wc11pdc+JU6oACPluz9iLJRXsXG6eVZlmkSR7Uai7RU105dQATMkkVnBwL2hctR3e7" +
		"VIefi8Wk+l5cwAUtzL5XKYSw99aBKiORskjOSoqKipyV3vTyAB3kWXJ1sS7EtSxNj2NWVq+FGu03Sc9b5tXp6AAn5mpk8pga7H1mpbSbikjY5ERETiROar70" +
		"8wAaEAAAAAGUx73Rv7TvY5Wuar1RyLpUX4zmADO/CuR/p9r/ABnf9gA1l3580Ps6/g8AFa3tHNjMrkWStktNWdyMa6VURiI53JOS+qfwABb42D4Xd8J2ncde" +
		"dqo2nInGyNUXh4k3y3yXy+koAOORkqzxOxtSOGGjMiOkuxa7qNyLvS65bXhanVOqAAr4MRXrcXs/aeKHi+V3bkbv9ungAu8Nj5oJVsuy8l+F7Fa1FVVbvac0" +
		"XiX0VAAW4AAAAAMXXylTH5LMxXYpZGWZnN1GidNuRd809QAePbOy/wBW2vvL+cAEmDJw5XtjSnrtka1sTmKj0RF3wvXyVfUAFve7OY+yyxIyuiWZUc5HrI7X" +
		"Gu+fX19wAMtLkMtg5FxzbTUSHyYxrk5+Lqqb8wAdcQkrMRNNacj8S2XU8DfludpulReXmrfNOgAJFfstLZsxWmLClGV6SJGr3cXdqu9dOuvf+8AGhtUbMGOi" +
		"rYSSOsrH78fiThXaqnNF81ABZAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAH/9k="
)

func TestCMYKJPEG(t *testing.T) {
	data, err := base64.StdEncoding.DecodeString(cmykJPEG)
	if err != nil {
		t.Fatal(err)
	}
	frames, err := Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := frames[0].(*image.CMYK); !ok {
		t.Errorf("it was decoded to %T", frames[0])
	}
	result, err := ScanBytes(context.Background(), data, Options{})
	if err == nil {
		err = check(result, cmykText)
	}
	if err != nil {
		t.Error(err)
	}
}
