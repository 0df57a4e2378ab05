package scanner

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// A page of a book, a mug, a crumpled sheet: no plane fits the symbol. Its grid is followed from the three finder patterns on, module
// by module: where dark and light are told apart best, the middles of the modules lie.

// Bounds on bent symbols.
const (
	maxBent     = 6   // symbols of a picture that are followed
	mostBentDim = 93  // modules a side: the work grows with their square
	bentSupport = .6  // share of the fixed parts that must show on a plane
	bentEye     = 56  // modules, of 64, of each finder pattern on a grid of its own
	bentTiming  = .65 // share of the timing patterns, once they are followed: text shows about a half
	anchorFit   = .75 // of an alignment pattern
	anchorReach = 1.5 // modules that it may be off
	nodeStep    = 3   // modules from one node of the sheet to the next, about
	nodeReach   = 4   // modules on each side of a node that are looked at
	quietReach  = 2   // of them, beyond an edge of the symbol
	bentSearch  = .6  // modules that a node may be off where its neighbours say it is
	mostSteps   = 3   // on each side that are tried
	bentStiff   = 6.  // how much the slope of the neighbours counts
)

// A bentSymbol was not read on any plane.
type bentSymbol struct {
	level  *level
	symbol symbol
	base   homography
	fixed  float64
}

// bend keeps a symbol for later.
func (s *search) bend(l *level, y *symbol, base *homography) {
	fixed := l.fixedFit(base, y.dim, y.corner.inverted)
	if fixed < bentSupport || y.dim > mostBentDim {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bents = append(s.bents, bentSymbol{l, *y, *base, fixed})
}

// resolveBends follows the likeliest of the symbols kept, and forgets them.
func (s *search) resolveBends() {
	s.mu.Lock()
	all := s.bents
	s.bents = nil
	s.mu.Unlock()
	slices.SortStableFunc(all, func(a, b bentSymbol) int { return cmp.Compare(b.fixed, a.fixed) })
	all = all[:min(len(all), maxBent-s.followed)]
	s.followed += len(all)
	s.workers.each(s.ctx, len(all), func(i int) {
		b := &all[i]
		for _, p := range [3]point{b.symbol.a, b.symbol.b, b.symbol.c} {
			if s.known(p.times(b.level.scale)) {
				return
			}
		}
		sheet, ok := b.level.follow(&b.symbol, &b.base)
		if !ok {
			return
		}
		best := sight{trust: -1}
		s.read(b.level, &b.symbol, sheet, &best)
	})
}

// bentLook looks at triples whose timing patterns do not lie on straight lines: larger symbols say beside two of their finder
// patterns how large they are.
func (s *search) bentLook(l *level) {
	ts := triples(s.between(l, 0, math.Inf(1)))
	for i := range ts[:min(len(ts), maxBentTriples)] {
		y := l.measure(&ts[i])
		if l.fitDimensions(&y, false) && y.timing >= leastTiming {
			continue // was tried
		}
		y.dim = min(max(int(math.Round((y.ab.modules()+y.ac.modules())/8+7./4)*4)+1, leastDim), mostDim)
		base, ok := y.parallelogram()
		if !ok || y.dim < versionDim || !l.mayBeEyes(&y) {
			continue
		}
		if s.versions++; s.versions > maxVersions {
			return
		}
		right := l.versionAt(&y, l.eyeFrame(&y, base, 1), 1)
		if right == 0 || right != l.versionAt(&y, l.eyeFrame(&y, base, 2), 2) {
			continue
		}
		y.dim = 17 + 4*right
		if base, ok = y.parallelogram(); ok && y.dim <= mostBentDim {
			s.bents = append(s.bents, bentSymbol{l, y, *base, 1})
		}
	}
}

const (
	maxBentTriples = 24 // of a level
	maxVersions    = 24 // of a picture that are read
	mayBeEye       = 44 // modules, of 64, of a finder pattern as it was measured
	versionDim     = 41 // modules a side of the smallest symbol that tells its version, less what the estimate may be off
)

// mayBeEyes reports whether all patterns of a symbol look like finder patterns along its sides.
func (l *level) mayBeEyes(y *symbol) bool {
	right, down := y.b.minus(y.a), y.c.minus(y.a)
	right, down = right.times(1/right.length()), down.times(1/down.length())
	far := float64(y.dim) - finderMiddle
	for corner, f := range [3]frame{
		{y.a, right.times(y.ab.moduleFrom), down.times(y.ac.moduleFrom), finderMiddle, finderMiddle},
		{y.b, right.times(y.ab.moduleTo), down.times(y.across[0]), far, finderMiddle},
		{y.c, right.times(y.across[1]), down.times(y.ac.moduleTo), finderMiddle, far},
	} {
		if l.eyeFit(&f, y.dim, corner, y.corner.inverted) < mayBeEye {
			return false
		}
	}
	return true
}

// versionAt reads the version beside the finder pattern at a corner (ISO/IEC 18004, 7.10); 0 where none is.
func (l *level) versionAt(y *symbol, f *frame, corner int) int {
	middle := 0.0
	for i := range 7 {
		p := f.at(f.x-3+float64(i), f.y)
		q := f.at(f.x-3+float64(i), f.y-2)
		middle += (l.at(p.x, p.y) + l.at(q.x, q.y)) / 14
	}
	word := 0
	for i := range 18 {
		x, y0 := f.x-7.5+float64(i%3), f.y-3+float64(i/3)
		if corner == 2 {
			x, y0 = f.x-3+float64(i/3), f.y-7.5+float64(i%3)
		}
		p := f.at(math.Floor(x)+.5, math.Floor(y0)+.5)
		if (l.at(p.x, p.y) < middle) != y.corner.inverted {
			word |= 1 << i
		}
	}
	for v := 7; v <= 40; v++ {
		if bits.OnesCount(uint(word^versionBits(v))) <= mostVersionErrors {
			return v
		}
	}
	return 0
}

// mostVersionErrors are told apart from any other version, whose bits differ in eight places.
const mostVersionErrors = 3

// eyeFrame fits the finder pattern at a corner: its middle, and its own module along both directions.
func (l *level) eyeFrame(y *symbol, base *homography, corner int) *frame {
	x0, y0 := finderMiddle, finderMiddle
	switch corner {
	case 1:
		x0 = float64(y.dim) - finderMiddle
	case 2:
		y0 = float64(y.dim) - finderMiddle
	}
	f := frameOf(base, x0, y0)
	best := l.eyeLikeness(f, y.corner.inverted)
	unit := (f.right.length() + f.down.length()) / 2
	for _, step := range []float64{.2, .1, .05, .025} {
		for range 3 {
			moved := false
			for k, what := range [3]*point{&f.p, &f.right, &f.down} {
				size := step * unit
				if k > 0 {
					size /= 3 // the outer ring is three modules away
				}
				for _, d := range [4]point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
					was := *what
					*what = was.plus(d.times(size))
					if like := l.eyeLikeness(f, y.corner.inverted); like > best {
						best, moved = like, true
					} else {
						*what = was
					}
				}
			}
			if !moved {
				break
			}
		}
	}
	return f
}

// eyeLikeness is how much a finder pattern shows in the middle of a frame.
func (l *level) eyeLikeness(f *frame, inverted bool) float64 {
	const fine = 2 // samples a module
	sum := 0.0
	for b := range 8 * fine {
		for a := range 8 * fine {
			x, y := (float64(a)+.5)/fine-4, (float64(b)+.5)/fine-4
			q := f.at(f.x+x, f.y+y)
			r := math.Max(math.Abs(x), math.Abs(y))
			value := l.at(q.x, q.y)
			if r < 1.5 || r > 2.5 && r < 3.5 {
				sum -= value / 33
			} else {
				sum += value / 31
			}
		}
	}
	if inverted {
		return -sum
	}
	return sum
}
