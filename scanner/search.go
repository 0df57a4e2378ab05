package scanner

import (
	"context"
	"errors"
	"image"
	"math"
	"slices"
	"sync"
)

// A search is the work on one picture: it holds what was found so far.
type search struct {
	ctx     context.Context
	options Options
	workers workers
	origin  point // of the scanned part in the picture
	size    point // of the scanned part
	frame   int

	mu    sync.Mutex
	codes []Code
	areas []quad // of the codes, in pixels of the scanned part
	parts []part // of texts that several symbols hold
	seen  []sight

	otherAreas []quad // of codes that are no QR codes, in pixels of the scanned part
	otherSeen  []Undecoded

	bestFixed float64 // share of the fixed parts that shows under the best simple grid so far

	bents           []bentSymbol
	followed        int // of them
	versions        int // that were looked for beside finder patterns
	doubtfulSymbols []doubtfulSymbol
	doubtfulSize    int // modules of them together
}

// scanFrame scans one picture.
func scanFrame(ctx context.Context, img image.Image, frame int, o Options) (result Result, err error) {
	// Whatever a picture does to the search, the program goes on.
	defer func() {
		if r := recover(); r != nil {
			err = errors.Join(err, errInternal)
		}
	}()
	if img == nil {
		return Result{}, Damaged()
	}
	area := img.Bounds()
	if !o.Region.Empty() {
		o.Harder = true
		area = area.Intersect(o.Region.Add(area.Min))
	}
	if area.Empty() && !img.Bounds().Empty() {
		return Result{}, errRegion
	}
	if err := checkSize(area.Dx(), area.Dy()); err != nil {
		return Result{}, err
	}
	origin := area.Min.Sub(img.Bounds().Min)
	bounded, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	s := &search{ctx: bounded, options: o, workers: newWorkers(o.MaxWorkers), frame: frame,
		origin: point{float64(origin.X), float64(origin.Y)}, size: point{float64(area.Dx()), float64(area.Dy())}}
	defer func() { result = s.result() }()
	s.picture(img, area)
	return Result{}, ctx.Err()
}

// errInternal stands for a fault in the search itself; its text is for a user.
var errInternal = errors.New("The scanner could not finish with this picture. Crop it around the QR code and try again.")

// errRegion comes when the region to scan lies outside the picture.
var errRegion = errors.New("The marked part lies outside the picture. Mark a part of the picture that shows the QR code.")

// picture runs the row of stages over the part area of img.
func (s *search) picture(img image.Image, area image.Rectangle) {
	levels, seeThrough := pyramid(s.ctx, img, area, onWhite, s.workers)
	s.levels(levels)
	if s.ctx.Err() == nil && s.doubtful() && s.mayEnlarge(levels[0].gray) {
		s.enlarged(levels[0])
		s.resolveDoubts()
	}
	if s.ctx.Err() == nil && len(s.codes) == 0 && len(s.sightings()) == 0 {
		s.others(levels)
	}
	release(levels)
	if seeThrough && len(s.codes) == 0 && s.ctx.Err() == nil {
		levels, _ = pyramid(s.ctx, img, area, onBlack, s.workers)
		s.levels(levels)
		release(levels)
	}
}

func release(levels []*level) {
	for _, l := range levels {
		l.release()
	}
}

// levels searches the smallest level first: most symbols show there, and are out of the way when the
// larger ones are searched. What stays in doubt gets a second look.
func (s *search) levels(levels []*level) {
	for i := len(levels) - 1; i >= 0; i-- {
		l := levels[i]
		if i == 0 {
			s.workers.each(s.ctx, l.bh, l.ranges)
		}
		s.thresholds(l, leastContrast)
		least := float64(clearModule)
		if i == 0 {
			least = 0
		}
		s.level(l, least)
	}
	s.leftOver(levels)
	s.resolveDoubts()
	if s.doubtful() {
		s.resolveBends()
		s.resolveDoubts()
	}
	if s.ctx.Err() == nil && s.doubtful() {
		s.secondLook(levels)
		s.resolveBends()
		s.resolveDoubts()
	}
}

func (s *search) thresholds(l *level, least int) {
	s.workers.each(s.ctx, (l.bh+7)/8, func(k int) { l.threshold(k*8, 8, least) })
}

// Bounds on what is tried on one level.
const (
	leastTiming = .4 // of a triple that is tried at all
	maxAttempts = 60
	clearModule = 1.8 // pixels a module from which on a smaller level serves as well as the full size
)

// level searches one level whose thresholds are set. Patterns with smaller modules than least are left to
// the level below.
func (s *search) level(l *level, least float64) {
	l.found = finderSearch{level: l, step: 2, tolerance: .5}.finders(s.ctx, s.workers)
	s.options.trace.sawFinders(l.found, l.scale)
	ts := triples(s.between(l, least, math.Inf(1)))
	if len(ts) > firstTriples {
		// Most codes of a page are among the likeliest triples; read, they take their patterns out of the others.
		all := s.convincing(l, ts[:firstTriples])
		s.attempts(l, slices.DeleteFunc(all, func(y symbol) bool { return y.fixed < sureFixed }))
		ts = slices.DeleteFunc(ts, func(t triple) bool { return s.knownTriple(l, &t) })
	}
	s.attempts(l, s.convincing(l, ts))
}

// firstTriples are measured and tried before the others.
const firstTriples = 24

// knownTriple reports whether a pattern of a triple belongs to a code that was read.
func (s *search) knownTriple(l *level, t *triple) bool {
	for _, f := range [3]*finder{&t.corner, &t.right, &t.below} {
		if s.known(point{f.x, f.y}.times(l.scale)) {
			return true
		}
	}
	return false
}

// between returns a level's patterns whose modules are at least least and less than most, without
// those of codes that were read.
func (s *search) between(l *level, least, most float64) []finder {
	var fs []finder
	for _, f := range l.found {
		if f.module >= least && f.module < most && !s.known(point{f.x, f.y}.times(l.scale)) {
			fs = append(fs, f)
		}
	}
	return fs
}

// attempts tries symbols, the first ones first.
func (s *search) attempts(l *level, symbols []symbol) {
	s.workers.each(s.ctx, len(symbols), func(i int) { s.attempt(l, &symbols[i]) })
}

// known reports whether a place, in pixels of the scanned part, belongs to a code that was read. In the corner without a
// finder pattern that of another code may lie over it.
func (s *search) known(p point) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.areas {
		if q := &s.areas[i]; q.contains(p, .02) && !q.lastCorner(coveredSide).contains(p, .02) {
			return true
		}
	}
	return false
}

// coveredSide is the part of a symbol's sides, from that corner on, in which another symbol's pattern may lie while the first can
// still be read: it may cover a third of it, in a strip along an edge too (family neighbours).
const coveredSide = .68

// convincing measures triples and keeps those between whose patterns timing patterns show, the best
// first.
func (s *search) convincing(l *level, ts []triple) []symbol {
	all := make([]symbol, len(ts))
	const batch = 16
	s.workers.each(s.ctx, (len(ts)+batch-1)/batch, func(k int) {
		for i := k * batch; i < min(len(ts), (k+1)*batch); i++ {
			all[i] = l.measure(&ts[i])
			y := &all[i]
			if l.fitDimensions(y, false) && y.timing >= leastTiming {
				y.fixed = l.simpleFit(y)
			}
		}
	})
	t := s.options.trace
	t.saw(sawTriple, len(all))
	for i := range all {
		s.bestFixed = max(s.bestFixed, all[i].fixed)
		if all[i].timing < leastTiming {
			t.saw(noTiming, 1)
		} else if all[i].fixed < likelyFixed {
			t.saw(notFixed, 1)
		}
	}
	all = slices.DeleteFunc(all, func(s symbol) bool { return s.fixed < likelyFixed })
	sortSymbols(all)
	t.saw(tooMany, max(0, len(all)-maxAttempts))
	return all[:min(len(all), maxAttempts)]
}

// simpleFit is how much of a symbol's fixed parts shows under a grid that its three patterns alone give.
func (l *level) simpleFit(y *symbol) float64 {
	fit := 0.0
	if g, ok := y.parallelogram(); ok {
		fit = l.fixedFit(g, y.dim, y.corner.inverted)
	}
	if g, ok := y.perspective(); ok && fit < leastFixed {
		fit = math.Max(fit, l.fixedFit(g, y.dim, y.corner.inverted))
	}
	if fit < leastFixed {
		if g, ok := l.farCorner(y); ok {
			fit = math.Max(fit, l.fixedFit(g, y.dim, y.corner.inverted))
		}
	}
	return fit
}

func sortSymbols(all []symbol) {
	slices.SortStableFunc(all, func(a, b symbol) int {
		if x, y := a.timing+2*a.fixed-.5*a.score, b.timing+2*b.fixed-.5*b.score; x > y {
			return -1
		} else if x < y {
			return 1
		}
		return 0
	})
}

// attempt tries to read a symbol and keeps what comes out.
func (s *search) attempt(l *level, y *symbol) {
	for _, p := range [3]point{y.a, y.b, y.c} {
		if s.known(p.times(l.scale)) {
			return
		}
	}
	best := sight{trust: -1}
	for k := range y.nDims {
		if y.fits[k] < leastTiming || y.fits[k] < y.fits[0]-.25 {
			break
		}
		y.dim, y.timing = y.dims[k], y.fits[k]
		if s.grids(l, y, &best) {
			return
		}
	}
	if best.trust > 0 {
		s.mu.Lock()
		s.seen = append(s.seen, best)
		s.mu.Unlock()
	}
}

// grids lays one grid after the other over a symbol of a supposed size until it can be read.
func (s *search) grids(l *level, y *symbol, best *sight) bool {
	if s.ctx.Err() != nil {
		return false
	}
	flat, ok := y.parallelogram()
	if !ok {
		return false
	}
	if s.read(l, y, flat, best) {
		return true
	}
	start := []*homography{flat}
	if h, ok := y.perspective(); ok {
		if s.read(l, y, h, best) {
			return true
		}
		start = append(start, h)
	}
	if h, ok := l.farCorner(y); ok {
		if s.read(l, y, h, best) {
			return true
		}
		start = append(start, h)
	}
	rows := alignmentRows(y.dim)
	if len(rows) == 0 {
		return false
	}
	last := rows[len(rows)-1]
	var base grid = flat
	bestFit := 0.0
	for i, h := range start {
		p, fit := l.align(h, last, last, 4, y.corner.inverted)
		if fit < leastAlignment {
			continue
		}
		aligned, ok := y.through(point{last, last}, p)
		if !ok {
			continue
		}
		if fit > bestFit || i == 0 {
			base, bestFit = aligned, fit
		}
		if s.read(l, y, aligned, best) {
			return true
		}
	}
	if m, ok := l.meshOf(y, base); ok && s.read(l, y, m, best) {
		return true
	}
	s.bend(l, y, flat)
	return false
}

// Shares of a symbol's fixed parts that must show.
const (
	likelyFixed = .52 // under a simple grid, for a triple to be tried
	sureFixed   = .9  // the same, for a triple to be tried before others are measured
	leastFixed  = .7  // under a grid, for it to be sampled
)

// read samples a symbol with a grid, by all methods.
func (s *search) read(l *level, y *symbol, g grid, best *sight) bool {
	area, ok := areaOf(g, y.dim)
	if !ok {
		return false
	}
	fixed := l.fixedFit(g, y.dim, y.corner.inverted)
	s.options.trace.saw(sawGrid, 1)
	if fixed < leastFixed {
		s.options.trace.saw(notFixedGrid, 1)
		return false
	}
	values := l.sample(g, y.dim)
	nearly := false
	for _, method := range methods {
		m := &matrix{y.dim, method(values)}
		if y.corner.inverted {
			m.invert()
		}
		if fixed > best.trust {
			*best = sight{area: scaled(area, l.scale), stage: StageFound, trust: fixed, module: l.scale * area.size() / float64(y.dim), values: values,
				open: y.corner.open|y.right.open|y.below.open != 0}
		}
		r := m.read()
		s.options.trace.tried(g, l.scale, m, fixed, r)
		if r.ok {
			s.keep(r, y, scaled(area, l.scale))
			return true
		}
		if best.stage == StageFound || best.stage == StageSampled {
			best.stage = r.stage
		}
		nearly = nearly || r.stage == StageFormat
	}
	if nearly && fixed >= doubtFixed {
		s.doubt(doubtfulSymbol{*y, scaled(area, l.scale), fixed, values})
	}
	return false
}

// areaOf is where a symbol's corners lie.
func areaOf(g grid, dim int) (quad, bool) {
	n := float64(dim)
	q := quad{g.at(0, 0), g.at(n, 0), g.at(n, n), g.at(0, n)}
	return q, q.clockwise()
}

func scaled(q quad, by float64) quad {
	for i := range q {
		q[i] = q[i].times(by)
	}
	return q
}

// size is the mean length of the sides.
func (q *quad) size() float64 {
	sum := 0.0
	for i := range q {
		sum += q[(i+1)%4].minus(q[i]).length()
	}
	return sum / 4
}

// keep adds a code, unless it stands there already, and hands it on.
func (s *search) keep(r reading, y *symbol, area quad) {
	s.mu.Lock()
	defer s.mu.Unlock()
	middle := area.middle()
	for i := range s.areas {
		if s.areas[i].contains(middle, 0) {
			return
		}
	}
	s.areas = append(s.areas, area)
	c := Code{Text: r.text, Frame: s.frame, Version: (y.dim - 17) / 4, Inverted: y.corner.inverted, Corners: s.corners(area)}
	if r.mirrored {
		c.Corners[1], c.Corners[3] = c.Corners[3], c.Corners[1]
	}
	if r.content.parts > 1 {
		s.parts = append(s.parts, part{r.content, c, area})
		whole, ok := s.joined(&r.content)
		if !ok {
			return
		}
		c = whole
	}
	s.codes = append(s.codes, c)
	if s.options.Found != nil {
		s.options.Found(c)
	}
}

// corners are those of an area, in the picture's pixels.
func (s *search) corners(area quad) (out [4]image.Point) {
	for i, p := range area {
		p = p.plus(s.origin)
		out[i] = image.Pt(int(math.Round(p.x)), int(math.Round(p.y)))
	}
	return out
}

// result puts what was found in order.
func (s *search) result() Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := Result{Codes: slices.Clone(s.codes), Seen: s.sightings()}
	if len(r.Codes)+len(r.Seen) == 0 {
		r.Seen = s.otherSeen
	}
	slices.SortStableFunc(r.Codes, func(a, b Code) int {
		if a.Corners[0].Y != b.Corners[0].Y {
			return a.Corners[0].Y - b.Corners[0].Y
		}
		return a.Corners[0].X - b.Corners[0].X
	})
	return r
}
