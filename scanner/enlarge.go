package scanner

// Pictures of up to so many pixels are searched at twice their size when nothing else helped; where a user
// asked for more, up to the second number.
const (
	enlargeAlways = 400_000
	enlargeHarder = 6_000_000
)

func (s *search) mayEnlarge(g *gray) bool {
	n := g.w * g.h
	return n <= enlargeAlways || s.options.Harder && n <= enlargeHarder
}

// enlarged searches a level at twice its size: cubic interpolation brings out modules of hardly more than a
// pixel, which straight lines between pixels flatten.
func (s *search) enlarged(l *level) {
	double := newLevel(newGray(2*l.w, 2*l.h), l.scale/2)
	s.workers.each(s.ctx, (l.h+stripRows-1)/stripRows, func(strip int) {
		scratch := make([]int32, 2*l.stride)
		for y := 2 * strip * stripRows; y < 2*min((strip+1)*stripRows, l.h); y++ {
			enlargeRow(double.gray, l.gray, y, scratch)
		}
	})
	double.padBelow()
	s.workers.each(s.ctx, double.bh, double.ranges)
	s.thresholds(double, leastContrast)
	double.found = finderSearch{level: double, step: 2, tolerance: .6}.finders(s.ctx, s.workers)
	s.options.trace.sawFinders(double.found, double.scale)
	fs := s.between(double, 0, 1e9)
	s.attempts(double, s.convincing(double, triples(fs)))
	s.attempts(double, double.pairs(fs))
	s.resolveBends()
	double.release()
}

// cubic are the weights, of 128, of four pixels in a row a quarter of a pixel beyond the second
// (Keys, Cubic convolution interpolation, 1981, a = -1/2).
var cubic = [4]int32{-9, 111, 29, -3}

// enlargeRow makes row y of dst, which is twice as large as src.
func enlargeRow(dst, src *gray, y int, scratch []int32) {
	// Row 2k lies a quarter of a pixel above the middle of row k, row 2k+1 a quarter below.
	k, step := y/2, 1
	if y&1 == 0 {
		step = -1
	}
	a, b, c, d := src.row(k-step), src.row(k), src.row(k+step), src.row(k+2*step)
	column := scratch[:src.w]
	for x := range column {
		column[x] = cubic[0]*int32(a[x]) + cubic[1]*int32(b[x]) + cubic[2]*int32(c[x]) + cubic[3]*int32(d[x])
	}
	out := dst.pix[y*dst.stride : (y+1)*dst.stride]
	last := src.w - 1
	at := func(x int) int32 { return column[min(max(x, 0), last)] }
	for x := range column {
		l2, l1, m, r1, r2 := at(x-2), at(x-1), column[x], at(x+1), at(x+2)
		out[2*x] = clamp(cubic[0]*r1 + cubic[1]*m + cubic[2]*l1 + cubic[3]*l2)
		out[2*x+1] = clamp(cubic[0]*l1 + cubic[1]*m + cubic[2]*r1 + cubic[3]*r2)
	}
	dst.pad(y)
}

// clamp divides a sum of cubic weights, twice applied, back to a brightness.
func clamp(sum int32) uint8 {
	return uint8(min(max((sum+1<<13)>>14, 0), 255))
}
