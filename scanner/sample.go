package scanner

// samples are the brightnesses of the modules of a symbol, row by row.
type samples struct {
	dim     int
	value   []float32
	thr     []float32 // the block thresholds there
	outside []int     // modules whose middle lies outside the picture
}

// sample reads the brightness in the middle of each module.
func (l *level) sample(g grid, dim int) *samples {
	s := &samples{dim: dim, value: make([]float32, dim*dim), thr: make([]float32, dim*dim)}
	for y := range dim {
		for x := range dim {
			p := g.at(float64(x)+.5, float64(y)+.5)
			s.value[y*dim+x] = float32(l.at(p.x, p.y))
			s.thr[y*dim+x] = float32(l.thresholdAt(p))
			if p.x < 0 || p.y < 0 || p.x > float64(l.w) || p.y > float64(l.h) {
				s.outside = append(s.outside, y*dim+x)
			}
		}
	}
	return s
}

// inside is the part of the symbol that lies within the picture.
func (s *samples) inside() float64 { return 1 - float64(len(s.outside))/float64(len(s.value)) }

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
	lo, hi := rangesAround(s.value, s.dim, rangeReach)
	dark := make([]bool, len(s.value))
	for i, v := range s.value {
		dark[i] = 2*v < lo[i]+hi[i]
	}
	return dark
}

// rangesAround takes the least and greatest over squares of 2 reach + 1 modules, rows first, then columns.
func rangesAround(v []float32, n, reach int) (lo, hi []float32) {
	buffer := make([]float32, 4*len(v))
	rowLo, rowHi := buffer[:len(v)], buffer[len(v):2*len(v)]
	lo, hi = buffer[2*len(v):3*len(v)], buffer[3*len(v):]
	for y := range n {
		for x := range n {
			least, most := v[y*n+x], v[y*n+x]
			for _, b := range v[y*n+max(0, x-reach) : y*n+min(n, x+reach+1)] {
				least, most = min(least, b), max(most, b)
			}
			rowLo[y*n+x], rowHi[y*n+x] = least, most
		}
	}
	copy(lo, rowLo)
	copy(hi, rowHi)
	for y := range n {
		outLo, outHi := lo[y*n:(y+1)*n], hi[y*n:(y+1)*n]
		for k := max(0, y-reach); k < min(n, y+reach+1); k++ {
			for x, b := range rowLo[k*n : (k+1)*n] {
				outLo[x] = min(outLo[x], b)
			}
			for x, b := range rowHi[k*n : (k+1)*n] {
				outHi[x] = max(outHi[x], b)
			}
		}
	}
	return lo, hi
}

// bySharpened first takes from each module what blur brought in from its four neighbours.
func bySharpened(s *samples) []bool { return byRange(s.sharpened()) }

func (s *samples) sharpened() *samples {
	const share = .22 // of a module's brightness that each neighbour gets
	n := s.dim
	sharp := &samples{dim: n, value: make([]float32, n*n), outside: s.outside}
	for y := range n {
		for x := range n {
			v := s.value[y*n+x]
			around := s.value[y*n+max(0, x-1)] + s.value[y*n+min(n-1, x+1)] + s.value[max(0, y-1)*n+x] + s.value[min(n-1, y+1)*n+x]
			sharp.value[y*n+x] = v + share*(4*v-around)
		}
	}
	return sharp
}
