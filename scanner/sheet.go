package scanner

import (
	"math"
	"slices"
)

// A node of a sheet: how far the symbol is there from where the plane has it, in pixels, and how that changes a module
// further right and down.
type node struct {
	shift, right, down point
	away               float64 // from what is known for certain, in modules
	known              bool
}

// A sheet is a plane with a shift at each node, straight between them.
type sheet struct {
	base   *homography
	places []float64 // of the nodes, along either side, in modules
	nodes  []node    // row by row
}

// newSheet puts nodes at the middles of the finder and of the alignment patterns, and between them.
func newSheet(base *homography, dim int) *sheet {
	t := &sheet{base: base, places: []float64{finderMiddle}}
	for _, to := range append(alignmentRows(dim), float64(dim)-finderMiddle) {
		from := t.places[len(t.places)-1]
		parts := math.Max(1, math.Round((to-from)/nodeStep))
		for k := 1.0; k <= parts; k++ {
			t.places = append(t.places, from+(to-from)*k/parts)
		}
	}
	t.nodes = make([]node, len(t.places)*len(t.places))
	return t
}

func (t *sheet) cell(x float64) int {
	i := 0
	for i < len(t.places)-2 && x >= t.places[i+1] {
		i++
	}
	return i
}

func (t *sheet) at(x, y float64) point {
	i, j := t.cell(x), t.cell(y)
	u := (x - t.places[i]) / (t.places[i+1] - t.places[i])
	v := (y - t.places[j]) / (t.places[j+1] - t.places[j])
	n := len(t.places)
	above, below := t.nodes[j*n+i:], t.nodes[(j+1)*n+i:]
	top := above[0].shift.towards(above[1].shift, u)
	bottom := below[0].shift.towards(below[1].shift, u)
	return t.base.at(x, y).plus(top.towards(bottom, v))
}

// neighbours calls each known node around (i, j), with how far it is, in modules.
func (t *sheet) neighbours(i, j int, each func(m *node, dx, dy float64)) {
	n := len(t.places)
	for y := max(0, j-1); y <= min(n-1, j+1); y++ {
		for x := max(0, i-1); x <= min(n-1, i+1); x++ {
			if m := &t.nodes[y*n+x]; m.known && (x != i || y != j) {
				each(m, t.places[x]-t.places[i], t.places[y]-t.places[j])
			}
		}
	}
}

// follow lays a sheet over a symbol. It reports false where a finder pattern does not show.
func (l *level) follow(y *symbol, base *homography) (*sheet, bool) {
	t := newSheet(base, y.dim)
	n := len(t.places)
	corners := [3]int{0, n - 1, (n - 1) * n}
	for corner, k := range corners {
		eye := l.eyeFrame(y, base, corner)
		if l.eyeFit(eye, y.dim, corner, y.corner.inverted) < bentEye {
			return nil, false
		}
		plane := frameOf(base, eye.x, eye.y)
		t.nodes[k] = node{eye.p.minus(plane.p), eye.right.minus(plane.right), eye.down.minus(plane.down), 0, true}
		t.spread(k)
	}
	rows := alignmentRows(y.dim)
	// The rows of the timing patterns first: hardly anything but a symbol comes further.
	for _, timing := range [2]bool{true, false} {
		for k := t.next(timing); k >= 0; k = t.next(timing) {
			l.placeNode(t, k, y.dim)
			if t.isAligned(k, rows) {
				l.anchor(t, k, y.corner.inverted)
			}
		}
		if good, all := l.timingModules(t, y.dim, y.corner.inverted); timing && float64(good) < bentTiming*float64(all) {
			return nil, false
		}
	}
	for _, degree := range surfaceDegrees {
		m := t.smooth(y.dim, degree)
		for k := range t.nodes {
			if aligned := t.isAligned(k, rows); aligned || t.nodes[k].away > 0 {
				l.placeAgain(t, k, y.dim, m)
				if aligned {
					l.anchor(t, k, y.corner.inverted)
				}
			}
		}
	}
	return t, true
}

// spread gives the nodes that lie within a finder pattern, most of which is of one colour, what its middle has.
func (t *sheet) spread(k int) {
	n, m := len(t.places), t.nodes[k]
	for i := range t.nodes {
		dx, dy := t.places[i%n]-t.places[k%n], t.places[i/n]-t.places[k/n]
		if i != k && math.Abs(dx) < finderMiddle && math.Abs(dy) < finderMiddle {
			t.nodes[i] = node{m.shift.plus(m.right.times(dx)).plus(m.down.times(dy)), m.right, m.down, 0, true}
		}
	}
}

// next is the unknown node, of the rows of the timing patterns or of all, that is nearest to what is known for certain; -1 where none
// is left.
func (t *sheet) next(timing bool) int {
	best, least := -1, math.Inf(1)
	n := len(t.places)
	for k := range t.nodes {
		if t.nodes[k].known || timing && k%n != 1 && k/n != 1 {
			continue
		}
		t.neighbours(k%n, k/n, func(m *node, dx, dy float64) {
			if away := m.away + math.Hypot(dx, dy); away < least {
				best, least = k, away
			}
		})
	}
	return best
}

// isAligned reports whether a node lies in an alignment pattern. Three of the places that the rows give hold finder patterns
// instead.
func (t *sheet) isAligned(k int, rows []float64) bool {
	n := len(t.places)
	i, j := k%n, k/n
	return slices.Contains(rows, t.places[i]) && slices.Contains(rows, t.places[j]) &&
		!(i == 1 && (j == 1 || j == n-2)) && !(i == n-2 && j == 1)
}

// anchor moves a node to the alignment pattern that should be there, if it shows.
func (l *level) anchor(t *sheet, k int, inverted bool) {
	n, m := len(t.places), &t.nodes[k]
	x, y := t.places[k%n], t.places[k/n]
	if p, fit := l.align(t.frame(k), x, y, anchorReach, inverted); fit >= anchorFit {
		m.shift = p.minus(t.base.at(x, y))
		m.away = 0
		t.slope(m, k%n, k/n)
	}
}

// A frame is a grid around one place.
type frame struct {
	p, right, down point
	x, y           float64
}

// frameOf is a plane as it is at one place.
func frameOf(h *homography, x, y float64) *frame {
	return &frame{h.at(x, y), h.at(x+.5, y).minus(h.at(x-.5, y)), h.at(x, y+.5).minus(h.at(x, y-.5)), x, y}
}

// frame is the grid that a node alone gives.
func (t *sheet) frame(k int) *frame {
	m, f := &t.nodes[k], frameOf(t.base, t.places[k%len(t.places)], t.places[k/len(t.places)])
	f.p, f.right, f.down = f.p.plus(m.shift), f.right.plus(m.right), f.down.plus(m.down)
	return f
}

func (f *frame) at(x, y float64) point {
	return f.p.plus(f.right.times(x - f.x)).plus(f.down.times(y - f.y))
}

// placeNode moves a node to where the modules around it are told apart best, near where its neighbours have it.
func (l *level) placeNode(t *sheet, k, dim int) {
	i, j := k%len(t.places), k/len(t.places)
	var n node
	n.away = math.Inf(1)
	weight := 0.0
	t.neighbours(i, j, func(m *node, dx, dy float64) {
		w := 1 / (dx*dx + dy*dy)
		to := m.shift.minus(m.right.times(dx)).minus(m.down.times(dy))
		n.shift, n.right, n.down = n.shift.plus(to.times(w)), n.right.plus(m.right.times(w)), n.down.plus(m.down.times(w))
		n.away = math.Min(n.away, m.away+math.Hypot(dx, dy))
		weight += w
	})
	if weight == 0 {
		return
	}
	n.known = true
	n.shift, n.right, n.down = n.shift.times(1/weight), n.right.times(1/weight), n.down.times(1/weight)
	n.shift = l.sharpest(t, &n, t.places[i], t.places[j], dim, mostSteps)
	t.slope(&n, i, j)
	t.nodes[k] = n
}

// placeAgain moves a node to where the modules are told apart best near a surface.
func (l *level) placeAgain(t *sheet, k, dim int, m *surface) {
	x, y := t.places[k%len(t.places)], t.places[k/len(t.places)]
	n := &t.nodes[k]
	n.shift = m.at(x, y)
	n.right, n.down = m.at(x+.5, y).minus(m.at(x-.5, y)), m.at(x, y+.5).minus(m.at(x, y-.5))
	n.shift = l.sharpest(t, n, x, y, dim, 2)
	n.away = 1
}

// slope fits the change of the shift around a node to its neighbours, near what it was.
func (t *sheet) slope(n *node, i, j int) {
	var xx, xy, yy float64
	var rx, ry point // right sides
	t.neighbours(i, j, func(m *node, dx, dy float64) {
		off := m.shift.minus(n.shift).minus(n.right.times(dx)).minus(n.down.times(dy))
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
		rx, ry = rx.plus(off.times(dx)), ry.plus(off.times(dy))
	})
	xx, yy = xx+bentStiff, yy+bentStiff
	det := xx*yy - xy*xy
	n.right = n.right.plus(rx.times(yy / det)).minus(ry.times(xy / det))
	n.down = n.down.plus(ry.times(xx / det)).minus(rx.times(xy / det))
}

// sharpest is the shift near that of a node for which the modules around it differ most from one to the next. So many steps are
// looked at on each side, up to mostSteps.
func (l *level) sharpest(t *sheet, n *node, x, y float64, dim, steps int) point {
	f := frameOf(t.base, x, y)
	right, down := f.right.plus(n.right), f.down.plus(n.down)
	// Beyond the symbol's edges nothing should differ.
	x0, x1 := max(-quietReach, int(x)-nodeReach), min(dim-1+quietReach, int(x)+nodeReach)
	y0, y1 := max(-quietReach, int(y)-nodeReach), min(dim-1+quietReach, int(y)+nodeReach)
	wide := x1 - x0 + 1
	around := make([]point, 0, wide*(y1-y0+1)) // middles of modules
	signs, values := make([]float64, 0, cap(around)), make([]float64, cap(around))
	for b := y0; b <= y1; b++ {
		for a := x0; a <= x1; a++ {
			mx, my := float64(a)+.5, float64(b)+.5
			around = append(around, t.base.at(mx, my).plus(n.shift).plus(n.right.times(mx-x)).plus(n.down.times(my-y)))
			sign := 1.0
			if a < 0 || b < 0 || a >= dim || b >= dim {
				sign = -1
			}
			signs = append(signs, sign)
		}
	}
	best := -1.0
	var fits [2*mostSteps + 1][2*mostSteps + 1]float64
	for b := -steps; b <= steps; b++ {
		for a := -steps; a <= steps; a++ {
			fa, fb := float64(a)*bentSearch/float64(steps), float64(b)*bentSearch/float64(steps)
			move := right.times(fa).plus(down.times(fb))
			spread := 0.0
			for k, q := range around {
				values[k] = l.at(q.x+move.x, q.y+move.y)
				if k%wide > 0 && signs[k] == signs[k-1] {
					spread += signs[k] * math.Abs(values[k]-values[k-1])
				}
				if k >= wide && signs[k] == signs[k-wide] {
					spread += signs[k] * math.Abs(values[k]-values[k-wide])
				}
			}
			fit := spread * (1 - .15*(fa*fa+fb*fb))
			fits[b+steps][a+steps] = fit
			best = math.Max(best, fit)
		}
	}
	// The middle of the places that are nearly the best.
	var sum point
	weight := 0.0
	for b := range 2*steps + 1 {
		for a, fit := range fits[b][:2*steps+1] {
			if w := fit - .93*best; w > 0 {
				sum = sum.plus(point{float64(a-steps) * w, float64(b-steps) * w})
				weight += w
			}
		}
	}
	if weight == 0 {
		return n.shift
	}
	sum = sum.times(bentSearch / float64(steps) / weight)
	return n.shift.plus(right.times(sum.x)).plus(down.times(sum.y))
}
