package region

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// pyramid returns a picture and its halves down to a size that every window shows, so that
// a picture far too large for the window is drawn quickly and without moiré. The first
// level is the picture itself.
func pyramid(img image.Image) []image.Image {
	if img == nil {
		return nil
	}
	levels := []image.Image{img}
	for {
		b := levels[len(levels)-1].Bounds()
		if max(b.Dx(), b.Dy()) <= 512 || min(b.Dx(), b.Dy()) < 2 {
			return levels
		}
		half := image.NewRGBA(image.Rect(0, 0, (b.Dx()+1)/2, (b.Dy()+1)/2))
		draw.ApproxBiLinear.Scale(half, half.Bounds(), levels[len(levels)-1], b, draw.Src, nil)
		levels = append(levels, half)
	}
}

// A view is how a picture lies in the widget: sizes and positions of the widget are in the
// toolkit's units, those of the picture in its pixels from its top left.
type view struct {
	width, height float64 // of the widget
	pw, ph        float64 // of the picture
	zoom          float64 // units a pixel
	x, y          float64 // the picture's point at the widget's top left
}

const (
	zoomStep = 1.25
	mostZoom = 16 // units a pixel: a module of the smallest code is as large as a thumb
)

// least is the zoom at which all of the picture shows.
func (v *view) least() float64 {
	if v.pw == 0 || v.ph == 0 {
		return 1
	}
	return math.Min(v.width/v.pw, v.height/v.ph)
}

func (v *view) fit() {
	v.zoom = v.least()
	v.settle()
}

// resize keeps the middle where it is, and a picture that fitted still fits.
func (v *view) resize(width, height float64) {
	fitted := v.zoom <= v.least()*1.001
	cx, cy := v.toPicture(v.width/2, v.height/2)
	v.width, v.height = width, height
	if fitted || v.zoom == 0 {
		v.fit()
		return
	}
	v.x, v.y = cx-width/2/v.zoom, cy-height/2/v.zoom
	v.settle()
}

// zoomAt zooms with the point under the pointer staying where it is.
func (v *view) zoomAt(factor, x, y float64) {
	px, py := v.toPicture(x, y)
	v.zoom = math.Min(math.Max(v.zoom*factor, v.least()), math.Max(mostZoom, v.least()))
	v.x, v.y = px-x/v.zoom, py-y/v.zoom
	v.settle()
}

// settle keeps the picture in the widget: in the middle where it is smaller, without empty
// edges where it is larger.
func (v *view) settle() {
	if v.zoom <= 0 {
		return
	}
	v.x = within(v.x, v.pw, v.width/v.zoom)
	v.y = within(v.y, v.ph, v.height/v.zoom)
}

func within(at, size, shown float64) float64 {
	if shown >= size {
		return (size - shown) / 2
	}
	return math.Min(math.Max(at, 0), size-shown)
}

func (v *view) toPicture(x, y float64) (float64, float64) {
	if v.zoom == 0 {
		return 0, 0
	}
	return v.x + x/v.zoom, v.y + y/v.zoom
}

func (v *view) toWidget(x, y float64) (float64, float64) {
	return (x - v.x) * v.zoom, (y - v.y) * v.zoom
}

// reveal moves the picture so that an area shows, its middle if it is larger.
func (v *view) reveal(left, top, right, bottom float64) {
	v.x = revealed(v.x, v.width/v.zoom, left, right)
	v.y = revealed(v.y, v.height/v.zoom, top, bottom)
	v.settle()
}

func revealed(at, shown, from, to float64) float64 {
	switch {
	case to-from > shown:
		return (from+to)/2 - shown/2
	case from < at:
		return from
	case to > at+shown:
		return to - shown
	}
	return at
}

// render draws the view with w x h pixels of the display.
func (v *view) render(levels []image.Image, w, h int, empty color.Color) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(empty), image.Point{}, draw.Src)
	if len(levels) == 0 || w == 0 || h == 0 || v.zoom == 0 || v.width == 0 {
		return out
	}
	device := float64(w) / v.width // display pixels a unit
	scale := v.zoom * device       // display pixels a pixel of the picture
	at := 0
	for at+1 < len(levels) && scale*float64(int(1)<<at) <= .5 {
		at++
	}
	src, b := levels[at], levels[at].Bounds()
	sx, sy := scale*v.pw/float64(b.Dx()), scale*v.ph/float64(b.Dy())
	how := draw.Interpolator(draw.ApproxBiLinear)
	if scale >= 2 {
		how = draw.NearestNeighbor // what is there, pixel by pixel
	}
	how.Transform(out, f64.Aff3{
		sx, 0, -v.x*scale - sx*float64(b.Min.X),
		0, sy, -v.y*scale - sy*float64(b.Min.Y),
	}, src, b, draw.Src, nil)
	return out
}
