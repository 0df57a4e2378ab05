package scanner

import (
	"encoding/binary"
	"math"
)

// doubtful reports whether a second look is worth its time: nothing was read, or a symbol was seen that was
// not read.
func (s *search) doubtful() bool {
	return len(s.codes) == 0 || s.options.Harder || len(s.sightings()) > 0
}

// speaks reports whether something that was seen speaks for a code, so that the dear parts of the second look are worth
// their time.
func (s *search) speaks() bool { return s.options.Harder || s.bestFixed >= speakingFixed }

// speakingFixed is a share of the fixed parts that text and icons do not show by chance: of drawn pages without a code the
// most was .75. Drawn codes without content and halftones show up to .97.
const speakingFixed = .78

// leftOver tries small modules on the smaller levels, which left them to the larger ones: there the gaps between dots have
// closed, and a pattern that the full size lost may show.
func (s *search) leftOver(levels []*level) {
	for i := len(levels) - 1; i > 0; i-- {
		l := levels[i]
		s.attempts(l, s.convincing(l, triples(s.between(l, 0, clearModule))))
	}
}

// secondLook spends more time where the first look left doubts.
func (s *search) secondLook(levels []*level) {
	s.openLook(levels)
	if !s.doubtful() {
		return
	}
	for i := len(levels) - 1; i >= 0; i-- {
		s.bentLook(levels[i])
	}
	if s.resolveBends(); !s.doubtful() {
		return
	}
	// A pattern that is covered.
	for i := len(levels) - 1; i >= 0; i-- {
		l := levels[i]
		pairs := l.pairs(s.between(l, 0, math.Inf(1)))
		s.attempts(l, pairs)
		s.halves(l, pairs)
	}
	s.resolveBends()
	if !s.doubtful() {
		return
	}
	for i := len(levels) - 1; i >= 0 && s.doubtful(); i-- {
		if l := levels[i]; l.w*l.h > filterAlways && !s.speaks() {
			return
		}
		s.filtered(levels[i], darken)
		if i > 0 || s.options.Harder {
			s.filtered(levels[i], lighten)
		}
	}
}

// filterAlways is up to how many pixels of a level it is filtered whatever was seen of it.
const filterAlways = 1_000_000

// A filter makes row y of dst from the rows around it in src. The scratch memory holds three rows.
type filter func(dst, src *gray, y int, scratch []uint8)

// filtered searches a filtered copy of a level.
func (s *search) filtered(l *level, f filter) {
	if s.ctx.Err() != nil {
		return
	}
	copied := newLevel(newGray(l.w, l.h), l.scale)
	s.workers.each(s.ctx, (l.h+stripRows-1)/stripRows, func(strip int) {
		scratch := make([]uint8, 3*l.stride)
		for y := strip * stripRows; y < min((strip+1)*stripRows, l.h); y++ {
			f(copied.gray, l.gray, y, scratch)
			copied.pad(y)
		}
	})
	copied.padBelow()
	s.workers.each(s.ctx, copied.bh, copied.ranges)
	s.thresholds(copied, leastContrast)
	copied.found = finderSearch{level: copied, step: 2, tolerance: .6}.finders(s.ctx, s.workers)
	s.options.trace.sawFinders(copied.found, copied.scale)
	s.attempts(copied, s.convincing(copied, triples(s.between(copied, 0, math.Inf(1)))))
	s.resolveBends()
	copied.release()
}

// row is a row of the picture; beyond its edges, the nearest.
func (g *gray) row(y int) []uint8 {
	y = min(max(y, 0), g.h-1)
	return g.pix[y*g.stride : (y+1)*g.stride]
}

// darken gives each pixel the darkest of the 3x3 around it: it closes the gaps between the dots that some
// symbols are made of.
func darken(dst, src *gray, y int, scratch []uint8) { extreme(dst, src, y, scratch, 0) }

// lighten does the same for light dots on dark.
func lighten(dst, src *gray, y int, scratch []uint8) { extreme(dst, src, y, scratch, 1<<64-1) }

// extreme takes the least of 3x3 pixels after flipping their bits with flip.
func extreme(dst, src *gray, y int, scratch []uint8, flip uint64) {
	n := src.stride
	middle, out := scratch[:n], dst.pix[y*n:(y+1)*n]
	least3(middle, src.row(y-1), src.row(y), src.row(y+1), flip)
	copy(out, middle)
	least3(out[1:n-1], middle[:n-2], middle[1:n-1], middle[2:], flip)
}

// least3 writes the least of a, b and c, their bits flipped with flip before and after.
func least3(dst, a, b, c []uint8, flip uint64) {
	for len(dst) >= 8 {
		x, y, z := binary.LittleEndian.Uint64(a)^flip, binary.LittleEndian.Uint64(b)^flip, binary.LittleEndian.Uint64(c)^flip
		binary.LittleEndian.PutUint64(dst, least(least(x, y), z)^flip)
		dst, a, b, c = dst[8:], a[8:], b[8:], c[8:]
	}
	for i := range dst {
		f := uint8(flip)
		dst[i] = min(a[i]^f, b[i]^f, c[i]^f) ^ f
	}
}

// least takes the lesser of each two bytes.
func least(x, y uint64) uint64 {
	less := lessBytes(x, y) >> 7 * 0xff
	return x&less | y&^less
}
