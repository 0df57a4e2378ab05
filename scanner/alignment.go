package scanner

import "math"

// alignmentFit compares 25 brightnesses, five rows of five modules, with the alignment pattern of
// ISO/IEC 18004, 6.3.6: a dark ring, a light ring, a dark middle. It is their correlation, 1 for a
// perfect pattern, with the sign turned for an inverted symbol.
func alignmentFit(v *[25]float64, inverted bool) float64 {
	sum, squares, light := 0.0, 0.0, 0.0
	for i, b := range v {
		sum += b
		squares += b * b
		if x, y := i%5, i/5; x >= 1 && x <= 3 && y >= 1 && y <= 3 && i != 12 {
			light += b
		}
	}
	spread := squares - sum*sum/25
	if spread < 25*4 { // less than two steps of brightness about the mean
		return 0
	}
	// The pattern has 8 light modules of 25: with mean 0 its weights are 17/25 and -8/25.
	fit := (light - 8*sum/25) / math.Sqrt(spread*8*17/25)
	if inverted {
		return -fit
	}
	return fit
}

// leastAlignment is the correlation from which on a place is taken for an alignment pattern.
const leastAlignment = .62

// align looks for the alignment pattern whose middle should be at (x, y) of the grid, up to radius modules away, and returns
// where it is and how well it fits.
func (l *level) align(g grid, x, y, radius float64, inverted bool) (point, float64) {
	p := g.at(x, y)
	u, v := g.at(x+1, y).minus(p), g.at(x, y+1).minus(p)
	// The neighbourhood, in steps of half a module.
	const most = 2*2*(4+2) + 1
	var around [most][most]float64
	reach := min(int(2*radius+.5), most/2-4)
	side := 2*(reach+4) + 1
	for j := range side {
		for i := range side {
			q := p.plus(u.times(float64(i-side/2) / 2)).plus(v.times(float64(j-side/2) / 2))
			around[j][i] = l.at(q.x, q.y)
		}
	}
	best, bi, bj := -1.0, 0, 0
	var patch [25]float64
	for j := -reach; j <= reach; j++ {
		for i := -reach; i <= reach; i++ {
			for k := range patch {
				patch[k] = around[j+side/2+2*(k/5-2)][i+side/2+2*(k%5-2)]
			}
			// Of two equals the nearer one.
			fit := alignmentFit(&patch, inverted) - .015*math.Hypot(float64(i), float64(j))
			if fit > best {
				best, bi, bj = fit, i, j
			}
		}
	}
	p = p.plus(u.times(float64(bi) / 2)).plus(v.times(float64(bj) / 2))
	p = l.centre(p, u, v, u, inverted)
	p = l.centre(p, u, v, v, inverted)
	return p, l.patchFit(p, u, v, inverted)
}

// centre moves p along d to the middle of the stretch where the pattern fits: within a module the fit
// hardly changes.
func (l *level) centre(p, u, v, d point, inverted bool) point {
	const steps = 6
	var fits [2*steps + 1]float64
	best := 0.0
	for i := range fits {
		fits[i] = l.patchFit(p.plus(d.times(float64(i-steps)/8)), u, v, inverted)
		best = math.Max(best, fits[i])
	}
	sum, weight := 0.0, 0.0
	for i, f := range fits {
		if w := f - .75*best; w > 0 {
			sum += w * float64(i-steps)
			weight += w
		}
	}
	if weight == 0 {
		return p
	}
	return p.plus(d.times(sum / weight / 8))
}

func (l *level) patchFit(p, u, v point, inverted bool) float64 {
	var patch [25]float64
	for k := range patch {
		q := p.plus(u.times(float64(k%5 - 2))).plus(v.times(float64(k/5 - 2)))
		patch[k] = l.at(q.x, q.y)
	}
	return alignmentFit(&patch, inverted)
}
