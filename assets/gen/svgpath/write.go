package svgpath

import (
	"math"
	"strconv"
)

// Bounds returns the corners of the smallest upright box around the drawing,
// measured on the curves themselves at 1/16 steps, not on their controls.
func (p Path) Bounds() (low, high Point) {
	low, high = Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	take := func(q Point) {
		low = Point{math.Min(low.X, q.X), math.Min(low.Y, q.Y)}
		high = Point{math.Max(high.X, q.X), math.Max(high.Y, q.Y)}
	}
	var at Point
	for _, s := range p {
		switch s.Op {
		case 'Z':
			continue
		case 'C':
			for i := 1; i <= 16; i++ {
				take(s.on(at, float64(i)/16))
			}
		default:
			take(s.P[0])
		}
		at = s.End()
	}
	return low, high
}

// on returns the point of a cubic curve at t from 0 to 1.
func (s Segment) on(from Point, t float64) Point {
	u := 1 - t
	a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{
		a*from.X + b*s.P[0].X + c*s.P[1].X + d*s.P[2].X,
		a*from.Y + b*s.P[0].Y + c*s.P[1].Y + d*s.P[2].Y,
	}
}

// Fit returns the drawing scaled evenly and centred in a square of the given
// side that begins at 0, 0. A drawing twice as long as wide fills the square
// from edge to edge; a compact one takes 82 % of it, so that both look equally
// large.
func (p Path) Fit(side float64) Path {
	low, high := p.Bounds()
	long := math.Max(high.X-low.X, high.Y-low.Y)
	short := math.Min(high.X-low.X, high.Y-low.Y)
	share := 0.82 + 0.18*math.Min(1, long/math.Max(short, long/2)-1)
	scale := side * share / long
	dx := (side - (low.X+high.X)*scale) / 2
	dy := (side - (low.Y+high.Y)*scale) / 2
	out := make(Path, len(p))
	for i, s := range p {
		for j, q := range s.P {
			s.P[j] = Point{q.X*scale + dx, q.Y*scale + dy}
		}
		out[i] = s
	}
	return out
}

// String returns path data on whole numbers: m, l, c and z only. Each step is
// taken from the rounded place of the last, so roundings do not add up.
func (p Path) String() string {
	w := &writer{}
	var x, y, startX, startY int
	for _, s := range p {
		switch s.Op {
		case 'Z':
			w.op('z')
			x, y = startX, startY
			continue
		case 'C':
			c1x, c1y := round(s.P[0])
			c2x, c2y := round(s.P[1])
			toX, toY := round(s.P[2])
			if toX == x && toY == y && c1x == x && c1y == y && c2x == x && c2y == y {
				continue
			}
			w.op('c')
			w.numbers(c1x-x, c1y-y, c2x-x, c2y-y, toX-x, toY-y)
			x, y = toX, toY
		default:
			toX, toY := round(s.P[0])
			if s.Op == 'L' && toX == x && toY == y {
				continue
			}
			w.op(s.Op - 'A' + 'a')
			w.numbers(toX-x, toY-y)
			x, y = toX, toY
			if s.Op == 'M' {
				startX, startY = x, y
			}
		}
	}
	return string(w.out)
}

func round(p Point) (x, y int) { return int(math.Round(p.X)), int(math.Round(p.Y)) }

// A writer leaves out what path data lets it leave out: a command that repeats
// and the gap before a minus sign.
type writer struct {
	out    []byte
	last   byte
	number bool // the last thing written was a number
}

func (w *writer) op(c byte) {
	// Pairs after a move would be lines, and a close never repeats.
	if c != w.last || c == 'm' || c == 'z' {
		w.out = append(w.out, c)
		w.number = false
	}
	w.last = c
}

func (w *writer) numbers(vs ...int) {
	for _, v := range vs {
		if w.number && v >= 0 {
			w.out = append(w.out, ' ')
		}
		w.out = strconv.AppendInt(w.out, int64(v), 10)
		w.number = true
	}
}
