package scanner

import "math"

// A point is a place in a level, in its pixels; the middle of the first pixel is (0.5, 0.5).
type point struct{ x, y float64 }

func (p point) plus(q point) point               { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point              { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point            { return point{p.x * f, p.y * f} }
func (p point) dot(q point) float64              { return p.x*q.x + p.y*q.y }
func (p point) cross(q point) float64            { return p.x*q.y - p.y*q.x }
func (p point) length() float64                  { return math.Sqrt(p.x*p.x + p.y*p.y) }
func (p point) towards(q point, f float64) point { return point{p.x + (q.x-p.x)*f, p.y + (q.y-p.y)*f} }

// A quad is four corners, clockwise in a picture whose y grows downwards.
type quad [4]point

// contains reports whether p lies in the quad, or outside by no more than margin of its size.
func (q *quad) contains(p point, margin float64) bool {
	m := q.middle()
	for i := range q {
		a := m.towards(q[i], 1+margin)
		b := m.towards(q[(i+1)%4], 1+margin)
		if b.minus(a).cross(p.minus(a)) < 0 {
			return false
		}
	}
	return true
}

// lastCorner is the part of a symbol's area at its third corner, the one without a finder pattern, whose sides are so large a part
// of the whole.
func (q *quad) lastCorner(part float64) *quad {
	right, left := q[2].towards(q[1], part), q[2].towards(q[3], part)
	return &quad{right.plus(left).minus(q[2]), right, q[2], left}
}

func (q *quad) middle() point {
	return point{(q[0].x + q[1].x + q[2].x + q[3].x) / 4, (q[0].y + q[1].y + q[2].y + q[3].y) / 4}
}

// clockwise reports whether the corners turn right all the way, as a plane square does in any sensible view.
func (q *quad) clockwise() bool {
	for i := range q {
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		if b.minus(a).cross(c.minus(b)) <= 0 {
			return false
		}
	}
	return true
}

// A homography maps the plane of a symbol to a level: (a x + b y + c, d x + e y + f) / (g x + h y + 1).
type homography struct{ a, b, c, d, e, f, g, h float64 }

func (t *homography) at(x, y float64) point {
	w := 1 / (t.g*x + t.h*y + 1)
	return point{(t.a*x + t.b*y + t.c) * w, (t.d*x + t.e*y + t.f) * w}
}

// homographyOf finds the map that takes the four points from to the points to. It reports false where
// three of them lie on a line.
func homographyOf(from, to [4]point) (homography, bool) {
	// Eight linear equations, two for each pair (Hartley and Zisserman, Multiple View
	// Geometry, 4.1), by elimination with pivots.
	var m [8][9]float64
	for i := range 4 {
		x, y, u, v := from[i].x, from[i].y, to[i].x, to[i].y
		m[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		m[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	for c := range 8 {
		pivot := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[pivot][c]) {
				pivot = r
			}
		}
		if math.Abs(m[pivot][c]) < 1e-9 {
			return homography{}, false
		}
		m[c], m[pivot] = m[pivot], m[c]
		for r := c + 1; r < 8; r++ {
			f := m[r][c] / m[c][c]
			for k := c; k < 9; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
	}
	var s [8]float64
	for r := 7; r >= 0; r-- {
		s[r] = m[r][8]
		for k := r + 1; k < 8; k++ {
			s[r] -= m[r][k] * s[k]
		}
		s[r] /= m[r][r]
	}
	return homography{s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]}, true
}
