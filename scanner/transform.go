package scanner

import "math"

// A grid says where in a level a place of a symbol lies. A symbol's places are counted in modules: the
// first module has its middle at (0.5, 0.5), the symbol's far corner is (dim, dim).
type grid interface {
	at(x, y float64) point
}

// finderMiddle is where the middle of the first finder pattern lies, in modules from the edges.
const finderMiddle = 3.5

// through returns the map with the middles of the three patterns where they were measured, and one
// more place of the symbol at a known point.
func (s *symbol) through(place, at point) (*homography, bool) {
	far := float64(s.dim) - finderMiddle
	h, ok := homographyOf(
		[4]point{{finderMiddle, finderMiddle}, {far, finderMiddle}, place, {finderMiddle, far}},
		[4]point{s.a, s.b, at, s.c})
	return &h, ok
}

// parallelogram is the map of a symbol seen straight on.
func (s *symbol) parallelogram() (*homography, bool) {
	far := float64(s.dim) - finderMiddle
	return s.through(point{far, far}, s.b.plus(s.c).minus(s.a))
}

// perspective is the map that the changing size of the modules along both sides tells. It reports
// false where they do not change.
func (s *symbol) perspective() (*homography, bool) {
	wb, wc := s.ab.weight(), s.ac.weight()
	w := wb + wc - 1
	if wb == 1 && wc == 1 || w < .3 {
		return nil, false
	}
	far := float64(s.dim) - finderMiddle
	return s.through(point{far, far}, s.b.times(wb).plus(s.c.times(wc)).minus(s.a).times(1/w))
}

// farCorner is the map that takes the symbol's far corner from where the outer edges of the two
// far patterns meet. It serves where there is no alignment pattern.
func (l *level) farCorner(s *symbol) (*homography, bool) {
	right, down := s.b.minus(s.a), s.c.minus(s.a)
	right, down = right.times(1/right.length()), down.times(1/down.length())
	p, d, ok := l.outerEdge(s.b, right, down, s.ab.moduleTo, s.across[0], s.corner.inverted)
	if !ok {
		return nil, false
	}
	q, e, ok := l.outerEdge(s.c, down, right, s.ac.moduleTo, s.across[1], s.corner.inverted)
	if !ok {
		return nil, false
	}
	slant := d.cross(e)
	if math.Abs(slant) < .2 {
		return nil, false
	}
	corner := p.plus(d.times(q.minus(p).cross(e) / slant))
	return s.through(point{float64(s.dim), float64(s.dim)}, corner)
}

// outerEdge fits a line to the edge of a pattern that lies in direction out; along is the
// edge's own direction. It returns a point of the line and its direction.
func (l *level) outerEdge(middle, out, along point, moduleOut, moduleAlong float64, inverted bool) (point, point, bool) {
	var sum, sumT, sumTT, sumF, sumTF float64
	for _, t := range [...]float64{-3, -1, -.5, 0, .5, 1, 3} {
		start := middle.plus(along.times(t * moduleAlong))
		at, n := l.ray(start, out, moduleOut, !inverted)
		ok := n == 3
		if t == 3 || t == -3 { // within the ring: the first change is its edge
			ok = at[0] > 0
			at[2] = at[0]
		}
		if !ok || math.Abs(at[2]-finderMiddle*moduleOut) > moduleOut {
			continue
		}
		sum++
		sumT += t
		sumTT += t * t
		sumF += at[2]
		sumTF += t * at[2]
	}
	spread := sum*sumTT - sumT*sumT
	if sum < 4 || spread < 1 {
		return point{}, point{}, false
	}
	slope := (sum*sumTF - sumT*sumF) / spread
	level := (sumF - slope*sumT) / sum
	return middle.plus(out.times(level)), along.times(moduleAlong).plus(out.times(slope)), true
}
