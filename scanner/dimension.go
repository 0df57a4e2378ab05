package scanner

import "math"

// A side is the line between the middles of two finder patterns of a triple, with the size of a
// module along it as measured at either end.
type side struct {
	from, to             point
	moduleFrom, moduleTo float64
}

// modules estimates how many modules lie between the two middles. In perspective the size of a
// module changes along the side; the geometric mean of its ends is exact for that.
func (s *side) modules() float64 {
	return s.to.minus(s.from).length() / math.Sqrt(s.moduleFrom*s.moduleTo)
}

// weight is the depth of the far end, the near end's being 1: how perspective shrinks what is there.
func (s *side) weight() float64 {
	k := math.Sqrt(s.moduleFrom / s.moduleTo)
	if math.Abs(k-1) < .04 { // the measurement is no finer
		return 1
	}
	return k
}

// A symbol is a triple measured along its own sides.
type symbol struct {
	triple
	a, b, c point // the patterns' middles, refined
	ab, ac  side
	across  [2]float64 // a module at b along ac, at c along ab
	dim     int        // modules a side; 0 while unknown
	dims    [3]int     // likely sizes
	fits    [3]float64 // how well the timing patterns show for each
	nDims   int
	fixed   float64 // share of the fixed parts that show under the simplest grid
	timing  float64 // how well the timing patterns of dim modules show: 1 perfectly, 0 not at all
}

// measure retraces the patterns of a triple along the lines that join them.
func (l *level) measure(t *triple) symbol {
	s := symbol{triple: *t}
	a, b, c := point{t.corner.x, t.corner.y}, point{t.right.x, t.right.y}, point{t.below.x, t.below.y}
	right, down := b.minus(a), c.minus(a)
	right, down = right.times(1/right.length()), down.times(1/down.length())
	var mar, mad, mbr, mbd, mcr, mcd float64
	a, mar, mad = l.refine(a, right, down, &t.corner)
	b, mbr, mbd = l.refine(b, right, down, &t.right)
	c, mcr, mcd = l.refine(c, right, down, &t.below)
	s.a, s.b, s.c = a, b, c
	s.ab = side{a, b, mar, mbr}
	s.ac = side{a, c, mad, mcd}
	s.across = [2]float64{mbd, mcr}
	return s
}

// refine measures a pattern along two directions: its middle and the size of a module along each. What
// cannot be measured stays as the rows and columns said.
func (l *level) refine(p, right, down point, f *finder) (point, float64, float64) {
	mr, md := f.moduleAlong(right), f.moduleAlong(down)
	p1, m1, ok1 := l.retrace(p, right, mr, f.inverted, f.open != 0)
	if ok1 {
		p, mr = p1, m1
	}
	p2, m2, ok2 := l.retrace(p, down, md, f.inverted, f.open != 0)
	if ok2 {
		p, md = p2, m2
	}
	if ok2 && !ok1 {
		if p1, m1, ok1 = l.retrace(p, right, mr, f.inverted, f.open != 0); ok1 {
			p, mr = p1, m1
		}
	}
	return p, mr, md
}

// retrace measures the seven modules of a pattern along direction d through its middle p.
func (l *level) retrace(p, d point, module float64, inverted, open bool) (point, float64, bool) {
	ahead, na := l.ray(p, d, module, !inverted)
	back, nb := l.ray(p, d.times(-1), module, !inverted)
	if open && (na < 3 || nb < 3 || max(ahead[2]-ahead[1], back[2]-back[1]) > mostClosed*module) {
		m, shift, ok := openRuns(&ahead, &back, na, nb)
		if !ok || m > 1.6*module || module > 1.6*m {
			return p, module, false
		}
		return p.plus(d.times(shift)), m, true
	}
	if na < 3 || nb < 3 {
		return p, module, false
	}
	r := runs{back[2] - back[1], back[1] - back[0], ahead[0] + back[0], ahead[1] - ahead[0], ahead[2] - ahead[1]}
	m := r.total() / 7
	if !r.isFinder(.75) || m > 1.6*module || module > 1.6*m {
		return p, module, false
	}
	shift := (ahead[0] - back[0] + ahead[1] - back[1] + ahead[2] - back[2]) / 6
	return p.plus(d.times(shift)), m, true
}

// ray walks from p in direction d over three changes of colour and returns how far they are, and how many there
// were. The edge of the picture may be the third.
func (l *level) ray(p, d point, module float64, dark bool) (at [3]float64, n int) {
	step := math.Min(1, module/3)
	was, value := 0.0, l.over(p)
	if (value < 0) != dark {
		return at, 0
	}
	for far := step; far < 6*module+2; far += step {
		q := p.plus(d.times(far))
		if q.x < 0 || q.y < 0 || q.x > float64(l.w) || q.y > float64(l.h) {
			at[n] = far
			if n == 2 {
				n = 3
			}
			return at, n
		}
		was, value = value, l.over(q)
		if (value < 0) == dark {
			continue
		}
		dark = !dark
		at[n] = far - step*value/(value-was)
		if n++; n == 3 {
			return at, n
		}
	}
	return at, n
}

// over is how much brighter a point is than the threshold there.
func (l *level) over(p point) float64 {
	return l.at(p.x, p.y) - float64(l.thresholdAt(p))
}

func (l *level) thresholdAt(p point) uint8 {
	x, y := min(max(int(p.x), 0), l.w-1), min(max(int(p.y), 0), l.h-1)
	return l.thr[y/blockSize*l.bw+x/blockSize]
}

// Legal sides, in modules: 21 for version 1 to 177 for version 40, in steps of 4.
const (
	leastDim = 21
	mostDim  = 177
)

// fitDimensions finds the legal sides that fit a symbol's measured size, best timing patterns first. With
// either set, one of the two timing patterns is enough. It reports false where there is none.
func (l *level) fitDimensions(s *symbol, either bool) bool {
	ab, ac := s.ab.modules()+7, s.ac.modules()+7
	lo, hi := math.Min(ab, ac), math.Max(ab, ac)
	slack := 3 + .08*hi
	s.nDims = 0
	sign := 1.0
	if s.corner.inverted {
		sign = -1
	}
	first := (int(lo-slack)+2)/4*4 + 1
	for dim := max(leastDim, first); dim <= mostDim && float64(dim) <= hi+slack; dim += 4 {
		one := sign * l.timingFit(&s.ab, s.ac.moduleFrom, s.across[0], s.c.minus(s.a), dim)
		two := 0.0
		if one >= leastOneTiming || either {
			two = sign * l.timingFit(&s.ac, s.ab.moduleFrom, s.across[1], s.b.minus(s.a), dim)
		}
		fit := (one + two) / 2
		if either {
			fit = math.Max(one, two)
		}
		s.addDimension(dim, fit)
	}
	if s.nDims == 0 {
		return false
	}
	s.dim, s.timing = s.dims[0], s.fits[0]
	return true
}

// leastOneTiming is how well the first timing pattern must show for the second to be looked at.
const leastOneTiming = .1

// addDimension keeps the best few.
func (s *symbol) addDimension(dim int, fit float64) {
	at := s.nDims
	for at > 0 && s.fits[at-1] < fit {
		at--
	}
	if at >= len(s.dims) {
		return
	}
	copy(s.dims[at+1:], s.dims[at:])
	copy(s.fits[at+1:], s.fits[at:])
	s.dims[at], s.fits[at] = dim, fit
	s.nDims = min(s.nDims+1, len(s.dims))
}

// timingFit looks at the timing pattern beside a side: modules that change colour one by one on the line that joins
// the inner corners of the two finder patterns, three modules off their middles in direction inward (ISO/IEC 18004,
// 6.3.5). It returns the sum of the expected changes over the sum of all changes: 1 for a clean
// pattern of dim modules, about 0 for anything else.
func (l *level) timingFit(s *side, offFrom, offTo float64, inward point, dim int) float64 {
	inward = inward.times(1 / inward.length())
	from := s.from.plus(inward.times(3 * offFrom))
	to := s.to.plus(inward.times(3 * offTo))
	k, n := s.weight(), float64(dim-7)
	sum, all, before := 0.0, 0.0, 0.0
	for i := 6; i <= dim-7; i++ {
		t := (float64(i) - 3) / n
		p := from.towards(to, k*t/(1+(k-1)*t))
		v := l.at(p.x, p.y)
		if i > 6 {
			change := v - before
			if i&1 == 0 { // from light to dark
				change = -change
			}
			sum += change
			all += math.Abs(change)
		}
		before = v
	}
	if all < 3*n {
		return 0 // flat
	}
	return sum / all
}
