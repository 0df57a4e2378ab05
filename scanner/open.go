package scanner

import (
	"context"
	"math"
	"slices"
)

// A symbol without a margin on a page of its modules' own colour, as web pages draw it in their dark dress: the outer
// ring of each finder pattern runs into the page on two sides. What is inside the ring, light 1, dark 3, light 1, is as
// in any other, and so is the ring on the sides that face the symbol.

// Bounds on open finder patterns.
const (
	maxOpen     = 60  // of a level, the best confirmed
	mostClosed  = 1.7 // modules of a run of the ring that has an end
	leastRing   = .4  // modules of any run of the ring
	openModule  = 1.2 // pixels a module: below, a smaller level's pattern is left to the next larger one
	openStep    = 2   // every so many rows are searched
	openCore    = 1.1 // modules that the core may be off
	openRunPair = .75 // modules that a light run and the core may be off together
)

// sides are those of a pattern, in the picture.
type sides uint8

const (
	openLeft sides = 1 << iota
	openRight
	openAbove
	openBelow
)

func sidesOf(left, right, above, below bool) (s sides) {
	for i, open := range [4]bool{left, right, above, below} {
		if open {
			s |= 1 << i
		}
	}
	return s
}

// openRuns measures a pattern from where the colour changes on both sides of its middle, na and nb times. One side of the
// ring at least must have an end. It returns the side of a module and how far the pattern's middle is ahead.
func openRuns(ahead, back *[3]float64, na, nb int) (module, shift float64, ok bool) {
	if na < 2 || nb < 2 {
		return 0, 0, false
	}
	about := (ahead[1] + back[1]) / 5
	least := leastRing * about
	closedAhead := na == 3 && ahead[2]-ahead[1] < mostClosed*about
	closedBack := nb == 3 && back[2]-back[1] < mostClosed*about
	if closedAhead && ahead[2]-ahead[1] < least || closedBack && back[2]-back[1] < least {
		return 0, 0, false
	}
	// Ink and blur move all edges of dark runs outwards: sums from one to another that face the same way do not feel it.
	switch {
	case closedAhead && closedBack:
		module = (ahead[2] + back[2]) / 7
	case closedAhead:
		module = (ahead[2] + back[1]) / 6
	case closedBack:
		module = (ahead[1] + back[2]) / 6
	default:
		return 0, 0, false
	}
	core := ahead[0] + back[0]
	for _, light := range [2]float64{ahead[1] - ahead[0], back[1] - back[0]} {
		if light < .25*module || math.Abs(core+light-4*module) > openRunPair*module {
			return 0, 0, false
		}
	}
	if module < .8 || math.Abs(core-3*module) > openCore*module {
		return 0, 0, false
	}
	return module, (ahead[0] - back[0] + ahead[1] - back[1]) / 4, true
}

// openFinders searches a level for patterns whose ring is open on one side at least, with modules of least pixels or more.
func (l *level) openFinders(ctx context.Context, w workers, least float64) []finder {
	s := finderSearch{level: l, step: openStep}
	found := make([][]finder, s.strips())
	w.each(ctx, len(found), func(i int) {
		changes := make([]int32, 0, s.stride+2)
		for y := i*searchRows + s.step/2; y < min((i+1)*searchRows, s.h); y += s.step {
			var startsDark bool
			changes, startsDark = s.changes(y, changes[:0])
			found[i] = s.openRow(y, changes, startsDark, int32(5*least), found[i])
		}
	})
	all := slices.DeleteFunc(mergeFinders(found), func(f finder) bool { return f.module < least })
	slices.SortStableFunc(all, byConfirmed)
	return all[:min(len(all), maxOpen)]
}

// openRow appends the open patterns that row y meets.
func (s finderSearch) openRow(y int, at []int32, startsDark bool, least int32, found []finder) []finder {
	for n := 2; n+3 < len(at); n++ {
		// The core lies between changes n and n+1 of the row, the light runs beside it.
		inner := at[n+2] - at[n-1]
		if inner < least {
			continue
		}
		core, left, right := at[n+1]-at[n], at[n]-at[n-1], at[n+2]-at[n+1]
		if !coreRuns(core, left, right) {
			continue
		}
		outerLeft, outerRight := at[n-1]-at[n-2], at[n+3]-at[n+2]
		// One side at least has an end within two modules, and both are more than a bit of a module.
		if 10*min(outerLeft, outerRight) > 4*inner+10 || 10*min(outerLeft, outerRight)+10 < inner {
			continue
		}
		inverted := startsDark == (n&1 == 1)
		found = s.openCheck((at[n]+at[n+1])/2, y, inner, inverted, found)
	}
	return found
}

// coreRuns tests light 1, dark 3, light 1 in whole pixels, each edge of which may be off by a pixel.
func coreRuns(core, left, right int32) bool {
	inner := core + left + right
	return 5*core <= 4*inner+5 && 5*core >= 2*inner-5 && 5*left <= 2*inner+4 && 5*right <= 2*inner+4
}

// coreColumn tests the column through a core as coreRuns does the row, inner being the row's three runs together. It costs a
// few comparisons, and most of what a page of text shows fails here.
func (s finderSearch) coreColumn(x, y int, inner int32, inverted bool) bool {
	reach := int(inner) + 4 // the core and one light run, of a pattern seen twice as high as wide
	up, top := s.coreEdges(x, y, -1, !inverted, reach)
	down, bottom := s.coreEdges(x, y, 1, !inverted, reach)
	if top == 0 || bottom == 0 {
		return false
	}
	total := int32(top + bottom - 1)
	return total <= 2*inner+3 && inner <= 2*total+3 && coreRuns(int32(up+down-1), int32(top-up), int32(bottom-down))
}

// coreEdges counts the pixels from (x, y) to the first and to the second change of colour above or below it; 0 where one is
// missing within reach.
func (s finderSearch) coreEdges(x, y, step int, dark bool, reach int) (first, second int) {
	for k := range reach {
		row := y + k*step
		if row < 0 || row >= s.h {
			return 0, 0
		}
		if s.dark(x, row) == dark {
			continue
		}
		if first > 0 {
			return first, k
		}
		first, dark = k, !dark
		if k == 0 {
			return 0, 0
		}
	}
	return 0, 0
}

// openCheck measures an open pattern down, then along the row, and adds it if it is one.
func (s finderSearch) openCheck(x int32, y int, inner int32, inverted bool, found []finder) []finder {
	module := float64(inner) / 5
	f := finder{x: float64(x) + .5, y: float64(y) + .5, module: module, hits: 1, inverted: inverted}
	if confirm(found, &f) || !s.coreColumn(int(x), y, inner, inverted) {
		return found
	}
	my, down, above, below, ok := s.openAcross(f.x, f.y, 0, 1, inverted, module)
	if !ok || my > 2*module || module > 2*my {
		return found
	}
	f.y += down
	mx, across, left, right, ok := s.openAcross(f.x, f.y, 1, 0, inverted, module)
	if f.open = sidesOf(left, right, above, below); !ok || mx > 2*my || my > 2*mx || f.open == 0 {
		return found
	}
	f.x, f.module = f.x+across, (mx+my)/2
	if confirm(found, &f) {
		return found
	}
	return append(found, f)
}

// openAcross measures a pattern through a point along the row or the column, and tells whether its ring is open behind and
// ahead.
func (s finderSearch) openAcross(x, y float64, dx, dy int, inverted bool, about float64) (module, shift float64, openBehind, openAhead, ok bool) {
	d := point{float64(dx), float64(dy)}
	p := point{x, y}
	ahead, na := s.ray(p, d, about, !inverted)
	back, nb := s.ray(p, d.times(-1), about, !inverted)
	module, shift, ok = openRuns(&ahead, &back, na, nb)
	openAhead = na < 3 || ahead[2]-ahead[1] >= mostClosed*module
	openBehind = nb < 3 || back[2]-back[1] >= mostClosed*module
	return module, shift, openBehind, openAhead, ok
}

// openLook searches for symbols without a margin. The full size is by far the dearest: it is searched only where
// something speaks for a symbol.
func (s *search) openLook(levels []*level) {
	speaks := s.options.Harder || len(levels) == 1 || s.speaks()
	for i := len(levels) - 1; i >= 0 && s.ctx.Err() == nil; i-- {
		if i == 0 && !speaks {
			return
		}
		l := levels[i]
		least := openModule
		if i == 0 {
			least = 0
		}
		open := slices.DeleteFunc(l.openFinders(s.ctx, s.workers, least), func(f finder) bool { return s.known(point{f.x, f.y}.times(l.scale)) })
		if len(open) == 0 {
			continue
		}
		s.options.trace.sawFinders(open, l.scale)
		fs := s.between(l, least, math.Inf(1))
		for _, f := range open {
			if !slices.ContainsFunc(fs, func(g finder) bool { return g.near(&f) }) {
				fs = append(fs, f)
			}
		}
		ts := slices.DeleteFunc(triples(fs), func(t triple) bool { return !t.mayBeOpen() })
		symbols := s.convincing(l, ts)
		speaks = speaks || s.speaks()
		s.attempts(l, symbols)
	}
}

// mayBeOpen reports whether one of the patterns of a triple is open at least, and none towards the inside of the symbol.
func (t *triple) mayBeOpen() bool {
	right, down := point{t.right.x - t.corner.x, t.right.y - t.corner.y}, point{t.below.x - t.corner.x, t.below.y - t.corner.y}
	right, down = right.times(1/right.length()), down.times(1/down.length())
	left, up := right.times(-1), down.times(-1)
	return t.corner.open|t.right.open|t.below.open != 0 &&
		!t.corner.opens(right) && !t.corner.opens(down) && !t.right.opens(left) && !t.right.opens(down) &&
		!t.below.opens(right) && !t.below.opens(up)
}

// opens reports whether the ring of a pattern is open on the side that lies in direction d, of length 1. Between two sides
// it is not known.
func (f *finder) opens(d point) bool {
	switch {
	case d.x > nearlyAxis:
		return f.open&openRight != 0
	case d.x < -nearlyAxis:
		return f.open&openLeft != 0
	case d.y > nearlyAxis:
		return f.open&openBelow != 0
	case d.y < -nearlyAxis:
		return f.open&openAbove != 0
	}
	return false
}

// nearlyAxis is the cosine of the greatest angle between a side of a symbol and the rows or columns of the picture at which
// the ends of the ring that a row or a column meets are those of that side.
const nearlyAxis = .9
