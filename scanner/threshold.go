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

// threshold sets the thresholds of n rows of blocks from row by on. The middle of a block's range is a good
// threshold where both modules show in it; the ranges of the blocks around weigh in, for a
// block may lie within one module. A block with nothing contrasty near is all of one colour.
// Blocks with a range below least do not count.
func (l *level) threshold(by, n, least int) {
	near, wide := newRangeSums(l.bw), newRangeSums(l.bw)
	for ; n > 0 && by < l.bh; by, n = by+1, n-1 {
		near.rows(l, by, 1, least)
		wide.rows(l, by, 2, least)
		for bx := range l.bw {
			t, ok := near.middle(bx, 1)
			if !ok {
				t, ok = wide.middle(bx, 2)
			}
			i := by*l.bw + bx
			lo, hi := int(l.lo[i]), int(l.hi[i])
			if c := hi - lo; c >= least && (int(t) < lo+c/4 || int(t) > hi-c/4) {
				t = l.ownMiddle(bx, by, least, t)
			}
			l.thr[i] = t
			switch {
			case !ok || l.lo[i] >= t:
				l.kind[i] = allLight
			case l.hi[i] < t:
				l.kind[i] = allDark
			default:
				l.kind[i] = mixed
			}
		}
	}
}

// ownMiddle is for a block of which the average t around it would make nearly everything dark or light: a faint
// symbol beside the strong edge of its card. Blocks whose middle lies beyond the block's own range
// then do not count, unless its own contrast is so small that it may be noise beside an edge.
func (l *level) ownMiddle(bx, by, least int, t uint8) uint8 {
	i := by*l.bw + bx
	lo, hi := int(l.lo[i]), int(l.hi[i])
	weight, sum := 0, 0
	for y := max(0, by-1); y <= min(l.bh-1, by+1); y++ {
		for x := max(0, bx-1); x <= min(l.bw-1, bx+1); x++ {
			low, high := int(l.lo[y*l.bw+x]), int(l.hi[y*l.bw+x])
			c := high - low
			if c > 3*(hi-lo) {
				return t
			}
			if m := (low + high) / 2; c >= least && m > lo && m < hi {
				weight += c
				sum += c * (low + high)
			}
		}
	}
	if weight == 0 {
		return t
	}
	return uint8((sum/weight + 1) / 2)
}

// rangeSums are, for each column of blocks, the contrasts of some rows of blocks and twice their middles, each times its
// contrast. Two columns of nothing stand at either end.
type rangeSums struct{ weight, sum []uint32 }

func newRangeSums(bw int) rangeSums {
	return rangeSums{make([]uint32, bw+4), make([]uint32, bw+4)}
}

// rows sums the rows within reach of row by.
func (r *rangeSums) rows(l *level, by, reach, least int) {
	clear(r.weight)
	clear(r.sum)
	for y := max(0, by-reach); y <= min(l.bh-1, by+reach); y++ {
		lows, highs := l.lo[y*l.bw:(y+1)*l.bw], l.hi[y*l.bw:(y+1)*l.bw]
		weight, sum := r.weight[2:2+len(lows)], r.sum[2:2+len(lows)]
		for x, lo := range lows {
			hi := highs[x]
			if c := uint32(hi) - uint32(lo); c >= uint32(least) {
				weight[x] += c
				sum[x] += c * (uint32(hi) + uint32(lo))
			}
		}
	}
}

// middle is the mean middle of the blocks within reach of column bx; false where none has contrast.
func (r *rangeSums) middle(bx, reach int) (uint8, bool) {
	weight, sum := uint32(0), uint32(0)
	for x := bx + 2 - reach; x <= bx+2+reach; x++ {
		weight += r.weight[x]
		sum += r.sum[x]
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
	less := lessBytes(binary.LittleEndian.Uint64(pix), uint64(threshold)*0x0101010101010101)
	return uint8(less >> 7 * 0x0102040810204080 >> 56)
}

// lessBytes sets the high bit of each byte where that of x is less than that of y.
func lessBytes(x, y uint64) uint64 {
	const high = 0x8080808080808080
	atLeast := (x | high) - y&^high // high bit: the lower seven bits of x are not less
	return (^x&y | ^(x^y)&^atLeast) & high
}
