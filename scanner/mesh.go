package scanner

import "github.com/makiuchi-d/gozxing/qrcode/decoder"

// alignmentRows returns the rows (and columns) of the middles of a version's alignment patterns, in
// modules: none in version 1, 2 to 7 in the others (ISO/IEC 18004, annex E).
func alignmentRows(dim int) []float64 {
	v, err := decoder.Version_GetVersionForNumber((dim - 17) / 4)
	if err != nil {
		return nil
	}
	rows := make([]float64, 0, 7)
	for _, c := range v.GetAlignmentPatternCenters() {
		rows = append(rows, float64(c)+.5)
	}
	return rows
}

// A mesh is a grid of many cells with an alignment pattern at each node, so that a bent symbol is
// followed piece by piece.
type mesh struct {
	rows  []float64
	cells []homography // row by row
	found int          // nodes that were seen
}

func (m *mesh) at(x, y float64) point {
	n := len(m.rows) - 1
	return m.cells[m.cell(y)*n+m.cell(x)].at(x, y)
}

func (m *mesh) cell(x float64) int {
	i := 0
	for i < len(m.rows)-2 && x >= m.rows[i+1] {
		i++
	}
	return i
}

// meshOf looks for all alignment patterns of a symbol, starting from a grid that is about right: each is
// expected where its neighbours' shifts say. It reports false where the version has no
// mesh or hardly a pattern was seen.
func (l *level) meshOf(s *symbol, g grid) (*mesh, bool) {
	rows := alignmentRows(s.dim)
	n := len(rows)
	if n < 3 {
		return nil, false
	}
	m := &mesh{rows: rows}
	shift := make([]point, n*n) // from where the grid says
	for k := range n * n {
		i, j := k%n, k/n
		if i == 0 && j == 0 || i == n-1 && j == 0 || i == 0 && j == n-1 {
			continue // finder patterns are there, and the grid goes through them
		}
		expected := expectedShift(shift, i, j, n)
		p, fit := l.align(moved{g, expected}, rows[i], rows[j], 1.5, s.corner.inverted)
		if fit >= leastAlignment {
			m.found++
			shift[k] = p.minus(g.at(rows[i], rows[j]))
		} else {
			shift[k] = expected
		}
	}
	if m.found*3 < n*n-3 {
		return nil, false
	}
	for j := range n - 1 {
		for i := range n - 1 {
			x0, x1, y0, y1 := rows[i], rows[i+1], rows[j], rows[j+1]
			node := func(i, j int) point { return g.at(rows[i], rows[j]).plus(shift[j*n+i]) }
			h, ok := homographyOf([4]point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}},
				[4]point{node(i, j), node(i+1, j), node(i+1, j+1), node(i, j+1)})
			if !ok {
				return nil, false
			}
			m.cells = append(m.cells, h)
		}
	}
	return m, true
}

// expectedShift extends the shifts of the nodes left of and above node (i, j).
func expectedShift(shift []point, i, j, n int) point {
	at := func(i, j int) point { return shift[j*n+i] }
	switch {
	case i == 0 && j == 0:
		return point{}
	case j == 0:
		return at(i-1, 0)
	case i == 0:
		return at(0, j-1)
	}
	return at(i-1, j).plus(at(i, j-1)).minus(at(i-1, j-1))
}

// moved is a grid shifted by a few pixels.
type moved struct {
	grid
	by point
}

func (m moved) at(x, y float64) point { return m.grid.at(x, y).plus(m.by) }
