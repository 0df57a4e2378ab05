package capture

import (
	"image"
	"image/color"
)

// allBlank reports whether every picture has one colour only. Some systems answer that way
// instead of refusing: Xwayland hands out black. One empty monitor beside a full one is normal.
func allBlank(shots []Shot) bool {
	for _, s := range shots {
		if !oneColour(s.Image) {
			return false
		}
	}
	return true
}

func oneColour(img image.Image) bool {
	b := img.Bounds()
	if b.Empty() {
		return true
	}
	if p, ok := img.(*image.RGBA); ok {
		return oneColourRGBA(p)
	}
	first := colourAt(img, b.Min)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if colourAt(img, image.Pt(x, y)) != first {
				return false
			}
		}
	}
	return true
}

func colourAt(img image.Image, p image.Point) color.RGBA64 {
	r, g, b, a := img.At(p.X, p.Y).RGBA()
	return color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)}
}

// oneColourRGBA is oneColour without an interface call a pixel: a screen has millions.
func oneColourRGBA(img *image.RGBA) bool {
	b := img.Bounds()
	first := img.RGBAAt(b.Min.X, b.Min.Y)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if img.RGBAAt(x, y) != first {
				return false
			}
		}
	}
	return true
}
