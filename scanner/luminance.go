package scanner

import (
	"encoding/binary"
	"image"
	"image/color"
	"sync"
)

// A gray is a picture of one brightness a pixel, 0 black to 255 white. Rows and columns are padded to whole
// blocks of blockSize with copies of the last pixel, so that blocks need no edges.
type gray struct {
	pix    []uint8
	w, h   int
	stride int
}

// blockSize is the side of the square in which thresholds are looked for.
const blockSize = 8

// grayPool keeps pixel buffers for the next scan.
var grayPool sync.Pool

func newGray(w, h int) *gray {
	stride := (w + blockSize - 1) &^ (blockSize - 1)
	rows := (h + blockSize - 1) &^ (blockSize - 1)
	g := &gray{w: w, h: h, stride: stride}
	if b, _ := grayPool.Get().([]uint8); cap(b) >= stride*rows {
		g.pix = b[:stride*rows]
	} else {
		g.pix = make([]uint8, stride*rows)
	}
	return g
}

// release gives the buffer back; g must not be used any more.
func (g *gray) release() {
	if g != nil && g.pix != nil {
		//lint:ignore SA6002 one slice header a scan is little
		grayPool.Put(g.pix)
		g.pix = nil
	}
}

// pad fills row y right of the picture.
func (g *gray) pad(y int) {
	row := g.pix[y*g.stride : (y+1)*g.stride]
	for x := g.w; x < g.stride; x++ {
		row[x] = row[g.w-1]
	}
}

// padBelow fills the rows under the picture, from its last row.
func (g *gray) padBelow() {
	last := g.pix[(g.h-1)*g.stride : g.h*g.stride]
	for y := g.h; y*g.stride < len(g.pix); y++ {
		copy(g.pix[y*g.stride:], last)
	}
}

// at returns the brightness at a point by bilinear interpolation; pixel (0, 0) has its middle at
// (0.5, 0.5). Points outside are brought to the edge.
func (g *gray) at(x, y float64) float64 {
	x, y = x-0.5, y-0.5
	if x < 0 {
		x = 0
	} else if x > float64(g.w-1) {
		x = float64(g.w - 1)
	}
	if y < 0 {
		y = 0
	} else if y > float64(g.h-1) {
		y = float64(g.h - 1)
	}
	ix, iy := int(x), int(y)
	ix, iy = min(ix, max(0, g.w-2)), min(iy, max(0, g.h-2))
	fx, fy := x-float64(ix), y-float64(iy)
	i := iy*g.stride + ix
	j := i
	if iy+1 < g.h {
		j += g.stride
	}
	k := 0
	if ix+1 < g.w {
		k = 1
	}
	a, b := float64(g.pix[i]), float64(g.pix[i+k])
	c, d := float64(g.pix[j]), float64(g.pix[j+k])
	top := a + (b-a)*fx
	return top + (c+(d-c)*fx-top)*fy
}

// A ground is what stands behind the transparent parts of a picture.
type ground uint8

const (
	onWhite ground = 255
	onBlack ground = 0
)

// rowReader returns a function that writes the brightness of row y of the part r of img, counted from the part's top, to
// dst, and reports whether the ground shows through in it. The usual picture types are read from their own memory: going through image.Image.At costs
// twenty times as much. It may be called from several goroutines at once.
func rowReader(img image.Image, r image.Rectangle, behind ground) func(dst []uint8, y int) (seeThrough bool) {
	switch m := img.(type) {
	case *image.Gray:
		return func(dst []uint8, y int) bool {
			copy(dst, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):])
			return false
		}
	case *image.Gray16:
		return func(dst []uint8, y int) bool {
			src := m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):]
			for x := range dst {
				dst[x] = src[2*x]
			}
			return false
		}
	case *image.YCbCr:
		return func(dst []uint8, y int) bool {
			copy(dst, m.Y[m.YOffset(r.Min.X, r.Min.Y+y):])
			return false
		}
	case *image.NYCbCrA:
		return func(dst []uint8, y int) bool {
			copy(dst, m.Y[m.YOffset(r.Min.X, r.Min.Y+y):])
			see, alpha := false, m.A[m.AOffset(r.Min.X, r.Min.Y+y):]
			for x := range dst {
				see = see || alpha[x] != 255
				dst[x] = over(dst[x], alpha[x], behind)
			}
			return see
		}
	case *image.RGBA:
		return func(dst []uint8, y int) bool {
			return rgbaRow(dst, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):], behind, true)
		}
	case *image.NRGBA:
		return func(dst []uint8, y int) bool {
			return rgbaRow(dst, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):], behind, false)
		}
	case *image.RGBA64:
		return func(dst []uint8, y int) bool {
			return rgba64Row(dst, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):], behind, true)
		}
	case *image.NRGBA64:
		return func(dst []uint8, y int) bool {
			return rgba64Row(dst, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):], behind, false)
		}
	case *image.CMYK:
		return func(dst []uint8, y int) bool {
			cmykRow(dst, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):])
			return false
		}
	case *image.Paletted:
		var table [256]uint8
		whole := m.Opaque()
		for i, c := range m.Palette[:min(256, len(m.Palette))] {
			table[i] = brightness(c, behind)
		}
		return func(dst []uint8, y int) bool {
			for x, i := range m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):][:len(dst)] {
				dst[x] = table[i]
			}
			return !whole
		}
	}
	o, ok := img.(interface{ Opaque() bool })
	whole := ok && o.Opaque()
	return func(dst []uint8, y int) bool {
		for x := range dst {
			dst[x] = brightness(img.At(r.Min.X+x, r.Min.Y+y), behind)
		}
		return !whole
	}
}

// Weights of red, green and blue, of 256: ITU-R BT.601.
const (
	redWeight   = 77
	greenWeight = 150
	blueWeight  = 29
)

// rgbaRow reads pixels of red, green, blue, alpha, a byte each, eight at a time.
func rgbaRow(dst, src []uint8, behind ground, premultiplied bool) (seeThrough bool) {
	const alphas = 0xff000000ff000000
	src = src[:4*len(dst)]
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		p := src[4*x : 4*x+32 : 4*x+32]
		a, b := binary.LittleEndian.Uint64(p), binary.LittleEndian.Uint64(p[8:])
		c, d := binary.LittleEndian.Uint64(p[16:]), binary.LittleEndian.Uint64(p[24:])
		if a&b&c&d&alphas != alphas {
			for i := range 8 {
				dst[x+i] = rgbaPixel(p[4*i:], behind, premultiplied)
			}
			seeThrough = true
			continue
		}
		out := twoPixels(a)
		if a == b && a == c && a == d { // most of a screen is of one colour for long
			out *= 0x0001000100010001
		} else {
			out |= twoPixels(b)<<16 | twoPixels(c)<<32 | twoPixels(d)<<48
		}
		binary.LittleEndian.PutUint64(dst[x:], out)
	}
	for ; x < len(dst); x++ {
		dst[x] = rgbaPixel(src[4*x:], behind, premultiplied)
		seeThrough = seeThrough || src[4*x+3] != 255
	}
	return seeThrough
}

// twoPixels returns the brightness of two pixels of red, green, blue, alpha in its two lowest bytes. The
// products of red and blue meet in the upper half of each pixel's lanes; green's is added there.
func twoPixels(v uint64) uint64 {
	const (
		lanes  = 0x00ff00ff00ff00ff
		greens = 0x000000ff000000ff
	)
	s := v&lanes*(blueWeight+redWeight<<16) + v>>8&greens*(greenWeight<<16)
	return s>>24&0xff | s>>48&0xff00
}

func rgbaPixel(p []uint8, behind ground, premultiplied bool) uint8 {
	s := uint8((redWeight*uint32(p[0]) + greenWeight*uint32(p[1]) + blueWeight*uint32(p[2])) >> 8)
	if premultiplied {
		return uint8(min(255, uint32(s)+uint32(behind)*(255-uint32(p[3]))/255))
	}
	return over(s, p[3], behind)
}

// rgba64Row reads pixels of four 16-bit numbers, the high byte first; their high bytes are enough.
func rgba64Row(dst, src []uint8, behind ground, premultiplied bool) (seeThrough bool) {
	for x := range dst {
		p := src[8*x : 8*x+8]
		dst[x] = rgbaPixel([]uint8{p[0], p[2], p[4], p[6]}, behind, premultiplied)
		seeThrough = seeThrough || p[6] != 255
	}
	return seeThrough
}

func cmykRow(dst, src []uint8) {
	for x := range dst {
		p := src[4*x : 4*x+4]
		s := redWeight*(255-uint32(p[0])) + greenWeight*(255-uint32(p[1])) + blueWeight*(255-uint32(p[2]))
		dst[x] = uint8(s * (255 - uint32(p[3])) / (255 * 256))
	}
}

// over lays a brightness with alpha over the ground.
func over(s, alpha uint8, behind ground) uint8 {
	return uint8((uint32(s)*uint32(alpha) + uint32(behind)*(255-uint32(alpha))) / 255)
}

// brightness reads any colour.
func brightness(c color.Color, behind ground) uint8 {
	if c == nil {
		return uint8(behind)
	}
	r, g, b, a := c.RGBA()
	s := (redWeight*r + greenWeight*g + blueWeight*b) >> 16
	return uint8(min(255, s+uint32(behind)*(0xffff-a)/0xffff))
}
