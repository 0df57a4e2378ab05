package scanner

import (
	"context"
	"encoding/binary"
	"image"
	"sync/atomic"
)

// A level is the picture at one scale, with what the search needs of its blocks.
type level struct {
	*gray
	scale  float64 // picture pixels a pixel of this level
	bw, bh int     // blocks a row, rows of blocks
	lo, hi []uint8 // darkest and lightest pixel of each block
	thr    []uint8 // a pixel below its block's is dark
	kind   []uint8 // of each block: mixed, allLight, allDark
	found  []finder
}

func newLevel(g *gray, scale float64) *level {
	l := &level{gray: g, scale: scale, bw: g.stride / blockSize, bh: len(g.pix) / g.stride / blockSize}
	n := l.bw * l.bh
	b := make([]uint8, 4*n)
	l.lo, l.hi, l.thr, l.kind = b[:n:n], b[n:2*n:2*n], b[2*n:3*n:3*n], b[3*n:]
	return l
}

const (
	maxLevels    = 6  // full size, 1/2 ... 1/32: modules of up to 400 pixels, loose dots of 60 (families huge, hugedots)
	stripLevels  = 4  // of them are made strip by strip
	smallestSide = 42 // of a level: the smallest symbol with a little margin still has more than a pixel a module
	stripRows    = 64 // rows of the full size that one worker does in one go: eight of the smallest level
)

// pyramid converts the part r of img to brightness at all scales, with the range of each block, in one
// pass over strips that stay in the processor's cache. It also reports whether the
// ground shows through.
func pyramid(ctx context.Context, img image.Image, r image.Rectangle, behind ground, w workers) ([]*level, bool) {
	levels := emptyPyramid(r.Dx(), r.Dy())
	read := rowReader(img, r, behind)
	var seeThrough atomic.Bool
	full := levels[0].gray
	w.each(ctx, (full.h+stripRows-1)/stripRows, func(strip int) {
		see := false
		for y := strip * stripRows; y < min((strip+1)*stripRows, full.h); y++ {
			if read(full.pix[y*full.stride:y*full.stride+full.w], y) {
				see = true
			}
			full.pad(y)
		}
		if see {
			seeThrough.Store(true)
		}
		finishStrip(levels[:min(len(levels), stripLevels)], strip)
	})
	for i := stripLevels; i < len(levels); i++ {
		levels[i].shrink(levels[i-1])
	}
	return levels, seeThrough.Load()
}

func emptyPyramid(w, h int) []*level {
	levels := []*level{newLevel(newGray(w, h), 1)}
	for len(levels) < maxLevels && min(w, h)/2 >= smallestSide {
		w, h = (w+1)/2, (h+1)/2
		levels = append(levels, newLevel(newGray(w, h), 2*levels[len(levels)-1].scale))
	}
	return levels
}

// finishStrip makes the smaller levels of a strip whose full size is there, and the ranges of all its blocks.
func finishStrip(levels []*level, strip int) {
	for i, l := range levels {
		rows := stripRows >> i
		y0, y1 := strip*rows, min((strip+1)*rows, l.h)
		if i > 0 {
			for y := y0; y < y1; y++ {
				halve(l.gray, levels[i-1].gray, y)
			}
		}
		if (strip+1)*rows >= l.h && y0 < l.h {
			l.padBelow()
		}
		// Those of the full size come when it is searched, after the others.
		for by := y0 / blockSize; i > 0 && by*blockSize < y1; by++ {
			l.ranges(by)
		}
	}
}

// shrink makes a whole level from the one twice its size.
func (l *level) shrink(from *level) {
	for y := range l.h {
		halve(l.gray, from.gray, y)
	}
	l.padBelow()
	for by := range l.bh {
		l.ranges(by)
	}
}

// halve makes row y of dst from two rows of src, the average of four pixels each. Eight pixels of a row go
// through one word: sums in 16-bit lanes.
func halve(dst, src *gray, y int) {
	const lanes = 0x00ff00ff00ff00ff
	row := dst.pix[y*dst.stride : (y+1)*dst.stride]
	up := src.pix[2*y*src.stride : (2*y+1)*src.stride]
	down := src.pix[(2*y+1)*src.stride : (2*y+2)*src.stride]
	for len(up) >= 8 && len(down) >= 8 && len(row) >= 4 {
		a, b := binary.LittleEndian.Uint64(up), binary.LittleEndian.Uint64(down)
		s := a&lanes + a>>8&lanes + b&lanes + b>>8&lanes
		s = (s + 0x0002000200020002) >> 2 & lanes
		s = (s | s>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(row, uint32(s|s>>16))
		up, down, row = up[8:], down[8:], row[4:]
	}
	dst.pad(y)
}

// ranges finds the darkest and the lightest pixel of the blocks of one row of blocks.
func (l *level) ranges(by int) {
	rows := l.pix[by*blockSize*l.stride:]
	for bx := range l.bw {
		l.lo[by*l.bw+bx], l.hi[by*l.bw+bx] = blockRange(rows[bx*blockSize:], l.stride)
	}
}

// blockRange returns the least and the greatest of 8x8 pixels. Most blocks of a screen hold one
// colour: they are known by eight comparisons.
func blockRange(pix []uint8, stride int) (lo, hi uint8) {
	const (
		lanes = 0x00ff00ff00ff00ff
		carry = 0x0100010001000100
		ones  = 0x0001000100010001
	)
	pix = pix[: 7*stride+8 : 7*stride+8]
	first := binary.LittleEndian.Uint64(pix)
	differ := first ^ (first<<8 | first>>56)
	for i := stride; i < len(pix); i += stride {
		differ |= first ^ binary.LittleEndian.Uint64(pix[i:])
	}
	if differ == 0 {
		return pix[0], pix[0]
	}
	least, most := first&lanes, first&lanes
	for i := 0; i < len(pix); i += stride {
		word := binary.LittleEndian.Uint64(pix[i:])
		for _, v := range [2]uint64{word & lanes, word >> 8 & lanes} {
			m := ((most | carry) - v) >> 8 & ones * 0xff // lanes where most >= v
			most = most&m | v&^m
			m = ((v | carry) - least) >> 8 & ones * 0xff
			least = least&m | v&^m
		}
	}
	lo, hi = 255, 0
	for i := 0; i < 64; i += 16 {
		lo, hi = min(lo, uint8(least>>i)), max(hi, uint8(most>>i))
	}
	return lo, hi
}
