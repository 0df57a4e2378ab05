// Package svgpath reads the path data of SVG 1.1 and writes it again in the
// plainest form: only moves, lines, cubic curves and closes, relative, on a
// whole-number grid. Arcs and shorthands are where small SVG readers go wrong,
// so the marks that the program carries have none.
package svgpath

import (
	"fmt"
	"math"
	"strconv"
)

// A Point is a place in the user space of a drawing; y grows downwards.
type Point struct{ X, Y float64 }

// A Segment is one absolute drawing step.
type Segment struct {
	Op byte     // 'M' move, 'L' line, 'C' cubic curve, 'Z' close
	P  [3]Point // the end is P[0] for M and L, and P[2] for C, after two controls
}

// End returns the point that the segment ends at; Z has none of its own.
func (s Segment) End() Point {
	if s.Op == 'C' {
		return s.P[2]
	}
	return s.P[0]
}

// A Path is a drawing of one or more closed shapes.
type Path []Segment

// arguments holds how many numbers each command takes (SVG 1.1, 8.3).
var arguments = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// Parse reads path data. The error says at which byte reading stopped.
func Parse(data string) (Path, error) {
	r := &reader{text: data}
	b := &builder{}
	var op byte
	for r.skip(); r.at < len(r.text); r.skip() {
		if c := r.text[r.at]; arguments[upper(c)] > 0 || upper(c) == 'Z' {
			op = c
			r.at++
		} else if op == 0 || upper(op) == 'Z' {
			return nil, fmt.Errorf("byte %d: a command was expected", r.at)
		}
		args, err := r.arguments(upper(op))
		if err != nil {
			return nil, err
		}
		if len(b.path) == 0 && upper(op) != 'M' {
			return nil, fmt.Errorf("byte %d: a path begins with a move", r.at)
		}
		b.add(op, args)
		// Further pairs after a move are lines (SVG 1.1, 8.3.2).
		switch op {
		case 'M':
			op = 'L'
		case 'm':
			op = 'l'
		}
	}
	return b.path, nil
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// A reader takes numbers out of path data.
type reader struct {
	text string
	at   int
}

// skip passes over white space and commas.
func (r *reader) skip() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\n', '\r', '\f', ',':
			r.at++
		default:
			return
		}
	}
}

// arguments reads the numbers of one command.
func (r *reader) arguments(op byte) ([]float64, error) {
	args := make([]float64, arguments[op])
	for i := range args {
		r.skip()
		var err error
		// The two flags of an arc are single digits that may stand without a gap.
		if op == 'A' && (i == 3 || i == 4) {
			args[i], err = r.flag()
		} else {
			args[i], err = r.number()
		}
		if err != nil {
			return nil, err
		}
	}
	return args, nil
}

func (r *reader) flag() (float64, error) {
	if r.at < len(r.text) && (r.text[r.at] == '0' || r.text[r.at] == '1') {
		r.at++
		return float64(r.text[r.at-1] - '0'), nil
	}
	return 0, fmt.Errorf("byte %d: an arc flag was expected", r.at)
}

// number reads one number. "1.5.5" is two: a second point begins the next.
func (r *reader) number() (float64, error) {
	start, point, digits := r.at, false, 0
	if r.at < len(r.text) && (r.text[r.at] == '-' || r.text[r.at] == '+') {
		r.at++
	}
	for ; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if c == '.' && !point {
			point = true
		} else if '0' <= c && c <= '9' {
			digits++
		} else {
			break
		}
	}
	if digits > 0 {
		r.exponent()
	}
	v, err := strconv.ParseFloat(r.text[start:r.at], 64)
	if err != nil || digits == 0 {
		return 0, fmt.Errorf("byte %d: a number was expected", start)
	}
	return v, nil
}

func (r *reader) exponent() {
	at := r.at
	if at >= len(r.text) || upper(r.text[at]) != 'E' {
		return
	}
	at++
	if at < len(r.text) && (r.text[at] == '-' || r.text[at] == '+') {
		at++
	}
	first := at
	for at < len(r.text) && '0' <= r.text[at] && r.text[at] <= '9' {
		at++
	}
	if at > first {
		r.at = at
	}
}

// A builder turns commands into absolute segments.
type builder struct {
	path       Path
	at, start  Point
	lastOp     byte
	lastHandle Point // control point that S and T mirror
}

func (b *builder) add(op byte, args []float64) {
	base := Point{}
	if op >= 'a' {
		base = b.at
	}
	point := func(i int) Point { return Point{base.X + args[i], base.Y + args[i+1]} }
	kind := upper(op)
	// A shape that goes on after a close starts again at its start.
	if b.lastOp == 'Z' && kind != 'M' && kind != 'Z' {
		b.append(Segment{Op: 'M', P: [3]Point{b.start}})
	}
	switch kind {
	case 'M':
		b.start = point(0)
		b.append(Segment{Op: 'M', P: [3]Point{b.start}})
	case 'L':
		b.line(point(0))
	case 'H':
		b.line(Point{base.X + args[0], b.at.Y})
	case 'V':
		b.line(Point{b.at.X, base.Y + args[0]})
	case 'C':
		b.cubic(point(0), point(2), point(4))
	case 'S':
		b.cubic(b.mirrored('C', 'S'), point(0), point(2))
	case 'Q':
		b.quadratic(point(0), point(2))
	case 'T':
		b.quadratic(b.mirrored('Q', 'T'), point(0))
	case 'A':
		b.arc(args[0], args[1], args[2], args[3] == 1, args[4] == 1, point(5))
	case 'Z':
		b.append(Segment{Op: 'Z'})
		b.at = b.start
	}
	b.lastOp = kind
}

func (b *builder) append(s Segment) {
	b.path = append(b.path, s)
	if s.Op != 'Z' {
		b.at = s.End()
	}
}

func (b *builder) line(to Point) { b.append(Segment{Op: 'L', P: [3]Point{to}}) }

func (b *builder) cubic(c1, c2, to Point) {
	b.lastHandle = c2
	b.append(Segment{Op: 'C', P: [3]Point{c1, c2, to}})
}

// quadratic raises the curve to a cubic one, exactly.
func (b *builder) quadratic(c, to Point) {
	from := b.at
	b.cubic(between(from, c, 2.0/3), between(to, c, 2.0/3), to)
	b.lastHandle = c
}

// mirrored returns the first control of a smooth curve: the last one mirrored
// at the current point if the last command was of the same family.
func (b *builder) mirrored(family, smooth byte) Point {
	if b.lastOp != family && b.lastOp != smooth {
		return b.at
	}
	return Point{2*b.at.X - b.lastHandle.X, 2*b.at.Y - b.lastHandle.Y}
}

func between(a, b Point, t float64) Point {
	return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t}
}

// arc adds an elliptical arc as cubic curves of at most a quarter turn each
// (SVG 1.1, appendix F.6: from end points to centre).
func (b *builder) arc(rx, ry, degrees float64, large, sweep bool, to Point) {
	from := b.at
	rx, ry = math.Abs(rx), math.Abs(ry)
	if from == to {
		return
	}
	if rx == 0 || ry == 0 {
		b.line(to)
		return
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	dx, dy := (from.X-to.X)/2, (from.Y-to.Y)/2
	x, y := cos*dx+sin*dy, -sin*dx+cos*dy
	// Radii that are too small grow until the ellipse just reaches both ends.
	if grow := x*x/(rx*rx) + y*y/(ry*ry); grow > 1 {
		rx, ry = rx*math.Sqrt(grow), ry*math.Sqrt(grow)
	}
	rest := (rx*rx*ry*ry - rx*rx*y*y - ry*ry*x*x) / (rx*rx*y*y + ry*ry*x*x)
	f := math.Sqrt(math.Max(0, rest))
	if large == sweep {
		f = -f
	}
	cx, cy := f*rx*y/ry, -f*ry*x/rx
	centre := Point{cos*cx - sin*cy + (from.X+to.X)/2, sin*cx + cos*cy + (from.Y+to.Y)/2}
	first := math.Atan2((y-cy)/ry, (x-cx)/rx)
	turn := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - first
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	on := func(u, v float64) Point { // a point of the unit circle, on the ellipse
		return Point{centre.X + cos*rx*u - sin*ry*v, centre.Y + sin*rx*u + cos*ry*v}
	}
	n := int(math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9))
	step := turn / float64(n)
	k := 4.0 / 3 * math.Tan(step/4)
	for i := range n {
		s1, c1 := math.Sincos(first + step*float64(i))
		s2, c2 := math.Sincos(first + step*float64(i+1))
		end := on(c2, s2)
		if i == n-1 {
			end = to
		}
		b.append(Segment{Op: 'C', P: [3]Point{on(c1-k*s1, s1+k*c1), on(c2+k*s2, s2-k*c2), end}})
	}
}
