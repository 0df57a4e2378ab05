package scanner

import (
	"fmt"
	"math"
	"slices"
)

// A sight is a symbol that was not read, so far.
type sight struct {
	area   quad // in pixels of the scanned part
	stage  Stage
	trust  float64 // that it is a symbol at all: the share of its fixed parts that shows
	module float64 // side of a module, in pixels of the picture
	values *samples
	open   bool // its finder patterns run into the page
}

// leastTrust is when a user is told of a symbol that was not read. Chance gives about a half.
const leastTrust = .85

// order of the stages, to tell which of two sights came further.
var order = map[Stage]int{StageFound: 0, StageSampled: 1, StageFormat: 2, StageText: 3}

// sightings turns what was seen but not read into advice, one for each symbol.
func (s *search) sightings() []Undecoded {
	seen := slices.DeleteFunc(slices.Clone(s.seen), func(v sight) bool { return v.trust < leastTrust })
	slices.SortStableFunc(seen, func(a, b sight) int {
		if order[a.stage] != order[b.stage] {
			return order[b.stage] - order[a.stage]
		}
		return int(math.Copysign(1, b.trust-a.trust))
	})
	taken := slices.Clone(s.areas)
	out := s.lonely()
	for _, v := range seen {
		if slices.ContainsFunc(taken, func(q quad) bool { return q.contains(v.area.middle(), 0) || v.area.contains(q.middle(), 0) }) {
			continue
		}
		taken = append(taken, v.area)
		cause := s.cause(&v)
		out = append(out, Undecoded{
			Corners: s.corners(v.area), Frame: s.frame, Stage: v.stage, Cause: cause,
			Advice: fmt.Sprintf("A QR code %s %s", s.where(&v.area), advice[cause]),
		})
	}
	return out
}

// advice says what is wrong and what to do, after "A QR code at the right edge".
var advice = map[Cause]string{
	CauseCutOff:  "is cut off. Move it so that all of it shows, and scan again.",
	CauseSmall:   "is too small to read. Enlarge it, for instance with Ctrl and +, and scan again.",
	CauseFaint:   "is too faint to read. Enlarge it, or turn up its contrast, and scan again.",
	CauseCovered: "is partly covered. Take away what lies over it, and scan again.",
	CauseMargin:  "has no margin and runs into the page. Make the page light, or drag a rectangle around the code, and scan again.",
	CauseUnknown: "was found but could not be read. Enlarge it, or show it straight and sharp, and scan again.",
	CauseContent: "was read, but it holds data instead of a text. It is not one for signing in.",
}

// Thresholds for the likely cause.
const (
	wholeInside   = .985 // part of the symbol within the picture
	smallModule   = 2.2  // pixels
	faintContrast = 14   // steps of brightness between dark and light modules
	coveredPart   = .04  // of the modules that have only their like around them
)

func (s *search) cause(v *sight) Cause {
	dark, light := v.values.tones()
	switch {
	case v.stage == StageText:
		return CauseContent
	case v.values.inside() < wholeInside:
		return CauseCutOff
	case v.module < smallModule:
		return CauseSmall
	case light-dark < faintContrast:
		return CauseFaint
	case v.values.plain() > coveredPart:
		return CauseCovered
	case v.open:
		return CauseMargin
	}
	return CauseUnknown
}

// where names the place of an area in the picture, as a user would.
func (s *search) where(area *quad) string {
	w, h := s.size.x, s.size.y
	left, top, right, bottom := area.bounds()
	slack := area.size() / 40
	switch {
	case right > w+slack:
		return "at the right edge"
	case left < -slack:
		return "at the left edge"
	case bottom > h+slack:
		return "at the bottom edge"
	case top < -slack:
		return "at the top edge"
	}
	m := area.middle()
	across, down := int(3*m.x/w), int(3*m.y/h)
	switch {
	case across == 1 && down == 1:
		return "in the middle"
	case down == 1:
		return [3]string{"at the left", "", "at the right"}[across]
	case across == 1:
		return [3]string{"at the top", "", "at the bottom"}[down]
	}
	return [3]string{"at the top ", "", "at the bottom "}[down] + [3]string{"left", "", "right"}[across]
}

// bounds are the least and greatest coordinates.
func (q *quad) bounds() (left, top, right, bottom float64) {
	left, top, right, bottom = q[0].x, q[0].y, q[0].x, q[0].y
	for _, p := range q[1:] {
		left, right = math.Min(left, p.x), math.Max(right, p.x)
		top, bottom = math.Min(top, p.y), math.Max(bottom, p.y)
	}
	return left, top, right, bottom
}

// tones are the brightnesses below and above which a tenth of the modules lie.
func (v *samples) tones() (dark, light float64) {
	sorted := slices.Clone(v.value)
	slices.Sort(sorted)
	return float64(sorted[len(sorted)/10]), float64(sorted[len(sorted)-1-len(sorted)/10])
}

// plain is the part of the modules that lie in a patch of their like. The masks of a QR code leave hardly any such place,
// so something lies over it.
func (v *samples) plain() float64 {
	count := 0
	for _, middle := range v.plainMiddles(byRange(v)) {
		if middle {
			count++
		}
	}
	return float64(count) / float64(v.dim*v.dim)
}

// plainMiddles marks the modules that have only their like in the 5x5 around them.
func (v *samples) plainMiddles(dark []bool) []bool {
	n := v.dim
	middles := make([]bool, n*n)
	for y := 2; y < n-2; y++ {
		for x := 2; x < n-2; x++ {
			alike := true
			for k := 0; alike && k < 25; k++ {
				alike = dark[(y+k/5-2)*n+x+k%5-2] == dark[y*n+x]
			}
			middles[y*n+x] = alike
		}
	}
	return middles
}
