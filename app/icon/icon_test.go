package icon

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

func picture(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	return img
}

func encoded(t testing.TB, img image.Image, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, img)
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "gif":
		err = gif.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMake(t *testing.T) {
	for _, row := range []struct {
		why  string
		data []byte
		side int
		err  error
	}{
		{"a small one stays small", encoded(t, picture(16, 16), "png"), 16, nil},
		{"one pixel", encoded(t, picture(1, 1), "gif"), 1, nil},
		{"a photo", encoded(t, picture(600, 300), "jpeg"), 128, nil},
		{"at the limit", encoded(t, picture(2048, 2048), "png"), 128, nil},
		{"one pixel more", encoded(t, picture(2049, 1), "png"), 0, ErrTooLarge},
		{"higher", encoded(t, picture(1, 2049), "png"), 0, ErrTooLarge},
		{"a thin line", encoded(t, picture(2048, 1), "png"), 128, nil},
		{"the file is too large", append(encoded(t, picture(9, 9), "png"), make([]byte, MaxFile)...), 0, ErrTooLarge},
		{"a drawing", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), 0, ErrSVG},
		{"no picture", []byte("hello"), 0, ErrUnknown},
		{"nothing", nil, 0, ErrUnknown},
		{"cut", encoded(t, picture(64, 64), "png")[:60], 0, ErrUnknown},
	} {
		out, err := Make(row.data)
		if !errors.Is(err, row.err) {
			t.Errorf("%s: %v", row.why, err)
			continue
		}
		if err != nil {
			continue
		}
		img, kind, err := image.Decode(bytes.NewReader(out))
		if err != nil || kind != "png" || img.Bounds() != image.Rect(0, 0, row.side, row.side) {
			t.Errorf("%s: %s of %v, %v", row.why, kind, img.Bounds(), err)
		}
	}
}

// What a file carries beside its pixels stays out of the vault.
func TestNothingButPixels(t *testing.T) {
	data := encoded(t, picture(40, 20), "png")
	const hidden = "tEXtComment\x00where I live"
	at := len(data) - 12 // before the end of the file
	data = append(append(append([]byte{}, data[:at]...), append([]byte{0, 0, 0, 20}, hidden...)...), data[at:]...)
	out, err := Make(data)
	if err == nil && bytes.Contains(out, []byte("where I live")) {
		t.Error("a comment went along")
	}
	out, err = Make(encoded(t, picture(40, 20), "png"))
	if err != nil {
		t.Fatal(err)
	}
	img, _ := png.Decode(bytes.NewReader(out))
	if _, _, _, a := img.At(20, 2).RGBA(); a != 0 {
		t.Error("beside a picture that is no square the icon is not transparent")
	}
	if img.At(20, 20) != color.Color(color.NRGBA{0xff, 0xff, 0xff, 0xff}) {
		t.Errorf("its middle is %v", img.At(20, 20))
	}
}

func FuzzMake(f *testing.F) {
	for _, kind := range []string{"png", "jpeg", "gif"} {
		f.Add(encoded(f, picture(5, 3), kind))
	}
	f.Add([]byte("<svg>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Make(data)
		if err != nil {
			return
		}
		c, err := png.DecodeConfig(bytes.NewReader(out))
		if err != nil || c.Width != c.Height || c.Width > Size || len(out) > 128<<10 {
			t.Errorf("%d bytes, %d by %d pixels, %v", len(out), c.Width, c.Height, err)
		}
	})
}
