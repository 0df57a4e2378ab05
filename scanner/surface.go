package scanner

// A surface is a shift that is a polynomial in both directions together: as a page bends.
type surface struct {
	dim    float64
	degree int
	terms  []point
}

// mostTerms are those of a polynomial of the fourth degree.
const mostTerms = 15

// powers appends the value of each term at a place.
func (m *surface) powers(x, y float64, out []float64) []float64 {
	u, v := 2*x/m.dim-1, 2*y/m.dim-1
	across := 1.0
	for i := range m.degree + 1 {
		both := across
		for range m.degree + 1 - i {
			out = append(out, both)
			both *= v
		}
		across *= u
	}
	return out
}

func (m *surface) at(x, y float64) (p point) {
	var room [mostTerms]float64
	for i, power := range m.powers(x, y, room[:0]) {
		p = p.plus(m.terms[i].times(power))
	}
	return p
}

// smooth fits a surface to the nodes, less and less to those that lie off it (iteratively reweighted least squares).
func (t *sheet) smooth(dim, degree int) *surface {
	m := &surface{dim: float64(dim), degree: degree}
	m.terms = make([]point, len(m.powers(0, 0, nil)))
	n := len(t.places)
	module := t.base.at(m.dim/2+.5, m.dim/2).minus(t.base.at(m.dim/2-.5, m.dim/2)).length()
	var room [mostTerms]float64
	for round := range surfaceFits {
		var sums [mostTerms][mostTerms + 2]float64
		for k := range t.nodes {
			x, y := t.places[k%n], t.places[k/n]
			shift := t.nodes[k].shift
			w := 1.0
			if round > 0 {
				off := m.at(x, y).minus(shift).length() / (surfaceOff * module)
				w = 1 / (1 + off*off)
				w *= w
			}
			if t.nodes[k].away == 0 {
				w *= 3
			}
			powers := m.powers(x, y, room[:0])
			for i, a := range powers {
				for j, b := range powers {
					sums[i][j] += w * a * b
				}
				sums[i][mostTerms] += w * a * shift.x
				sums[i][mostTerms+1] += w * a * shift.y
			}
		}
		m.solve(&sums)
	}
	return m
}

// solve takes the terms from their normal equations, by elimination; these are positive definite.
func (m *surface) solve(a *[mostTerms][mostTerms + 2]float64) {
	n := len(m.terms)
	for c := range n {
		a[c][c] += surfaceLeast
		for r := range n {
			if r == c {
				continue
			}
			f := a[r][c] / a[c][c]
			for k := c; k < mostTerms+2; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	for i := range n {
		m.terms[i] = point{a[i][mostTerms] / a[i][i], a[i][mostTerms+1] / a[i][i]}
	}
}

// surfaceDegrees are those of the surfaces that the nodes are placed near, one after the other.
var surfaceDegrees = [...]int{3, 4, 4, 4}

const (
	surfaceFits  = 8    // rounds of weighing
	surfaceLeast = 1e-3 // of a term's weight: few nodes say little about the higher ones
)

// surfaceOff is how far from a surface a node counts a quarter, in modules.
const surfaceOff = .35
