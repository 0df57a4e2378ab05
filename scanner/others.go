package scanner

import (
	"cmp"
	"fmt"
	"image"
	"math/bits"
	"slices"
	"strings"

	"github.com/makiuchi-d/gozxing"
	aztecdecoder "github.com/makiuchi-d/gozxing/aztec/decoder"
	aztec "github.com/makiuchi-d/gozxing/aztec/detector"
	matrixdecoder "github.com/makiuchi-d/gozxing/datamatrix/decoder"
	datamatrix "github.com/makiuchi-d/gozxing/datamatrix/detector"
)

// Codes of other kinds are not read, but named: a user who holds the wrong one before the program learns why nothing comes
// of it. They are looked for only where no QR code was read or seen.

// maxRegions bounds the places of a picture that are searched for codes of other kinds.
const maxRegions = 24

// Regions, in blocks of a level.
const (
	leastRegion  = 4   // the longer side: 32 pixels
	mostRegion   = 90  // the longer side: larger ones are searched on a smaller level
	thinRegion   = 2   // the shorter side
	regionRange  = 24  // of brightness in a block
	regionFilled = .6  // share of the region's blocks that have it
	regionTone   = .28 // least share of dark and of light pixels: text and drawings have less
)

// others looks for codes of other kinds, the smallest level first.
func (s *search) others(levels []*level) {
	tried := 0
	for i := len(levels) - 1; i >= 0; i-- {
		l := levels[i]
		s.smallSymbols(l)
		for _, r := range l.regions() {
			if s.ctx.Err() != nil || tried == maxRegions {
				return
			}
			if s.isOther(l, r) {
				continue
			}
			bits := l.bits(r, false)
			if !bits.balanced() {
				continue
			}
			tried++
			kind := l.otherKind(r, &bits)
			if kind == "" && i > 0 && bits.isStriped() {
				// Fine bars need all pixels; wide ones part the region on the larger level.
				finer := levels[i-1]
				r := image.Rectangle{r.Min.Mul(2), r.Max.Mul(2)}.Intersect(image.Rect(0, 0, finer.w, finer.h))
				if bits := finer.bits(r, false); finer.isBarCode(r, &bits) {
					kind = barCode
				}
			}
			if kind != "" {
				s.other(kind, scaled(quadOf(r), l.scale))
			}
		}
	}
	// What fills a small picture may have no clear edge.
	if l := levels[0]; len(s.otherAreas) == 0 && l.w*l.h <= enlargeAlways {
		r := image.Rect(0, 0, l.w, l.h)
		bits := l.bits(r, false)
		if kind := l.otherKind(r, &bits); kind != "" {
			s.other(kind, quadOf(r))
		}
	}
}

// isOther reports whether a code of another kind was found there.
func (s *search) isOther(l *level, r image.Rectangle) bool {
	area := scaled(quadOf(r), l.scale)
	return slices.ContainsFunc(s.otherAreas, func(q quad) bool {
		return q.contains(area.middle(), 0) || area.contains(q.middle(), 0)
	})
}

// other notes a code of another kind.
func (s *search) other(kind string, area quad) {
	s.otherAreas = append(s.otherAreas, area)
	s.otherSeen = append(s.otherSeen, Undecoded{
		Corners: s.corners(area), Frame: s.frame, Stage: StageFound, Cause: CauseOther, Advice: otherAdvice(kind, s.where(&area)),
	})
}

// otherAdvice says what a code of another kind is.
func otherAdvice(kind, where string) string {
	article := "a"
	if strings.ContainsRune("AEIOUr", rune(kind[0])) { // “an rMQR code”
		article = "an"
	}
	place := ""
	if where != "in the middle" {
		place = " It is " + where + "."
	}
	return fmt.Sprintf("This is %s %s. Authenticator codes are QR codes.%s", article, kind, place)
}

// regions are places full of contrast that may hold a code, in pixels, the fullest first.
func (l *level) regions() []image.Rectangle {
	type region struct {
		image.Rectangle
		filled float64
	}
	var all []region
	todo := make([]bool, l.bw*l.bh)
	for i := range todo {
		todo[i] = l.hi[i]-l.lo[i] >= regionRange
	}
	var stack []int
	for i := range todo {
		if !todo[i] {
			continue
		}
		todo[i] = false
		stack = append(stack[:0], i)
		blocks, r := 0, image.Rect(i%l.bw, i/l.bw, i%l.bw+1, i/l.bw+1)
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := k%l.bw, k/l.bw
			blocks++
			r.Min.X, r.Max.X, r.Max.Y = min(r.Min.X, x), max(r.Max.X, x+1), max(r.Max.Y, y+1)
			for _, d := range blockNeighbours {
				nx, ny := x+d.X, y+d.Y
				if nx < 0 || ny < 0 || nx >= l.bw || ny >= l.bh || !todo[ny*l.bw+nx] {
					continue
				}
				todo[ny*l.bw+nx] = false
				stack = append(stack, ny*l.bw+nx)
			}
		}
		long, short := max(r.Dx(), r.Dy()), min(r.Dx(), r.Dy())
		filled := float64(blocks) / float64(r.Dx()*r.Dy())
		if long < leastRegion || long > mostRegion || short < thinRegion || filled < regionFilled {
			continue
		}
		pixels := image.Rectangle{r.Min.Mul(blockSize), r.Max.Mul(blockSize)}.Intersect(image.Rect(0, 0, l.w, l.h))
		all = append(all, region{pixels, filled})
	}
	slices.SortStableFunc(all, func(a, b region) int { return cmp.Compare(b.filled, a.filled) })
	var out []image.Rectangle
	for _, r := range all {
		out = append(out, r.Rectangle)
	}
	return out
}

// blockNeighbours are the blocks that belong together: those around, and those beyond one that lies within a wide bar.
var blockNeighbours = [8]image.Point{{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}}

func quadOf(r image.Rectangle) quad {
	left, top, right, bottom := float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)
	return quad{{left, top}, {right, top}, {right, bottom}, {left, bottom}}
}

// A bitmap is a part of a level in two colours, with a light border.
type bitmap struct {
	*gozxing.BitMatrix
	dark         int // pixels
	across, down int // changes of colour along rows and along columns
}

// borderSize is the width of the border of a bitmap: bar codes need a margin of ten modules.
const borderSize = 3 * blockSize

// bits is a part of a level that begins at a block, its darker pixels set; the lighter ones, if inverted.
func (l *level) bits(r image.Rectangle, inverted bool) bitmap {
	m, err := gozxing.NewBitMatrix(r.Dx()+2*borderSize, r.Dy()+2*borderSize)
	if err != nil {
		panic(err) // a side of nothing
	}
	b := bitmap{BitMatrix: m}
	row := gozxing.NewBitArray(m.GetWidth())
	words, above := make([]uint32, (m.GetWidth()+31)/32+1), make([]uint32, (m.GetWidth()+31)/32+1)
	last := uint8(0xff) >> ((blockSize - r.Dx()%blockSize) % blockSize) // of the last block of a row
	for y := r.Min.Y; y < r.Max.Y; y++ {
		words, above = above, words
		clear(words)
		for x := 0; x < r.Dx(); x += blockSize {
			i := y/blockSize*l.bw + (r.Min.X+x)/blockSize
			dark := darkBits(l.pix[y*l.stride+r.Min.X+x:], l.thr[i])
			if inverted {
				dark = ^dark
			}
			if x+blockSize >= r.Dx() {
				dark &= last
			}
			words[(x+borderSize)/32] |= uint32(dark) << ((x + borderSize) % 32)
		}
		for i, w := range words[:len(words)-1] {
			b.dark += bits.OnesCount32(w)
			b.across += bits.OnesCount32(w ^ (w>>1 | words[i+1]<<31))
			b.down += bits.OnesCount32(w ^ above[i])
			row.SetBulk(32*i, w)
		}
		m.SetRow(y-r.Min.Y+borderSize, row)
	}
	return b
}

// balanced reports whether there are enough dark and light pixels for a code.
func (b *bitmap) balanced() bool {
	tone := float64(b.dark) / float64((b.GetWidth()-2*borderSize)*(b.GetHeight()-2*borderSize))
	return tone >= regionTone && tone <= 1-regionTone
}

// barCode is what all kinds of one row are called.
const barCode = "bar code"

// otherKind names the code that a region shows, with its bits; "" where it shows none. Each is read by its error correction or
// check digits, so that hardly anything else is taken for one.
func (l *level) otherKind(r image.Rectangle, plain *bitmap) string {
	if l.isBarCode(r, plain) {
		return barCode
	}
	for _, b := range [2]bitmap{*plain, l.bits(r, true)} {
		switch {
		case b.isDataMatrix():
			return "Data Matrix code"
		case b.isAztec():
			return "Aztec code"
		case b.isPDF417():
			return "PDF417 code"
		}
	}
	return ""
}

// isDataMatrix reports whether the code in the middle of the bitmap is a Data Matrix code.
func (b *bitmap) isDataMatrix() (ok bool) {
	defer failed(&ok)
	d, err := datamatrix.NewDetector(b.BitMatrix)
	if err != nil {
		return false
	}
	found, err := d.Detect()
	if err != nil {
		return false
	}
	_, err = matrixdecoder.NewDecoder().Decode(found.GetBits())
	return err == nil
}

// isAztec reports whether the code in the middle of the bitmap is an Aztec code.
func (b *bitmap) isAztec() (ok bool) {
	defer failed(&ok)
	found, err := aztec.NewDetector(b.BitMatrix).Detect(false)
	if err != nil {
		return false
	}
	_, err = aztecdecoder.NewDecoder().Decode(found)
	return err == nil
}

// failed takes a panic of a foreign reader for a no.
func failed(ok *bool) {
	if recover() != nil {
		*ok = false
	}
}
