package scanner

// fixedFit compares the parts of a symbol that are the same in every one, finder patterns with their light
// border and timing patterns, with what shows where a grid puts them. It returns the share of these modules
// that are as they must be: 1 is all, about 1/2 is chance. It costs a tenth of sampling all modules.
func (l *level) fixedFit(g grid, dim int, inverted bool) float64 {
	good, all := 0, 0
	for corner := range 3 {
		good += l.eyeFit(g, dim, corner, inverted)
		all += eyeModules
	}
	shown, timing := l.timingModules(g, dim, inverted)
	return float64(good+shown) / float64(all+timing)
}

// timingModules counts the changes from one module of the timing patterns to the next, and how many are as they must be.
func (l *level) timingModules(g grid, dim int, inverted bool) (good, all int) {
	for side := range 2 {
		before := 0.0
		for i := 8; i < dim-8; i++ {
			x, y := float64(i)+.5, 6.5
			if side == 1 {
				x, y = y, x
			}
			p := g.at(x, y)
			v := l.at(p.x, p.y)
			if i > 8 {
				all++
				if (v > before) == (i&1 == 1) != inverted {
					good++
				}
			}
			before = v
		}
	}
	return good, all
}

// eyeModules are those of a finder pattern and its light border on two sides.
const eyeModules = 64

// eyeFit is how many of the modules of the finder pattern at a corner, 0 the first, 1 right of it, 2 below it, are as they must be.
func (l *level) eyeFit(g grid, dim, corner int, inverted bool) (good int) {
	var v [eyeModules]float64
	dark, light := 0.0, 0.0
	for i := range v {
		x, y := i%8, i/8
		if corner == 1 {
			x = dim - 1 - x
		} else if corner == 2 {
			y = dim - 1 - y
		}
		p := g.at(float64(x)+.5, float64(y)+.5)
		v[i] = l.at(p.x, p.y)
		if finderDark(i%8, i/8) {
			dark += v[i] / 33
		} else {
			light += v[i] / 31
		}
	}
	middle := (dark + light) / 2
	for i, b := range v {
		if (b < middle) != inverted == finderDark(i%8, i/8) && dark < light != inverted {
			good++
		}
	}
	return good
}

// finderDark reports whether module (x, y) of the 8x8 at the first corner of a symbol is dark: a ring and a
// core of 3x3, and the border beside them light.
func finderDark(x, y int) bool {
	r := max(abs(x-3), abs(y-3))
	return r != 2 && r < 4
}
