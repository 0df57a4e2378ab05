package print

import (
	"image"
	"image/color"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"

	"watchword/assets/words"
)

// quietZone is the white border, in modules, that readers expect (ISO/IEC 18004, 5.3.8).
const quietZone = 4

// ErrQRTooLong says that a text does not fit into a QR code.
var ErrQRTooLong = words.Error("This is too much for one QR code. Choose fewer accounts, or shorten the note.")

// QR returns a picture of pixels x pixels with the QR code of text, black on white, its
// modules whole pixels, with the quiet zone that readers need. Error correction is M (15
// %), and L (7 %) for long texts. Its error is [ErrQRTooLong], or that pixels are too few
// to draw every module; it never repeats the text.
func QR(text string, pixels int) (image.Image, error) {
	modules, err := encodeQR(text)
	if err != nil {
		return nil, err
	}
	size := modules.GetWidth()
	scale := pixels / (size + 2*quietZone)
	if scale < 1 {
		return nil, words.Error("a QR code of %d modules does not fit into %d pixels", size, pixels)
	}
	img := image.NewPaletted(image.Rect(0, 0, pixels, pixels), color.Palette{color.White, color.Black})
	margin := (pixels - size*scale) / 2
	for y := range size * scale {
		for x := range size * scale {
			img.Pix[(margin+y)*img.Stride+margin+x] = uint8(modules.Get(x/scale, y/scale))
		}
	}
	return img, nil
}

// encodeQR returns the modules of a text: 1 is black.
func encodeQR(text string) (modules *encoder.ByteMatrix, err error) {
	defer func() {
		if recover() != nil { // a mistake in the module must not end the program
			err = ErrQRTooLong
		}
	}()
	if text == "" || len(text) > 2953 { // version 40-L, bytes
		return nil, ErrQRTooLong
	}
	hints := map[gozxing.EncodeHintType]any{}
	for _, c := range []byte(text) {
		if c > 0x7F {
			hints[gozxing.EncodeHintType_CHARACTER_SET] = "UTF-8"
			break
		}
	}
	for _, level := range []decoder.ErrorCorrectionLevel{decoder.ErrorCorrectionLevel_M, decoder.ErrorCorrectionLevel_L} {
		code, e := encoder.Encoder_encode(text, level, hints)
		if e == nil {
			return code.GetMatrix(), nil
		}
	}
	return nil, ErrQRTooLong
}

// drawModules draws a QR code with its quiet zone into a square of size millimetres.
func drawModules(p pen, modules *encoder.ByteMatrix, x, y, size float64) {
	module := size / float64(modules.GetWidth()+2*quietZone)
	p.fill(x, y, size, size, 0, white)
	eachBar(modules, func(col, row, length int) {
		p.fill(x+module*float64(quietZone+col), y+module*float64(quietZone+row), module*float64(length), module, 0, ink)
	})
}

// eachBar calls bar for every run of black modules in a row: neighbours are one bar, so
// that no hairlines show between them.
func eachBar(modules *encoder.ByteMatrix, bar func(col, row, length int)) {
	for row := range modules.GetHeight() {
		for col := 0; col < modules.GetWidth(); col++ {
			run := col
			for run < modules.GetWidth() && modules.Get(run, row) == 1 {
				run++
			}
			if run > col {
				bar(col, row, run-col)
				col = run
			}
		}
	}
}
