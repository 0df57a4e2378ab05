package scanner

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common/reedsolomon"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// A drawing says how the tests' own generator draws one symbol on a page.
type drawing struct {
	text    string
	level   decoder.ErrorCorrectionLevel
	version int     // 0 is the smallest that holds the text
	module  float64 // side of a module in pixels
	quiet   float64 // margin in modules
	dark    float64 // brightness of the dark modules
	light   float64
	page    float64 // brightness around it
	angle   float64 // degrees
	tilt    float64 // perspective: how much smaller the far side is
	wide    float64 // how many times as wide as high; 0 is 1
	bend    float64 // how far the middle bulges, in modules
	waves   float64 // how many times it does, up and down in turn; 0 is 1
	blur    float64 // standard deviation in pixels
	noise   float64 // likewise in steps of brightness
	dots    bool    // round modules
	wrong   float64 // share of the data modules that are turned
	logo    float64 // side of a square in the middle, as a part of the symbol
	cut     float64 // part of the symbol that lies beyond the right edge of the page
	mirror  bool    // seen from behind
	w, h    int
	x, y    float64 // where its middle is; 0 is the middle of the page
	clutter bool    // lines of something like text around it
	seed    uint64
}

// plain is a symbol as most pages show it.
func plain(text string) drawing {
	return drawing{text: text, level: decoder.ErrorCorrectionLevel_M, module: 4, quiet: 4, light: 255, page: 235, w: 640, h: 480, clutter: true}
}

// modulesOf encodes the text of a drawing.
func modulesOf(t testing.TB, d *drawing) *matrix {
	t.Helper()
	hints := map[gozxing.EncodeHintType]interface{}{}
	if d.version > 0 {
		hints[gozxing.EncodeHintType_QR_VERSION] = d.version
	}
	code, err := encoder.Encoder_encode(d.text, d.level, hints)
	if err != nil {
		t.Fatal(err)
	}
	b := code.GetMatrix()
	m := &matrix{b.GetWidth(), make([]bool, b.GetWidth()*b.GetHeight())}
	for y := range m.dim {
		for x := range m.dim {
			m.dark[y*m.dim+x] = b.Get(x, y) == 1
		}
	}
	return m
}

// draw renders a drawing, and returns where the corners of its symbol are.
func (d drawing) draw(t testing.TB) (*image.Gray, quad) {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, d.w, d.h))
	for i := range page.Pix {
		page.Pix[i] = uint8(d.page)
	}
	r := rand.New(rand.NewPCG(d.seed, uint64(len(d.text))))
	if d.clutter {
		writeLines(page, r, d.page)
	}
	m := modulesOf(t, &d)
	for y := 9; y < m.dim-9; y++ {
		for x := 9; x < m.dim; x++ {
			if r.Float64() < d.wrong {
				m.dark[y*m.dim+x] = !m.dark[y*m.dim+x]
			}
		}
	}
	corners := d.put(page, m)
	g := grayOf(page)
	if d.blur > 0 {
		blur(g, d.blur)
	}
	for y := range d.h {
		for x := range d.w {
			v := float64(g.pix[y*g.stride+x])
			if d.noise > 0 {
				v += r.NormFloat64() * d.noise
			}
			page.Pix[y*page.Stride+x] = uint8(math.Max(0, math.Min(255, v)))
		}
	}
	if d.mirror {
		for y := range d.h {
			slices.Reverse(page.Pix[y*page.Stride : y*page.Stride+d.w])
		}
		for i := range corners {
			corners[i].x = float64(d.w) - corners[i].x
		}
	}
	return page, corners
}

// drawBytes draws a symbol of version 1, level L, that holds these 19 bytes and their correction.
func (d drawing) drawBytes(t testing.TB, data []byte) (*image.Gray, quad) {
	t.Helper()
	m := modulesOf(t, &d)
	words := make([]int, 26)
	for i, b := range data {
		words[i] = int(b)
	}
	field := reedsolomon.GenericGF_QR_CODE_FIELD_256
	if err := reedsolomon.NewReedSolomonEncoder(field).Encode(words, 7); err != nil {
		t.Fatal(err)
	}
	// The data run in pairs of columns from the right, up and down in turn, past column 6 (7.7.3); mask 0
	// turns every other module.
	m.setFormat(0b01000)
	i := 0
	for pair, x := 0, m.dim-1; x > 0; pair, x = pair+1, x-2 {
		if x == 6 {
			x--
		}
		for k := range m.dim {
			y := k
			if pair%2 == 0 {
				y = m.dim - 1 - k
			}
			for _, x := range [2]int{x, x - 1} {
				if x < 9 && y < 9 || x > m.dim-9 && y < 9 || x < 9 && y > m.dim-9 || x == 6 || y == 6 {
					continue
				}
				bit := words[i/8] >> (7 - i%8) & 1
				m.set(x, y, bit^(1-(x+y)&1))
				i++
			}
		}
	}
	page := image.NewGray(image.Rect(0, 0, d.w, d.h))
	for i := range page.Pix {
		page.Pix[i] = uint8(d.page)
	}
	corners := d.put(page, m)
	return page, corners
}

// put lays the symbol on the page: each pixel is the mean of 5x5 places in the symbol.
func (d *drawing) put(page *image.Gray, m *matrix) quad {
	n := float64(m.dim)
	if d.x == 0 {
		d.x, d.y = float64(d.w)/2, float64(d.h)/2
	}
	if d.cut > 0 {
		d.x = float64(d.w) + (d.cut-.5)*n*d.module
	}
	sin, cos := math.Sincos(d.angle * math.Pi / 180)
	half := n / 2 * d.module
	wide := 1.0
	if d.wide > 0 {
		wide = d.wide
	}
	place := func(u, v float64) point { // u, v from -1 to 1
		u *= wide * (1 - d.tilt*(v+1)/2)
		return point{d.x + half*(u*cos-v*sin), d.y + half*(u*sin+v*cos)}
	}
	corners := quad{place(-1, -1), place(1, -1), place(1, 1), place(-1, 1)}
	back, _ := homographyOf([4]point(corners), [4]point{{0, 0}, {n, 0}, {n, n}, {0, n}})
	reach := int((half + d.quiet*d.module) * 1.5 * max(1, wide))
	for y := max(0, int(d.y)-reach); y < min(d.h, int(d.y)+reach); y++ {
		for x := max(0, int(d.x)-reach); x < min(d.w, int(d.x)+reach); x++ {
			sum, inside := 0.0, 0.0
			for k := range 25 {
				p := back.at(float64(x)+float64(k%5)/5+.1, float64(y)+float64(k/5)/5+.1)
				p.y += d.bulge(p.x / n)
				if p.x < -d.quiet || p.y < -d.quiet || p.x >= n+d.quiet || p.y >= n+d.quiet {
					continue
				}
				inside++
				if d.isDark(m, p) {
					sum += d.dark
				} else {
					sum += d.light
				}
			}
			if inside > 0 {
				i := y*page.Stride + x
				page.Pix[i] = uint8(math.Round((sum + (25-inside)*float64(page.Pix[i])) / 25))
			}
		}
	}
	far := 2 * d.bulge(1) / n
	corners[1], corners[2] = place(1, -1-far), place(1, 1-far)
	return corners
}

// bulge is how far the symbol is off its plane, in modules, at a part of its width.
func (d *drawing) bulge(part float64) float64 {
	if d.bend == 0 {
		return 0 // most codes are flat, and a sine for each of 25 points of a pixel takes a quarter of the time
	}
	return d.bend * math.Sin(part*math.Pi*max(1, d.waves))
}

func (d *drawing) isDark(m *matrix, p point) bool {
	x, y := int(math.Floor(p.x)), int(math.Floor(p.y))
	if x < 0 || y < 0 || x >= m.dim || y >= m.dim {
		return false
	}
	middle := float64(m.dim) / 2
	if math.Abs(p.x-middle) < d.logo*middle && math.Abs(p.y-middle) < d.logo*middle {
		return true
	}
	if !m.dark[y*m.dim+x] {
		return false
	}
	return !d.dots || math.Hypot(p.x-float64(x)-.5, p.y-float64(y)-.5) < .47
}

// writeLines draws short bars in rows, as text looks from afar.
func writeLines(page *image.Gray, r *rand.Rand, ground float64) {
	ink := uint8(math.Mod(ground+128, 256))
	for y := 6; y < page.Rect.Dy()-12; y += 16 {
		for x := 6; x < page.Rect.Dx()-8; x += 3 + r.IntN(6) {
			w, h := 1+r.IntN(3), 5+r.IntN(6)
			for dy := range h {
				for dx := range w {
					page.Pix[(y+dy)*page.Stride+x+dx] = ink
				}
			}
			x += w
		}
	}
}

// blur smooths with a Gaussian, rows, then columns.
func blur(g *gray, sigma float64) {
	reach := int(math.Ceil(3 * sigma))
	weights := make([]float64, 2*reach+1)
	sum := 0.0
	for i := range weights {
		weights[i] = math.Exp(-float64((i-reach)*(i-reach)) / (2 * sigma * sigma))
		sum += weights[i]
	}
	pass := func(w, h, dx, dy int) {
		line := make([]float64, w)
		for y := range h {
			for x := range w {
				line[x] = float64(g.pix[y*dy+x*dx])
			}
			for x := range w {
				v := 0.0
				for k, f := range weights {
					v += f * line[min(max(x+k-reach, 0), w-1)]
				}
				g.pix[y*dy+x*dx] = uint8(math.Round(v / sum))
			}
		}
	}
	pass(g.w, g.h, 1, g.stride)
	pass(g.h, g.w, g.stride, 1)
}

// luminance converts a whole picture.
func luminance(img image.Image, behind ground) *gray {
	b := img.Bounds()
	g := newGray(b.Dx(), b.Dy())
	read := rowReader(img, b, behind)
	for y := range g.h {
		read(g.pix[y*g.stride:y*g.stride+g.w], y)
		g.pad(y)
	}
	g.padBelow()
	return g
}

func grayOf(img image.Image) *gray { return luminance(img, onWhite) }

// turned gives a picture after quarter turns, and inverted if asked.
func turned(src *image.Gray, quarters int, inverted bool) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	for range quarters {
		dst := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				dst.Pix[x*dst.Stride+h-1-y] = src.Pix[y*src.Stride+x]
			}
		}
		src, w, h = dst, h, w
	}
	if inverted {
		dst := image.NewGray(src.Rect)
		for i, v := range src.Pix {
			dst.Pix[i] = 255 - v
		}
		src = dst
	}
	return src
}

// link is a text of the kind that the program is for, with a secret of n letters.
func link(n int, seed uint64) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for range n {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return "otpauth://totp/Example:jane@example.org?secret=" + b.String() + "&issuer=Example"
}
