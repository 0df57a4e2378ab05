package scanner

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// A finder is a place that looks like one of the three square eyes of a QR code: runs of dark, light, dark,
// light, dark in the ratio 1:1:3:1:1 in every direction (ISO/IEC 18004, 6.3.3), or of light and
// dark in an inverted symbol.
type finder struct {
	x, y     float64 // its middle, in pixels of the level
	module   float64 // side of a module as measured along rows and columns: the mean of both
	aspect   float64 // the side along rows, as a part of the one along columns; 0 is 1
	hits     int     // rows that met it
	inverted bool    // light on dark
	open     sides   // on which its outer ring runs into what is around it, see open.go
}

// near reports whether two measurements are of the same pattern.
func (f *finder) near(g *finder) bool {
	m := math.Max(f.module, g.module)
	return math.Abs(f.x-g.x) < 1.5*m && math.Abs(f.y-g.y) < 1.5*m && f.inverted == g.inverted && f.module < 1.7*g.module && g.module < 1.7*f.module
}

// A finderSearch looks for finder patterns on one level.
type finderSearch struct {
	*level
	step      int     // every step-th row is searched
	tolerance float64 // of a run, in modules
}

// maxFinders bounds the patterns of a level that later stages see, best confirmed first.
const maxFinders = 200

// finders searches all rows and returns the patterns, at most maxFinders.
func (s finderSearch) finders(ctx context.Context, w workers) []finder {
	strips := s.strips()
	found := make([][]finder, strips)
	w.each(ctx, strips, func(i int) { found[i] = s.strip(i) })
	return mergeFinders(found)
}

// searchRows is how many rows a worker searches in one go.
const searchRows = 64

func (s finderSearch) strips() int { return (s.h + searchRows - 1) / searchRows }

func (s finderSearch) strip(i int) []finder {
	var found []finder
	changes := make([]int32, 0, s.stride+2)
	for y := i*searchRows + s.step/2; y < min((i+1)*searchRows, s.h); y += s.step {
		var startsDark bool
		changes, startsDark = s.changes(y, changes[:0])
		found = s.row(y, changes, startsDark, found)
	}
	return found
}

// changes lists where the colour changes in row y, both edges of the picture included: a symbol may
// touch them. Eight pixels are compared at once; blocks of one colour cost next to nothing.
func (s finderSearch) changes(y int, at []int32) (changes []int32, startsDark bool) {
	pix := s.pix[y*s.stride : (y+1)*s.stride]
	base := y / blockSize * s.bw
	kinds, thrs := s.kind[base:base+s.bw], s.thr[base:base+s.bw]
	startsDark = s.dark(0, y)
	before := uint8(0) // 1 where the pixel before is dark
	if startsDark {
		before = 1
	}
	at = append(at, 0)
	for bx, kind := range kinds {
		var dark uint8
		switch kind {
		case allDark:
			dark = 0xff
		case mixed:
			dark = darkBits(pix[bx*blockSize:], thrs[bx])
		}
		change := dark ^ (dark<<1 | before)
		before = dark >> 7
		for change != 0 {
			at = append(at, int32(bx*blockSize+bits.TrailingZeros8(change)))
			change &= change - 1
		}
	}
	return append(at, int32(s.w)), startsDark
}

// row appends the patterns that row y meets.
func (s finderSearch) row(y int, at []int32, startsDark bool, found []finder) []finder {
	for n := 6; n <= len(at); n++ {
		p := (*[6]int32)(at[n-6 : n])
		// The core is three of seven modules; each of its edges may be off by half a pixel.
		if d := 7*(p[3]-p[2]) - 3*(p[5]-p[0]); d > p[5]-p[0]+11 || d < p[0]-p[5]-11 {
			continue
		}
		if maybeFinder(p) {
			inverted := startsDark == (n&1 == 1) // the colour of the run after these five
			found = s.check(p, y, inverted, found)
		}
	}
	return found
}

// maybeFinder tests the outer four of five runs in whole pixels, each of which may be off by one.
func maybeFinder(p *[6]int32) bool {
	total := p[5] - p[0]
	most := total + total*3/4 + 8
	return 7*(p[1]-p[0]) <= most && 7*(p[2]-p[1]) <= most && 7*(p[4]-p[3]) <= most && 7*(p[5]-p[4]) <= most
}

// runs are five lengths, in pixels.
type runs [5]float64

func (r *runs) total() float64 { return r[0] + r[1] + r[2] + r[3] + r[4] }

// isFinder tests the ratio 1:1:3:1:1. Dark runs may be wider than light ones throughout, as blur and ink
// make them: sums of a dark and a light neighbour do not feel that.
func (r *runs) isFinder(tolerance float64) bool {
	m := r.total() / 7
	if m < .8 {
		return false
	}
	t := tolerance * m
	for i, want := range [4]float64{2, 4, 4, 2} {
		if math.Abs(r[i]+r[i+1]-want*m) > 1.5*t {
			return false
		}
	}
	return math.Abs(r[2]-3*m) <= 2.2*t && r[0] > .25*m && r[1] > .25*m && r[3] > .25*m && r[4] > .25*m
}

// check measures five runs of row y to parts of a pixel, then across, and adds the pattern if it is one.
func (s finderSearch) check(p *[6]int32, y int, inverted bool, found []finder) []finder {
	var edge [6]float64
	for i, x := range p {
		edge[i] = s.crossing(int(x), y, 1, 0)
	}
	r := runs{edge[1] - edge[0], edge[2] - edge[1], edge[3] - edge[2], edge[4] - edge[3], edge[5] - edge[4]}
	if !r.isFinder(s.tolerance) {
		return found
	}
	f := finder{x: (edge[2] + edge[3]) / 2, y: float64(y) + .5, module: r.total() / 7, hits: 1, inverted: inverted}
	if confirm(found, &f) {
		return found
	}
	if !s.crossCheck(&f) {
		return found
	}
	// The measured middle may be that of a pattern met before.
	if confirm(found, &f) {
		return found
	}
	return append(found, f)
}

// confirm counts one more row for the pattern f if it was met before.
func confirm(found []finder, f *finder) bool {
	for i := len(found) - 1; i >= max(0, len(found)-64); i-- {
		if g := &found[i]; g.near(f) {
			g.hits++
			return true
		}
	}
	return false
}

// mostAspect is how much longer one side of a pattern may be than the other: a screen shown in the wrong format, a page seen from the
// side (families stretched, exposed).
const mostAspect = 3.2

// acrossReach bounds how far from its middle the edges of a pattern are looked for across the row that met it: half its side along the
// row so many times, and four pixels. On pages of text the time of the search grows with it.
const acrossReach = 2.7

// clearAspect is from where on a difference of the sides is more than an error of measurement.
const clearAspect = 1.3

// stretch is what lengths along rows and columns have to be multiplied with for the pattern to be a square of its mean module.
func (f *finder) stretch() point {
	if f.aspect == 0 || f.aspect < clearAspect && clearAspect*f.aspect > 1 {
		return point{1, 1}
	}
	return point{(1 + f.aspect) / (2 * f.aspect), (1 + f.aspect) / 2}
}

// moduleAlong is the side of a module in direction d, of length 1.
func (f *finder) moduleAlong(d point) float64 {
	s := f.stretch()
	return f.module * tilt(d) / point{d.x * s.x, d.y * s.y}.length()
}

// crossCheck measures the column through a pattern met by a row, then the row through the middle so
// found, and sets middle and module from both.
func (s finderSearch) crossCheck(f *finder) bool {
	down, middle, ok := s.across(f.x, f.y, 0, 1, f.inverted, f.module)
	if !ok || !down.isFinder(s.tolerance) {
		return false
	}
	right, middleX, ok := s.across(f.x, middle, 1, 0, f.inverted, f.module)
	if !ok || !right.isFinder(s.tolerance) {
		return false
	}
	mx, my := right.total()/7, down.total()/7
	if mx > mostAspect*my || my > mostAspect*mx {
		return false
	}
	f.x, f.y, f.module, f.aspect = middleX, middle, (mx+my)/2, mx/my
	return true
}

// across measures the five runs of a pattern through the point (x, y) along the row (dx 1) or the
// column (dy 1), and where along it the middle is. No run may be longer than the
// measured module allows.
func (s finderSearch) across(x, y float64, dx, dy int, inverted bool, module float64) (r runs, middle float64, ok bool) {
	ix, iy := int(x), int(y)
	if ix < 0 || iy < 0 || ix >= s.w || iy >= s.h || s.dark(ix, iy) == inverted {
		return r, 0, false
	}
	limit := int(module*finderMiddle*acrossReach) + 4
	forward, ok := s.edges(ix, iy, dx, dy, !inverted, limit)
	if !ok {
		return r, 0, false
	}
	back, ok := s.edges(ix, iy, -dx, -dy, !inverted, limit)
	if !ok {
		return r, 0, false
	}
	r = runs{back[1] - back[2], back[0] - back[1], forward[0] - back[0], forward[1] - forward[0], forward[2] - forward[1]}
	return r, (forward[0] + back[0] + forward[1] + back[1] + forward[2] + back[2]) / 6, true
}

// edges walks from a pixel in one direction of the grid over the next three changes of colour
// and returns where on the axis they are.
func (s finderSearch) edges(x, y, dx, dy int, dark bool, limit int) (at [3]float64, ok bool) {
	n := 0
	for range limit {
		x, y = x+dx, y+dy
		if x < 0 || y < 0 || x >= s.w || y >= s.h {
			at[n] = float64(max(0, x*dx*dx+y*dy*dy)) // -1 becomes 0
			return at, n == 2
		}
		if s.dark(x, y) == dark {
			continue
		}
		dark = !dark
		at[n] = s.crossing(x, y, dx, dy)
		if n++; n == 3 {
			return at, true
		}
	}
	return at, false
}

// crossing returns where, on the axis walked along, the brightness meets the threshold between
// the pixel before (x, y), seen in the direction of (dx, dy), and (x, y) itself.
func (s finderSearch) crossing(x, y, dx, dy int) float64 {
	edge := float64(x*dx*dx + y*dy*dy) // the pixels' common edge, when walking up
	if dx+dy < 0 {
		edge++
	}
	if x-dx < 0 || y-dy < 0 || x >= s.w || y >= s.h {
		return edge // that of the picture
	}
	t := float64(s.thr[y/blockSize*s.bw+x/blockSize])
	a, b := float64(s.pix[(y-dy)*s.stride+x-dx]), float64(s.pix[y*s.stride+x])
	if (a < t) == (b < t) {
		return edge // the threshold changed here, not the brightness
	}
	return edge + float64(dx+dy)*((t-a)/(b-a)-.5)
}

// mergeFinders joins what the strips found: a pattern across their border was met by both.
func mergeFinders(strips [][]finder) []finder {
	var all []finder
	for i, strip := range strips {
		for _, f := range strip {
			joined := false
			// Only the strip before can have met it, and only near the border.
			if i > 0 {
				for j := len(all) - 1; j >= max(0, len(all)-256); j-- {
					if g := &all[j]; g.near(&f) {
						g.hits += f.hits
						joined = true
						break
					}
				}
			}
			if !joined {
				all = append(all, f)
			}
		}
	}
	if len(all) > maxFinders {
		// A real pattern is met by all rows of its core.
		slices.SortStableFunc(all, byConfirmed)
		all = all[:maxFinders]
	}
	return all
}

// byConfirmed puts the best confirmed pattern first.
func byConfirmed(a, b finder) int { return cmp.Compare(b.confirmed(), a.confirmed()) }

// confirmed is how many rows met the pattern, compared with its size.
func (f *finder) confirmed() float64 {
	return math.Min(1, float64(f.hits)/f.module) + math.Min(float64(f.hits), 4)/8
}
