package print

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// dotsPerInch is the resolution of a page as a picture: that of an office printer.
const dotsPerInch = 300

// picturePen draws on a page of pixels.
type picturePen struct {
	img   *image.RGBA
	faces map[faceSize]font.Face
}

type faceSize struct {
	face
	size float64
}

func newPicture() *picturePen {
	bounds := image.Rect(0, 0, int(dots(pageWidth)), int(dots(pageHeight)))
	p := &picturePen{img: image.NewRGBA(bounds), faces: map[faceSize]font.Face{}}
	draw.Draw(p.img, bounds, image.White, image.Point{}, draw.Src)
	return p
}

// dots turns millimetres into pixels.
func dots(length float64) float64 { return length / 25.4 * dotsPerInch }

func (p *picturePen) face(f face, size float64) font.Face {
	key := faceSize{f, size}
	if p.faces[key] == nil {
		made, err := opentype.NewFace(fonts()[f], &opentype.FaceOptions{Size: size, DPI: dotsPerInch, Hinting: font.HintingNone})
		if err != nil {
			panic("print: an embedded font is damaged") // cannot be: they are tested
		}
		p.faces[key] = made
	}
	return p.faces[key]
}

func (p *picturePen) text(x, baseline float64, f face, size float64, c color.NRGBA, s string) {
	d := font.Drawer{Dst: p.img, Src: image.NewUniform(c), Face: p.face(f, size),
		Dot: fixed.Point26_6{X: fixed.Int26_6(dots(x) * 64), Y: fixed.Int26_6(dots(baseline) * 64)}}
	for _, r := range s { // letter by letter: no kerning, as in the PDF
		d.DrawString(string(r))
	}
}

func (p *picturePen) fill(x, y, w, h, radius float64, c color.NRGBA) {
	if radius == 0 {
		r := image.Rect(round(dots(x)), round(dots(y)), round(dots(x+w)), round(dots(y+h)))
		draw.Draw(p.img, r, image.NewUniform(c), image.Point{}, draw.Src)
		return
	}
	const bow = 0.44772 // of a quarter circle as a Bézier curve, from its corner
	x, y, w, h, radius = dots(x), dots(y), dots(w), dots(h), dots(radius)
	z := vector.NewRasterizer(p.img.Bounds().Dx(), p.img.Bounds().Dy())
	to := func(px, py float64) (float32, float32) { return float32(px), float32(py) }
	corner := func(cx, cy, fromX, fromY, toX, toY float64) {
		ax, ay := to(cx+(fromX-cx)*bow, cy+(fromY-cy)*bow)
		bx, by := to(cx+(toX-cx)*bow, cy+(toY-cy)*bow)
		ex, ey := to(toX, toY)
		z.CubeTo(ax, ay, bx, by, ex, ey)
	}
	z.MoveTo(to(x+radius, y))
	z.LineTo(to(x+w-radius, y))
	corner(x+w, y, x+w-radius, y, x+w, y+radius)
	z.LineTo(to(x+w, y+h-radius))
	corner(x+w, y+h, x+w, y+h-radius, x+w-radius, y+h)
	z.LineTo(to(x+radius, y+h))
	corner(x, y+h, x+radius, y+h, x, y+h-radius)
	z.LineTo(to(x, y+radius))
	corner(x, y, x, y+radius, x+radius, y)
	z.ClosePath()
	z.Draw(p.img, p.img.Bounds(), image.NewUniform(c), image.Point{})
}

// line draws only upright and level lines: a page has no others.
func (p *picturePen) line(x1, y1, x2, y2, width float64, c color.NRGBA) {
	p.fill(x1-width/2*b2f(x1 == x2), y1-width/2*b2f(y1 == y2), x2-x1+width*b2f(x1 == x2), y2-y1+width*b2f(y1 == y2), 0, c)
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func round(f float64) int { return int(f + 0.5) }

// write encodes the page, with the resolution that a printer needs to know its size.
func (p *picturePen) write(w io.Writer) error {
	return png.Encode(&physWriter{w: w}, p.img)
}
