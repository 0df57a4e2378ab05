package scanner

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"  // the formats that Decode reads
	_ "image/jpeg" //
	_ "image/png"  //
	"io"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"
)

// Kinds of PictureError, for errors.Is.
var (
	ErrTooLarge = errors.New("picture too large")
	ErrFormat   = errors.New("not a picture that can be read")
	ErrDamaged  = errors.New("damaged picture")
)

// A PictureError says why the bytes are no picture that can be scanned. Its text is a sentence for
// a user with what to do next.
type PictureError struct {
	Kind     error // ErrTooLarge, ErrFormat or ErrDamaged
	Sentence string
}

func (e *PictureError) Error() string { return e.Sentence }
func (e *PictureError) Unwrap() error { return e.Kind }

// Decode reads a picture file (PNG, JPEG, GIF, BMP, WebP, TIFF) into upright pictures: one, or
// the frames of an animated GIF up to the limits of this package. Size and format are checked
// before any pixel is decoded. The error is a *PictureError, or what r gave.
func Decode(r io.Reader) ([]image.Image, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the picture: %w", err)
	}
	return decodeBytes(data)
}

func decodeBytes(data []byte) (frames []image.Image, err error) {
	// The decoders of the formats are not ours: a panic in one is a damaged picture.
	defer func() {
		if recover() != nil {
			frames, err = nil, Damaged()
		}
	}()
	if len(data) > MaxBytes {
		return nil, &PictureError{ErrTooLarge, fmt.Sprintf("This file is larger than %d MiB. Crop the picture around the QR code, save it, and try again.", MaxBytes>>20)}
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, unreadable(data)
	}
	if err := checkFile(config); err != nil {
		return nil, err
	}
	if format == "gif" {
		return decodeGIF(data)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, unreadable(data)
	}
	return []image.Image{upright(img, orientation(data, format))}, nil
}

// checkFile holds the size of a picture file against what its pixels take.
func checkFile(c image.Config) error {
	most := MaxDecoded
	switch c.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model, color.CMYKModel:
		most = MaxDecodedDeep
	}
	return checkPixels(c.Width, c.Height, most)
}

// checkSize holds a width and a height against the limits of a scan.
func checkSize(w, h int) error { return checkPixels(w, h, MaxPixels) }

func checkPixels(w, h, most int) error {
	if w <= 0 || h <= 0 {
		return Damaged()
	}
	if w > MaxSide || h > MaxSide || w*h > most {
		return &PictureError{ErrTooLarge, fmt.Sprintf("This picture has %d × %d pixels; up to %d a side and %d million together can be read. Crop it around the QR code, or save it smaller, and try again.",
			w, h, MaxSide, most/1_000_000)}
	}
	return nil
}

// Damaged is the error of a picture that its decoder could not go through with.
func Damaged() error {
	return &PictureError{ErrDamaged, "This picture is damaged or was not saved completely. Save it again, or take a screenshot of it, and try with that."}
}
