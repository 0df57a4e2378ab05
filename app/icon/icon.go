// Package icon makes the small picture of an account from a file of the user's own. It
// knows no window, so that the terminal makes the same icons.
package icon

import (
	"bytes"
	"image"
	_ "image/gif" // the first picture of an animated one
	_ "image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"watchword/assets/words"
)

// The bounds of what is taken, and the size of what comes out, in pixels a side.
const (
	MaxFile = 1 << 20 // bytes
	MaxSide = 2048
	Size    = 128
)

// The errors, sentences for people.
var (
	ErrTooLarge = words.Error("This picture is larger than 1 MiB or %d pixels a side. Choose a smaller one.", MaxSide)
	ErrSVG      = words.Error("SVG drawings are not taken as icons. Save it as a PNG and choose that.")
	ErrUnknown  = words.Error("This file is not a picture that can be used. Choose a PNG, JPEG, GIF or WebP.")
)

// Make returns a PNG of at most 128 pixels a side, made anew from the pixels: nothing else
// of the file comes into the vault. A picture that is no square stands in the middle of a
// transparent one.
func Make(data []byte) ([]byte, error) {
	if len(data) > MaxFile {
		return nil, ErrTooLarge
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil && isSVG(data):
		return nil, ErrSVG
	case err != nil:
		return nil, ErrUnknown
	case config.Width > MaxSide || config.Height > MaxSide:
		return nil, ErrTooLarge
	case config.Width < 1 || config.Height < 1:
		return nil, ErrUnknown
	}
	img, err := decode(data)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, fit(img)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// decode reads the pixels. A decoder that panics on a damaged file refuses it.
func decode(data []byte) (img image.Image, err error) {
	defer func() {
		if recover() != nil {
			img, err = nil, ErrUnknown
		}
	}()
	img, _, err = image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, ErrUnknown
	}
	b := img.Bounds() // what came, not what was announced
	if b.Dx() < 1 || b.Dy() < 1 || b.Dx() > MaxSide || b.Dy() > MaxSide {
		return nil, ErrUnknown
	}
	return img, nil
}

// fit draws a picture into a square of at most [Size]; a smaller one is not blown up.
func fit(img image.Image) image.Image {
	b := img.Bounds()
	long := max(b.Dx(), b.Dy())
	side := min(long, Size)
	w, h := max(1, b.Dx()*side/long), max(1, b.Dy()*side/long)
	square := image.NewNRGBA(image.Rect(0, 0, side, side))
	at := image.Rect((side-w)/2, (side-h)/2, (side-w)/2+w, (side-h)/2+h)
	draw.CatmullRom.Scale(square, at, img, b, draw.Src, nil)
	return square
}

// isSVG reports whether a file looks like a drawing in XML.
func isSVG(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 4096)])
	return bytes.Contains(head, []byte("<svg"))
}
