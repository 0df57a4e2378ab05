package scanner

import (
	"encoding/binary"
)

// Kinds of a block.
const (
	mixed    = iota // holds dark and light pixels
	allLight        //
	allDark         //
)

// leastContrast is the range of brightness below which a block says nothing about
// its neighbourhood's threshold.
const leastContrast = 10

// threshold sets the thresholds of one row of blocks. The middle of a block's range is a good
// threshold where both modules show in it; the ranges of the blocks around weigh in, for a
// block may lie within one module. A block with nothing contrasty near is all of one colour.
func (l *level) threshold(by int, least int) {
	for bx := range l.bw {
		i := by*l.bw + bx
		t, ok := l.middle(bx, by, 1, least)
		if !ok {
			t, ok = l.middle(bx, by, 2, least)
		}
		switch {
		case !ok:
			l.thr[i], l.kind[i] = 0, allLight
		case l.lo[i] >= t:
			l.thr[i], l.kind[i] = t, allLight
		case l.hi[i] < t:
			l.thr[i], l.kind[i] = t, allDark
		default:
			l.thr[i], l.kind[i] = t, mixed
		}
	}
}

// middle averages the middles of the contrasty blocks within radius, each by its contrast.
func (l *level) middle(bx, by, radius, least int) (uint8, bool) {
	weight, sum := 0, 0
	for y := max(0, by-radius); y <= min(l.bh-1, by+radius); y++ {
		for x := max(0, bx-radius); x <= min(l.bw-1, bx+radius); x++ {
			lo, hi := int(l.lo[y*l.bw+x]), int(l.hi[y*l.bw+x])
			if c := hi - lo; c >= least {
				weight += c
				sum += c * (hi + lo)
			}
		}
	}
	if weight == 0 {
		return 0, false
	}
	return uint8((sum/weight + 1) / 2), true
}

// dark reports whether the pixel (x, y) is below its block's threshold.
func (l *level) dark(x, y int) bool {
	return l.pix[y*l.stride+x] < l.thr[y/blockSize*l.bw+x/blockSize]
}

// darkBits compares eight pixels with a threshold; bit i of the result is set where pixel i is
// below it.
func darkBits(pix []uint8, threshold uint8) uint8 {
	const high = 0x8080808080808080
	p := binary.LittleEndian.Uint64(pix)
	t := uint64(threshold) * 0x0101010101010101
	atLeast := (p | high) - t&^high // high bit: the lower seven bits of p are not less
	less := (^p&t | ^(p^t)&^atLeast) & high
	return uint8(less >> 7 * 0x0102040810204080 >> 56)
}
