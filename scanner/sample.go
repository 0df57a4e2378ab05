package scanner

// samples are the brightnesses of the modules of a symbol, row by row.
type samples struct {
	dim    int
	value  []float32
	thr    []float32 // the block thresholds there
	inside float64   // the part of the symbol that lies within the picture
}

// sample reads the brightness in the middle of each module.
func (l *level) sample(g grid, dim int) *samples {
	s := &samples{dim: dim, value: make([]float32, dim*dim), thr: make([]float32, dim*dim)}
	inside := 0
	for y := range dim {
		for x := range dim {
			p := g.at(float64(x)+.5, float64(y)+.5)
			s.value[y*dim+x] = float32(l.at(p.x, p.y))
			s.thr[y*dim+x] = float32(l.thresholdAt(p))
			if p.x >= 0 && p.y >= 0 && p.x <= float64(l.w) && p.y <= float64(l.h) {
				inside++
			}
		}
	}
	s.inside = float64(inside) / float64(dim*dim)
	return s
}

// A method makes dark and light out of samples.
type method func(*samples) []bool

// methods are tried in this order.
var methods = []method{byBlock, byRange, bySharpened}

// byBlock uses the thresholds of the finder search.
func byBlock(s *samples) []bool {
	dark := make([]bool, len(s.value))
	for i, v := range s.value {
		dark[i] = v < s.thr[i]
	}
	return dark
}

// rangeReach is half the side of the neighbourhood of byRange, in modules.
const rangeReach = 4

// byRange compares each module with the middle of the range of 9x9 modules around it.
func byRange(s *samples) []bool {
	lo := slide(s.value, s.dim, rangeReach, func(a, b float32) float32 { return min(a, b) })
	hi := slide(s.value, s.dim, rangeReach, func(a, b float32) float32 { return max(a, b) })
	dark := make([]bool, len(s.value))
	for i, v := range s.value {
		dark[i] = 2*v < lo[i]+hi[i]
	}
	return dark
}

// slide takes the least or greatest over squares of 2 reach + 1 modules.
func slide(v []float32, n, reach int, pick func(a, b float32) float32) []float32 {
	across, out := make([]float32, len(v)), make([]float32, len(v))
	for y := range n {
		for x := range n {
			best := v[y*n+x]
			for k := max(0, x-reach); k <= min(n-1, x+reach); k++ {
				best = pick(best, v[y*n+k])
			}
			across[y*n+x] = best
		}
	}
	for y := range n {
		for x := range n {
			best := across[y*n+x]
			for k := max(0, y-reach); k <= min(n-1, y+reach); k++ {
				best = pick(best, across[k*n+x])
			}
			out[y*n+x] = best
		}
	}
	return out
}

// bySharpened first takes from each module what blur brought in from its four neighbours.
func bySharpened(s *samples) []bool {
	const share = .22 // of a module's brightness that each neighbour gets
	n := s.dim
	sharp := &samples{dim: n, value: make([]float32, n*n)}
	for y := range n {
		for x := range n {
			v := s.value[y*n+x]
			around := s.value[y*n+max(0, x-1)] + s.value[y*n+min(n-1, x+1)] + s.value[max(0, y-1)*n+x] + s.value[min(n-1, y+1)*n+x]
			sharp.value[y*n+x] = v + share*(4*v-around)
		}
	}
	return byRange(sharp)
}
