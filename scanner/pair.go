package scanner

import "slices"

// Two finder patterns may be all that shows of a symbol: something lies over the third, or it is cut
// off. Where the timing pattern shows between the two, the third is supposed.

// maxPaired is up to how many patterns of a level pairs are looked at.
const maxPaired = 40

// leastPairTiming is how well the timing pattern between two patterns must show.
const leastPairTiming = .6

// pairs returns symbols with one pattern supposed, the likeliest first.
func (l *level) pairs(fs []finder) []symbol {
	var all []symbol
	// The third is supposed at a right angle and as far away: two patterns do not tell how a symbol is stretched.
	fs = slices.DeleteFunc(slices.Clone(fs), func(f finder) bool { return f.stretch() != point{1, 1} })
	if len(fs) > maxPaired {
		return nil
	}
	for i := range fs {
		for j := range fs {
			a, b := &fs[i], &fs[j]
			if i == j || a.inverted != b.inverted || !plainShape.pair(a, b) {
				continue
			}
			side := point{b.x - a.x, b.y - a.y}
			turn := point{-side.y, side.x} // clockwise in a picture
			// a at the corner and b right of it; or b at the corner and a below it.
			third := *a
			third.x, third.y, third.hits = a.x+turn.x, a.y+turn.y, 0
			all = l.supposed(all, triple{corner: *a, right: *b, below: third})
			third.x, third.y = b.x+turn.x, b.y+turn.y
			all = l.supposed(all, triple{corner: *b, right: third, below: *a})
			// a right and b below; the corner is where a square has it.
			third.x, third.y = (a.x+b.x)/2+turn.x/2, (a.y+b.y)/2+turn.y/2
			all = l.supposed(all, triple{corner: third, right: *a, below: *b})
		}
	}
	sortSymbols(all)
	return all[:min(len(all), maxPairs)]
}

// maxPairs bounds how many of them are tried.
const maxPairs = 12

// leastPairFixed is the share of the fixed parts that must show: two thirds of them lie where something shows.
const leastPairFixed = .6

// supposed adds the symbol of a triple if a timing pattern shows.
func (l *level) supposed(all []symbol, t triple) []symbol {
	s := l.measure(&t)
	if l.fitDimensions(&s, true) && s.timing >= leastPairTiming {
		if s.fixed = l.simpleFit(&s); s.fixed >= leastPairFixed {
			all = append(all, s)
		}
	}
	return all
}

// surePairTiming is how well the timing pattern between two patterns must show for a user to be told of a
// symbol of which the rest cannot be seen.
const surePairTiming = .9

// leastHalfEye is how many of the 64 modules of each of the two patterns must then be as they are in a symbol: stripes
// and print in rows show half of them, and a timing pattern beside.
const leastHalfEye = 56

// halves notes the symbol that two patterns and all of the timing pattern between them show, on the side of
// them on which more of it lies: the rest is cut off or covered.
func (s *search) halves(l *level, pairs []symbol) {
	var best *symbol
	for i := range pairs {
		y := &pairs[i]
		if y.timing >= surePairTiming && y.fixed >= leastFixed && (best == nil || y.fixed > best.fixed) {
			best = y
		}
	}
	if best == nil {
		return
	}
	flat, ok := best.parallelogram()
	if !ok {
		return
	}
	area, ok := areaOf(flat, best.dim)
	if !ok {
		return
	}
	for corner, f := range [3]*finder{&best.corner, &best.right, &best.below} {
		if f.hits > 0 && l.eyeFit(flat, best.dim, corner, f.inverted) < leastHalfEye {
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, sight{area: scaled(area, l.scale), stage: StageFound, trust: leastTrust,
		module: l.scale * area.size() / float64(best.dim), values: l.sample(flat, best.dim)})
}
