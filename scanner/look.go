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

// secondLook spends more time where the first look left doubts.
func (s *search) secondLook(levels []*level) {
	// Small modules on the smaller levels: there the gaps between dots have closed.
	for i := len(levels) - 1; i > 0; i-- {
		l := levels[i]
		s.attempts(l, s.convincing(l, triples(s.between(l, 0, clearModule))))
	}
	// A pattern that is covered.
	for i := len(levels) - 1; i >= 0; i-- {
		l := levels[i]
		s.attempts(l, l.pairs(s.between(l, 0, math.Inf(1))))
	}
	if !s.doubtful() {
		return
	}
	for i := min(2, len(levels)-1); i >= 0; i-- {
		s.smoothed(levels[i])
	}
}

// smoothed searches a smoothed copy of a level: it joins symbols of dots and bars, and calms noise.
func (s *search) smoothed(l *level) {
	if s.ctx.Err() != nil {
		return
	}
	soft := newLevel(newGray(l.w, l.h), l.scale)
	s.workers.each(s.ctx, (l.h+stripRows-1)/stripRows, func(strip int) {
		rows := make([]uint8, 3*l.stride)
		for y := strip * stripRows; y < min((strip+1)*stripRows, l.h); y++ {
			soften(soft.gray, l.gray, y, rows)
		}
	})
	soft.padBelow()
	s.workers.each(s.ctx, soft.bh, soft.ranges)
	s.thresholds(soft, leastContrast)
	soft.found = finderSearch{level: soft, step: 2, tolerance: .6}.finders(s.ctx, s.workers)
	s.attempts(soft, s.convincing(soft, triples(s.between(soft, 0, math.Inf(1)))))
	soft.release()
}

// soften makes row y of dst from the five rows and columns around it in src, weighted 1:4:6:4:1 by averages of
// averages, eight pixels at a time. The scratch memory holds three rows.
func soften(dst, src *gray, y int, scratch []uint8) {
	n := src.stride
	row := func(y int) []uint8 {
		y = min(max(y, 0), src.h-1)
		return src.pix[y*n : (y+1)*n]
	}
	up, middle, down := scratch[:n], scratch[n:2*n], scratch[2*n:3*n]
	out := dst.pix[y*n : (y+1)*n]
	soft3(up, row(y-2), row(y-1), row(y))
	soft3(middle, row(y-1), row(y), row(y+1))
	soft3(down, row(y), row(y+1), row(y+2))
	soft3(out, up, middle, down)
	for range 2 {
		copy(middle, out)
		soft3(out[1:n-1], middle[:n-2], middle[1:n-1], middle[2:])
	}
	dst.pad(y)
}

// soft3 writes (a + 2b + c) / 4, up to a step.
func soft3(dst, a, b, c []uint8) {
	const low = 0x0101010101010101
	average := func(x, y uint64) uint64 { return x&y + (x^y)>>1&(0x7f*low) }
	for len(dst) >= 8 {
		x, y, z := binary.LittleEndian.Uint64(a), binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(c)
		binary.LittleEndian.PutUint64(dst, average(average(x, z), y))
		dst, a, b, c = dst[8:], a[8:], b[8:], c[8:]
	}
	for i := range dst {
		dst[i] = uint8((int(a[i]) + 2*int(b[i]) + int(c[i])) / 4)
	}
}
