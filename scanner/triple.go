package scanner

import (
	"cmp"
	"math"
	"slices"
)

// A triple is three finder patterns that may belong to one symbol: the one at its corner, the one right of
// it and the one below it, as the symbol is read (or mirrored).
type triple struct {
	corner, right, below finder
	score                float64 // how far from a square: 0 is perfect
}

// Bounds on triples. A grid of icons makes many patterns and very many triples.
const (
	maxTriples    = 500
	fewFinders    = 40 // up to this many, strong perspective is allowed for
	manyFinders   = 90 // from this many on, only what is nearly square is tried
	leastDistance = 9  // between two patterns' middles, in modules; 14 in version 1
	mostDistance  = 230
)

// A shape says how far from a square a triple may be.
type shape struct {
	moduleRatio float64 // of the largest to the smallest module
	sideRatio   float64 // of the longer to the shorter side
	cosine      float64 // of the angle at the corner
}

var (
	narrowShape = shape{1.3, 1.15, .12}
	plainShape  = shape{1.5, 1.35, .25}
	wideShape   = shape{2.4, 2.2, .55}
)

// triples returns the plausible triples among the patterns, best first, at most maxTriples. Among many
// patterns only those that are confirmed best may stand askew.
func triples(fs []finder) []triple {
	switch {
	case len(fs) <= fewFinders:
		return best(wideShape.triples(fs))
	case len(fs) <= manyFinders:
		return best(plainShape.triples(fs))
	}
	sure := slices.Clone(fs)
	slices.SortStableFunc(sure, byConfirmed)
	all := append(narrowShape.triples(fs), plainShape.triples(sure[:fewFinders])...)
	slices.SortStableFunc(all, byScore)
	return best(slices.CompactFunc(all, func(a, b triple) bool {
		return a.corner == b.corner && a.right == b.right && a.below == b.below
	}))
}

// triples returns those of this shape, at least the maxTriples best.
func (form shape) triples(fs []finder) []triple {
	var all []triple
	worst := math.Inf(1) // of those that are kept
	near := make([]neighbour, 0, len(fs))
	for i := range fs {
		a := &fs[i]
		square := a.stretch()
		near = near[:0]
		for j := range fs {
			if b := &fs[j]; i != j && a.inverted == b.inverted && form.pair(a, b) {
				way := point{(b.x - a.x) * square.x, (b.y - a.y) * square.y}
				near = append(near, neighbour{b, way, way.length()})
			}
		}
		slices.SortFunc(near, func(a, b neighbour) int { return cmp.Compare(a.away, b.away) })
		for n := range near {
			for k := n + 1; k < len(near) && near[k].away <= form.sideRatio*near[n].away; k++ {
				if t, ok := form.triple(a, &near[n], &near[k], worst); ok && t.score < worst {
					all = append(all, t)
				}
			}
			if len(all) > 4*maxTriples {
				all = best(all)
				worst = all[len(all)-1].score
			}
		}
	}
	return all
}

// A neighbour is a pattern seen from another one.
type neighbour struct {
	*finder
	way  point // as if the other one were a square
	away float64
}

func byScore(a, b triple) int { return cmp.Compare(a.score, b.score) }

func best(all []triple) []triple {
	slices.SortStableFunc(all, byScore)
	return all[:min(len(all), maxTriples)]
}

// pair reports whether two patterns are alike in size and a symbol's side apart.
func (s shape) pair(a, b *finder) bool {
	lo, hi := math.Min(a.module, b.module), math.Max(a.module, b.module)
	if hi > s.moduleRatio*lo {
		return false
	}
	dx, dy := a.x-b.x, a.y-b.y
	d := dx*dx + dy*dy
	return d > leastDistance*leastDistance*lo*lo && d < mostDistance*mostDistance*hi*hi
}

// triple puts three patterns, the first of them at the corner, in order and scores them. The two sides do
// not differ too much. It may give up where the score cannot be below worst.
func (s shape) triple(a *finder, b, c *neighbour, worst float64) (triple, bool) {
	area := b.away * c.away
	cosine := math.Abs(b.way.dot(c.way)) / area
	if cosine > s.cosine || 1.5*cosine > worst {
		return triple{}, false
	}
	lo := math.Min(a.module, math.Min(b.module, c.module))
	hi := math.Max(a.module, math.Max(b.module, c.module))
	if hi > s.moduleRatio*lo {
		return triple{}, false
	}
	if b.way.cross(c.way) < 0 {
		b, c = c, b
	}
	m := (a.module + b.module + c.module) / 3
	modules := (b.away + c.away) / 2 / (m * tilt(b.way))
	// In a wall of codes the nearest patterns belong together.
	score := 1.5*cosine + math.Abs(math.Log(b.away/c.away)) + .7*math.Log(hi/lo) + modules*.002
	for _, f := range [3]*finder{a, b.finder, c.finder} {
		score += .1 * (1.5 - f.confirmed())
	}
	return triple{corner: *a, right: *b.finder, below: *c.finder, score: score}, true
}

// tilt is what a module measured along rows and columns has to be multiplied with when the symbol's
// side runs in the direction p: the way through a tilted square is longer.
func tilt(p point) float64 {
	return math.Max(math.Abs(p.x), math.Abs(p.y)) / p.length()
}
