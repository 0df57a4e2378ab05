package scanner

import "math/bits"

// Micro QR codes have one finder pattern, and timing patterns along two of their edges (ISO/IEC 18004, 5.3); rectangular
// ones, rMQR, have a second small pattern in the far corner and timing patterns along all edges (ISO/IEC 23941, 5.3).

var (
	microSides  = []int{11, 13, 15, 17}
	rmqrHeights = []int{7, 9, 11, 13, 15, 17}
	rmqrWidths  = []int{27, 43, 59, 77, 99, 139}
)

// Shares of the fixed parts that must show.
const (
	leastMicro = .97
	leastRMQR  = .95
)

// smallSymbols names Micro QR and rMQR codes beside the finder patterns of a level.
func (s *search) smallSymbols(l *level) {
	for i := range l.found {
		f := &l.found[i]
		if f.hits < 2 || f.stretch() != (point{1, 1}) || s.known(point{f.x, f.y}.times(l.scale)) {
			continue
		}
		for turn := range 4 {
			if s.ctx.Err() != nil {
				return
			}
			if kind, area, ok := l.smallSymbol(f, turn); ok {
				if area = scaled(area, l.scale); !s.overlapsOther(&area) {
					s.other(kind, area)
				}
				break
			}
		}
	}
}

func (s *search) overlapsOther(area *quad) bool {
	for i := range s.otherAreas {
		if s.otherAreas[i].contains(area.middle(), 0) {
			return true
		}
	}
	return false
}

// An eye is a finder pattern with a guess of how its symbol is turned.
type eye struct {
	*level
	corner      point // of the symbol
	right, down point // one module
	middle      float64
	inverted    bool
}

func (l *level) eyeOf(f *finder, turn int) eye {
	right := [4]point{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}[turn].times(f.module)
	e := eye{level: l, right: right, down: point{-right.y, right.x}, inverted: f.inverted}
	e.corner = point{f.x, f.y}.minus(e.right.times(3.5)).minus(e.down.times(3.5))
	e.middle = float64(l.thresholdAt(point{f.x, f.y}))
	return e
}

// isDark reports whether the module (x, y) is dark, or light in an inverted symbol.
func (e *eye) isDark(x, y int) bool {
	p := e.corner.plus(e.right.times(float64(x) + .5)).plus(e.down.times(float64(y) + .5))
	return (e.at(p.x, p.y) < e.middle) != e.inverted
}

// A tally counts modules that are as they must be.
type tally struct{ good, all int }

func (t *tally) count(ok bool) {
	t.all++
	if ok {
		t.good++
	}
}

func (t *tally) share() float64 { return float64(t.good) / float64(t.all) }

// smallSymbol tests the symbol of one finder pattern, turned by so many quarters.
func (l *level) smallSymbol(f *finder, turn int) (kind string, area quad, ok bool) {
	e := l.eyeOf(f, turn)
	// The timing pattern beside the eye, at the top edge.
	for x := 7; x < 11; x++ {
		if e.isDark(x, 0) != (x&1 == 0) {
			return "", area, false
		}
	}
	for _, n := range microSides {
		if e.isMicro(n) {
			return "Micro QR code", e.area(n, n), true
		}
	}
	steps := e
	for _, stretch := range []float64{1, .99, 1.01, .98, 1.02} {
		steps.right, steps.down = e.right.times(stretch), e.down.times(stretch)
		for _, h := range rmqrHeights {
			for _, w := range rmqrWidths {
				if steps.isRMQR(w, h) {
					return "rMQR code", steps.area(w, h), true
				}
			}
		}
	}
	return "", area, false
}

func (e *eye) area(w, h int) quad {
	right, down := e.right.times(float64(w)), e.down.times(float64(h))
	return quad{e.corner, e.corner.plus(right), e.corner.plus(right).plus(down), e.corner.plus(down)}
}

// isMicro reports whether a Micro QR code of n modules a side shows.
func (e *eye) isMicro(n int) bool {
	var fixed tally
	for i := 8; i < n; i++ {
		fixed.count(e.isDark(i, 0) == (i&1 == 0))
		fixed.count(e.isDark(0, i) == (i&1 == 0))
	}
	if fixed.good < fixed.all {
		return false
	}
	for i := range 64 {
		fixed.count(e.isDark(i%8, i/8) == finderDark(i%8, i/8))
	}
	for i := -1; i <= n; i++ {
		for _, p := range [4][2]int{{i, -1}, {i, n}, {-1, i}, {n, i}} {
			fixed.count(!e.isDark(p[0], p[1]))
		}
	}
	return fixed.share() >= leastMicro && e.microFormat(n)
}

// microFormat reports whether the format information is legal, one bit may be wrong, and of a symbol of n modules.
func (e *eye) microFormat(n int) bool {
	word := uint(0)
	for x := 1; x <= 8; x++ {
		word = word<<1 | bit(e.isDark(x, 8))
	}
	for y := 7; y >= 1; y-- {
		word = word<<1 | bit(e.isDark(8, y))
	}
	const mask = 0x4445
	for data := range uint(32) {
		number := int(data >> 2) // of version and level (ISO/IEC 18004, table 13)
		if dim := 11 + 2*((number+1)/2); bits.OnesCount(word^mask^bch(data)) > 1 || number < 5 && dim != n || number >= 5 && n != 17 {
			continue
		}
		return true
	}
	return false
}

// bch appends the ten check bits of format information.
func bch(data uint) uint {
	rest := data << 10
	for i := 4; i >= 0; i-- {
		if rest>>(10+i)&1 == 1 {
			rest ^= 0x537 << i
		}
	}
	return data<<10 | rest
}

func bit(b bool) uint {
	if b {
		return 1
	}
	return 0
}

// isRMQR reports whether an rMQR code of w times h modules shows.
func (e *eye) isRMQR(w, h int) bool {
	// The small pattern in the far corner: a ring of 5x5 and its middle.
	var far, fixed tally
	for i := range 25 {
		x, y := i%5, i/5
		r := max(abs(x-2), abs(y-2))
		far.count(e.isDark(w-5+x, h-5+y) == (r != 1))
	}
	if far.good < far.all-2 {
		return false
	}
	for i := range 7 * min(h, 8) {
		fixed.count(e.isDark(i%7, i/7) == finderDark(i%7, i/7))
	}
	for x := 8; x < w-5; x++ {
		want := x&1 == 0 || rmqrColumn(x, w)
		if x < w-6 {
			fixed.count(e.isDark(x, 0) == want)
		}
		fixed.count(e.isDark(x, h-1) == want)
	}
	for x := -1; x <= w; x++ {
		fixed.count(!e.isDark(x, -1))
		fixed.count(!e.isDark(x, h))
	}
	return fixed.share() >= leastRMQR
}

// rmqrColumn reports whether a column of alignment and timing patterns is at or beside x (ISO/IEC 23941, table 2).
func rmqrColumn(x, w int) bool {
	for _, c := range rmqrColumns[w] {
		if abs(x-c) <= 1 {
			return true
		}
	}
	return false
}

var rmqrColumns = map[int][]int{43: {21}, 59: {19, 39}, 77: {25, 51}, 99: {23, 49, 75}, 139: {27, 55, 83, 111}}
