package svgpath

import (
	"math"
	"testing"
)

// TestParse writes what was read on whole numbers: relative moves, lines,
// cubic curves and closes.
func TestParse(t *testing.T) {
	for _, row := range []struct{ data, want, reason string }{
		{"M10 20L30 40z", "m10 20l20 20z", "the plain case"},
		{"m10,20 20,20Z", "m10 20l20 20z", "pairs after a relative move are lines (8.3.2)"},
		{"M10 20 30 40", "m10 20l20 20", "and after an absolute one"},
		{"M10 20H30V5h-10v5", "m10 20l20 0 0-15-10 0 0 5", "level and upright lines"},
		{"M1.5.5L3-4", "m2 1l1-5", "a second point, or a sign, begins the next number"},
		{"M1e1 2E+1l5e-1 15", "m10 20l1 15", "exponents"},
		{"M0 0C10 0 20 10 20 20", "m0 0c10 0 20 10 20 20", "a curve"},
		{"M0 0c10 0 20 10 20 20s0 20 10 20", "m0 0c10 0 20 10 20 20 0 10 0 20 10 20", "a smooth curve mirrors the last control"},
		{"M0 0s10 0 10 10", "m0 0c0 0 10 0 10 10", "without a curve before it there is none to mirror"},
		{"M0 0Q15 0 15 15", "m0 0c10 0 15 5 15 15", "a quadratic curve, raised exactly"},
		{"M0 0q15 0 15 15t15 15", "m0 0c10 0 15 5 15 15 0 10 5 15 15 15", "a smooth quadratic one"},
		{"M0 0l10 0zl0 10", "m0 0l10 0zm0 0l0 10", "after a close the next shape starts at the same start (8.3.3)"},
		{"M0 0zm5 5l5 0", "m0 0zm5 5l5 0", "a relative move after a close counts from the start"},
		{"M100 0A100 100 0 0 1 0 100", "m100 0c0 55-45 100-100 100", "a quarter circle (k = 0.5523)"},
		{"M100 0a100 100 0 01-100 100", "m100 0c0 55-45 100-100 100", "flags without gaps"},
		{"M100 0a100 100 0 0 1-100 100", "m100 0c0 55-45 100-100 100", "the same with gaps"},
		{"M0 0A0 5 0 0 1 10 10", "m0 0l10 10", "a radius of nothing is a line (F.6.2)"},
		{"M5 5A9 9 0 0 1 5 5l1 1", "m5 5l1 1", "an arc to where it starts is nothing (F.6.2)"},
		{"M0 0L.4 .4L.8 .8", "m0 0l1 1", "roundings do not add up"},
		{"", "", "nothing"},
	} {
		p, err := Parse(row.data)
		if err != nil || p.String() != row.want {
			t.Errorf("%q gives %q, %v; want %q: %s", row.data, p.String(), err, row.want, row.reason)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, row := range []struct{ data, reason string }{
		{"L10 10", "a path begins with a move"},
		{"10 10", "a path begins with a command"},
		{"M10", "half a pair"},
		{"M10 x", "no number"},
		{"M0 0L-", "a sign alone"},
		{"M0 0L. 5", "a point alone"},
		{"M0 0a1 1 0 2 0 5 5", "a flag is 0 or 1"},
		{"M0 0z5 5", "numbers after a close"},
		{"M0 0B5 5", "no such command"},
	} {
		if p, err := Parse(row.data); err == nil {
			t.Errorf("%q gives %q: %s", row.data, p.String(), row.reason)
		}
	}
}

// TestArc checks each flag of an arc by a point that it must pass, on a circle
// of radius 50 around 50, 50 or its neighbour (SVG 1.1, 8.3.8, the four arcs).
func TestArc(t *testing.T) {
	for _, row := range []struct {
		data      string
		low, high Point
		reason    string
	}{
		{"M50 0A50 50 0 0 1 100 50", Point{50, 0}, Point{100, 50}, "small, clockwise"},
		{"M50 0A50 50 0 1 1 100 50", Point{50, -50}, Point{150, 50}, "large, clockwise, around 100, 0"},
		{"M50 0A50 50 0 1 0 100 50", Point{0, 0}, Point{100, 100}, "large, the other way, around 50, 50"},
		{"M50 0A50 50 0 0 0 100 50", Point{50, 0}, Point{100, 50}, "small, the other way"},
		{"M0 0A1 1 0 0 1 100 0", Point{0, -50}, Point{100, 0}, "radii too small grow to reach (F.6.6)"},
		{"M0 0A50 25 90 0 1 50 0", Point{0, -50}, Point{50, 0}, "a turned ellipse"},
	} {
		p, err := Parse(row.data)
		if err != nil {
			t.Fatalf("%s: %v", row.data, err)
		}
		low, high := p.Bounds()
		if !near(low, row.low, 0.5) || !near(high, row.high, 0.5) {
			t.Errorf("%s lies in %v to %v, not %v to %v: %s", row.data, low, high, row.low, row.high, row.reason)
		}
	}
}

func near(a, b Point, most float64) bool {
	return math.Abs(a.X-b.X) <= most && math.Abs(a.Y-b.Y) <= most
}

func TestFit(t *testing.T) {
	for _, row := range []struct {
		data      string
		low, high Point
		reason    string
	}{
		{"M10 10H20V20H10z", Point{9, 9}, Point{91, 91}, "a square keeps a margin"},
		{"M0 0H40V10H0z", Point{0, 37.5}, Point{100, 62.5}, "a wide one reaches both edges"},
		{"M0 0V40H10V0z", Point{37.5, 0}, Point{62.5, 100}, "a tall one too"},
		{"M0 0H9", Point{0, 50}, Point{100, 50}, "a line without height"},
	} {
		p, err := Parse(row.data)
		if err != nil {
			t.Fatal(err)
		}
		if low, high := p.Fit(100).Bounds(); !near(low, row.low, 1e-9) || !near(high, row.high, 1e-9) {
			t.Errorf("%s lies in %v to %v: %s", row.data, low, high, row.reason)
		}
	}
}

// FuzzParse reads what it wrote: the second time must not change it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"M10 20L30 40z", "m1.5.5q1 2 3 4t5 6s1 1 2 2", "M0 0a1 2 30 01 5-5zl3 3", "M1e3-1E-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		p, err := Parse(data)
		if err != nil {
			return
		}
		for _, s := range p {
			for _, q := range s.P {
				if !(math.Abs(q.X) < 1e9 && math.Abs(q.Y) < 1e9) {
					return // beyond whole numbers that a drawing has
				}
			}
		}
		once := p.String()
		again, err := Parse(once)
		if err != nil || again.String() != once {
			t.Errorf("%q gives %q, then %q: %v", data, once, again.String(), err)
		}
	})
}
