package tray

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math"
)

// side is the side of the picture, in pixels; the desktop makes it smaller.
const side = 64

// The colours of the picture, as of the program's icon.
var (
	blue  = color.NRGBA{0x4f, 0x7d, 0xf0, 0xff}
	grey  = color.NRGBA{0x6b, 0x76, 0x84, 0xff}
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	dark  = color.NRGBA{0x20, 0x24, 0x2c, 0xff}
)

// picture draws the program's icon: blue with its ring, or grey with a padlock. A light line and a dark one
// go round it, so that it shows on any panel.
func picture(locked bool) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			out.SetNRGBA(x, y, pixel(x, y, locked))
		}
	}
	return out
}

// pixel is the mean of some points of a pixel.
func pixel(x, y int, locked bool) color.NRGBA {
	const points = 4
	var r, g, b, n float64
	for i := range points * points {
		c, ok := at((float64(x)+(float64(i%points)+.5)/points)/side, (float64(y)+(float64(i/points)+.5)/points)/side, locked)
		if ok {
			r, g, b, n = r+float64(c.R), g+float64(c.G), b+float64(c.B), n+1
		}
	}
	if n == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(255 * n / (points * points))}
}

// at is the colour of a point of the picture, whose sides are 1 long; false outside of it.
func at(x, y float64, locked bool) (color.NRGBA, bool) {
	const line = 0.045 // of each outline
	x, y = x-.5, y-.5
	edge := box(x, y, .5-2*line, .5-2*line, .16)
	switch {
	case edge > 2*line:
		return color.NRGBA{}, false
	case edge > line:
		return dark, true
	case edge > 0:
		return white, true
	case locked && padlock(x, y), !locked && ring(x, y):
		return white, true
	case locked:
		return grey, true
	}
	return blue, true
}

func ring(x, y float64) bool {
	d := math.Hypot(x, y)
	return d < .09 || d > .19 && d < .28 && (x > 0 || y > 0)
}

func padlock(x, y float64) bool {
	shackle := math.Hypot(x, y+.07)
	return box(x, y-.11, .2, .15, .03) < 0 || shackle > .09 && shackle < .16 && y < 0
}

// box is how far a point is outside of a box around the middle with round corners; negative inside.
func box(x, y, w, h, round float64) float64 {
	dx, dy := math.Abs(x)-w+round, math.Abs(y)-h+round
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - round
}

func pngOf(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // it is written to memory
	}
	return b.Bytes()
}

// icoOf is a picture as Windows wants it: a directory of one entry, and the PNG.
func icoOf(m image.Image) []byte {
	data := pngOf(m)
	b := []byte{0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(b)+4))
	return append(b, data...)
}
