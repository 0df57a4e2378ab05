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
	maxOpen     = 100 // of a level, the best confirmed
	mostClosed  = 1.7 // modules of a run of the ring that has an end
	leastRing   = .4  // modules of any run of the ring
	openModule  = 1.2 // pixels a module: below, a smaller level's pattern is left to the next larger one
	openStep    = 2   // every so many rows are searched
	openCore    = 1.1 // modules that the core may be off
	openRunPair = .75 // modules that a light run and the core may be off together
)

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

// openFinders searches a level for patterns whose ring is open on one side at least.
func (l *level) openFinders(ctx context.Context, w workers) []finder {
	s := finderSearch{level: l, step: openStep}
	found := make([][]finder, s.strips())
	w.each(ctx, len(found), func(i int) {
		changes := make([]int32, 0, s.stride+2)
		for y := i*searchRows + s.step/2; y < min((i+1)*searchRows, s.h); y += s.step {
			var startsDark bool
			changes, startsDark = s.changes(y, changes[:0])
			found[i] = s.openRow(y, changes, startsDark, found[i])
		}
	})
	all := mergeFinders(found)
	slices.SortStableFunc(all, byConfirmed)
	return all[:min(len(all), maxOpen)]
}

// openRow appends the open patterns that row y meets.
func (s finderSearch) openRow(y int, at []int32, startsDark bool, found []finder) []finder {
	for n := 2; n+3 < len(at); n++ {
		// The core lies between changes n and n+1 of the row, the light runs beside it.
		core, left, right := at[n+1]-at[n], at[n]-at[n-1], at[n+2]-at[n+1]
		inner := core + left + right
		if 5*core > 4*inner+8 || 5*core < 2*inner-8 || 5*left > 2*inner+4 || 5*right > 2*inner+4 {
			continue
		}
		outerLeft, outerRight := at[n-1]-at[n-2], at[n+3]-at[n+2]
		// One side at least has an end within two modules, and both are more than a bit of a module.
		if 10*min(outerLeft, outerRight) > 4*inner+10 || 10*min(outerLeft, outerRight)+10 < inner {
			continue
		}
		inverted := startsDark == (n&1 == 1)
		found = s.openCheck((at[n]+at[n+1])/2, y, float64(inner)/5, inverted, found)
	}
	return found
}

// openCheck measures an open pattern down, then along the row, and adds it if it is one.
func (s finderSearch) openCheck(x int32, y int, module float64, inverted bool, found []finder) []finder {
	f := finder{x: float64(x) + .5, y: float64(y) + .5, module: module, hits: 1, inverted: inverted, open: true}
	for i := len(found) - 1; i >= max(0, len(found)-64); i-- {
		if g := &found[i]; g.near(&f) {
			g.hits++
			return found
		}
	}
	my, down, openDown, ok := s.openAcross(f.x, f.y, 0, 1, inverted, module)
	if !ok || my > 2*module || module > 2*my {
		return found
	}
	f.y += down
	mx, right, openRight, ok := s.openAcross(f.x, f.y, 1, 0, inverted, module)
	if !ok || mx > 2*my || my > 2*mx || !openDown && !openRight {
		return found
	}
	f.x, f.module = f.x+right, (mx+my)/2
	for i := len(found) - 1; i >= max(0, len(found)-64); i-- {
		if g := &found[i]; g.near(&f) {
			g.hits++
			return found
		}
	}
	return append(found, f)
}

// openAcross measures a pattern through a point along the row or the column.
func (s finderSearch) openAcross(x, y float64, dx, dy int, inverted bool, about float64) (module, shift float64, open, ok bool) {
	d := point{float64(dx), float64(dy)}
	p := point{x, y}
	ahead, na := s.ray(p, d, about, !inverted)
	back, nb := s.ray(p, d.times(-1), about, !inverted)
	module, shift, ok = openRuns(&ahead, &back, na, nb)
	open = na < 3 || nb < 3 || ahead[2]-ahead[1] >= mostClosed*module || back[2]-back[1] >= mostClosed*module
	return module, shift, open, ok
}

// openLook searches for symbols without a margin.
func (s *search) openLook(levels []*level) {
	for i := len(levels) - 1; i >= 0 && s.ctx.Err() == nil; i-- {
		l := levels[i]
		open := slices.DeleteFunc(l.openFinders(s.ctx, s.workers), func(f finder) bool { return s.known(point{f.x, f.y}.times(l.scale)) })
		if len(open) == 0 {
			continue
		}
		s.options.trace.sawFinders(open, l.scale)
		least := openModule
		if i == 0 {
			least = 0
		}
		fs := s.between(l, least, math.Inf(1))
		for _, f := range open {
			if f.module >= least && !slices.ContainsFunc(fs, func(g finder) bool { return g.near(&f) }) {
				fs = append(fs, f)
			}
		}
		ts := slices.DeleteFunc(triples(fs), func(t triple) bool { return !t.corner.open && !t.right.open && !t.below.open })
		s.attempts(l, s.convincing(l, ts))
	}
}
