package scanner

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// Each stage alone. What works on many pixels at once is compared with the plain way of doing it.

func randomGray(w, h int, seed uint64) *gray {
	r := rand.New(rand.NewPCG(seed, 3))
	g := newGray(w, h)
	for y := range h {
		for x := range w {
			g.pix[y*g.stride+x] = uint8(r.UintN(256))
		}
		g.pad(y)
	}
	g.padBelow()
	return g
}

// oneLevel prepares a picture as the full size of a pyramid.
func oneLevel(img image.Image) *level {
	l := newLevel(grayOf(img), 1)
	for by := range l.bh {
		l.ranges(by)
	}
	l.threshold(0, l.bh, leastContrast)
	return l
}

func TestHalve(t *testing.T) {
	for _, size := range [][2]int{{8, 8}, {17, 9}, {64, 30}, {1, 1}, {101, 77}} {
		src := randomGray(size[0], size[1], 1)
		dst := newGray((src.w+1)/2, (src.h+1)/2)
		for y := range dst.h {
			halve(dst, src, y)
			for x := range dst.w {
				i := 2*y*src.stride + 2*x
				sum := int(src.pix[i]) + int(src.pix[i+src.stride])
				if 2*x+1 < src.stride {
					sum += int(src.pix[i+1]) + int(src.pix[i+src.stride+1])
				}
				if got := int(dst.pix[y*dst.stride+x]); got != (sum+2)/4 {
					t.Fatalf("%v: (%d, %d) is %d, want %d", size, x, y, got, (sum+2)/4)
				}
			}
		}
	}
}

func TestBlockRange(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		pix := make([]uint8, 7*24+8)
		base, spread := r.UintN(256), r.UintN(256)
		for i := range pix {
			pix[i] = uint8(min(255, base+r.UintN(spread+1)))
		}
		lo, hi := uint8(255), uint8(0)
		for y := range 8 {
			for x := range 8 {
				lo, hi = min(lo, pix[y*24+x]), max(hi, pix[y*24+x])
			}
		}
		if gotLo, gotHi := blockRange(pix, 24); gotLo != lo || gotHi != hi {
			t.Fatalf("%d to %d, want %d to %d", gotLo, gotHi, lo, hi)
		}
	}
}

func TestBytesAtOnce(t *testing.T) {
	g := randomGray(4096, 2, 9)
	for x := 0; x < g.w; x += 8 {
		threshold := g.pix[g.stride+x]
		got := darkBits(g.pix[x:], threshold)
		for i := range 8 {
			if want := g.pix[x+i] < threshold; want != (got>>i&1 == 1) {
				t.Fatalf("%d below %d: %v", g.pix[x+i], threshold, !want)
			}
		}
	}
}

// TestThreshold compares running sums with plain loops.
func TestThreshold(t *testing.T) {
	l := newLevel(randomGray(90, 70, 4), 1)
	for i := range l.pix { // some blocks without contrast
		if i/40%3 == 0 {
			l.pix[i] = 200
		}
	}
	for by := range l.bh {
		l.ranges(by)
	}
	l.threshold(0, l.bh, 60)
	for by := range l.bh {
		for bx := range l.bw {
			want, ok := uint8(0), false
			for reach := 1; reach <= 2 && !ok; reach++ {
				weight, sum := 0, 0
				for y := max(0, by-reach); y <= min(l.bh-1, by+reach); y++ {
					for x := max(0, bx-reach); x <= min(l.bw-1, bx+reach); x++ {
						lo, hi := int(l.lo[y*l.bw+x]), int(l.hi[y*l.bw+x])
						if hi-lo >= 60 {
							weight, sum, ok = weight+hi-lo, sum+(hi-lo)*(hi+lo), true
						}
					}
				}
				if ok {
					want = uint8((sum/weight + 1) / 2)
				}
			}
			if got := l.thr[by*l.bw+bx]; got != want {
				t.Fatalf("block (%d, %d): %d, want %d", bx, by, got, want)
			}
		}
	}
}

// TestFilters compares the filters of the second look with plain loops.
func TestFilters(t *testing.T) {
	src := randomGray(53, 21, 8)
	at := func(x, y int) int {
		return int(src.pix[min(max(y, 0), src.h-1)*src.stride+min(max(x, 0), src.w-1)])
	}
	dst := newGray(src.w, src.h)
	scratch := make([]uint8, 3*src.stride)
	for _, row := range []struct {
		name   string
		filter filter
		want   func(x, y int) int
	}{
		{"darken", darken, func(x, y int) int {
			v := 255
			for k := range 9 {
				v = min(v, at(x+k%3-1, y+k/3-1))
			}
			return v
		}},
		{"lighten", lighten, func(x, y int) int {
			v := 0
			for k := range 9 {
				v = max(v, at(x+k%3-1, y+k/3-1))
			}
			return v
		}},
	} {
		for y := range src.h {
			row.filter(dst, src, y, scratch)
			for x := 1; x < src.w-1; x++ {
				if got, want := int(dst.pix[y*dst.stride+x]), row.want(x, y); got != want {
					t.Fatalf("%s: (%d, %d) is %d, want %d", row.name, x, y, got, want)
				}
			}
		}
	}
}

// TestEnlarge checks that a slope stays a slope and a flat picture flat.
func TestEnlarge(t *testing.T) {
	src := newGray(20, 16)
	for y := range src.h {
		for x := range src.w {
			src.pix[y*src.stride+x] = uint8(20 + 8*x + 4*y)
		}
		src.pad(y)
	}
	src.padBelow()
	dst := newGray(40, 32)
	scratch := make([]int32, 2*src.stride)
	for y := range dst.h {
		enlargeRow(dst, src, y, scratch)
	}
	for y := 4; y < dst.h-4; y++ {
		for x := 4; x < dst.w-4; x++ {
			want := 20 + 8*(float64(x)/2-.25) + 4*(float64(y)/2-.25)
			if got := float64(dst.pix[y*dst.stride+x]); math.Abs(got-want) > 1 {
				t.Fatalf("(%d, %d) is %v, want %.1f", x, y, got, want)
			}
		}
	}
}

// middles are where a drawing's finder patterns lie.
func middles(corners quad, dim int) [3]point {
	n := float64(dim)
	h, _ := homographyOf([4]point{{0, 0}, {n, 0}, {n, n}, {0, n}}, corners)
	return [3]point{h.at(3.5, 3.5), h.at(n-3.5, 3.5), h.at(3.5, n-3.5)}
}

// TestFinders wants the three patterns within a fraction of a pixel, at any size and turn.
func TestFinders(t *testing.T) {
	for _, d := range []drawing{
		with(1, 16, func(d *drawing) { d.module = 1.5; d.x, d.y = 211.37, 150.71 }),
		with(2, 16, func(d *drawing) { d.module = 2.3; d.x, d.y = 300.18, 200.44 }),
		with(3, 16, func(d *drawing) { d.module = 6.1; d.angle = 21 }),
		with(4, 16, func(d *drawing) { d.module = 4; d.angle = 45 }),
		with(5, 16, func(d *drawing) { d.module = 3.3; d.dark, d.light = 255, 0; d.page = 20 }),
	} {
		img, corners := d.draw(t)
		l := oneLevel(img)
		fs := finderSearch{level: l, step: 2, tolerance: .5}.finders(context.Background(), 1)
		for _, want := range middles(corners, modulesOf(t, &d).dim) {
			if !slices.ContainsFunc(fs, func(f finder) bool {
				return want.minus(point{f.x, f.y}).length() < .25*d.module && f.inverted == (d.dark > d.light)
			}) {
				t.Errorf("module %.1f, angle %v: no pattern at %.1f among %+v", d.module, d.angle, want, fs)
			}
		}
	}
}

// TestTriples wants the true triple first among a symbol's own and some strange patterns.
func TestTriples(t *testing.T) {
	fs := []finder{{x: 100, y: 100, module: 4, hits: 6}, {x: 200, y: 100, module: 4, hits: 6}, {x: 100, y: 200, module: 4, hits: 6},
		{x: 300, y: 120, module: 4.3, hits: 2}, {x: 190, y: 215, module: 3.5, hits: 1}, {x: 100, y: 200, module: 4, hits: 6, inverted: true}}
	for turn := range 4 {
		ts := triples(fs)
		if len(ts) == 0 {
			t.Fatal("none")
		}
		a := ts[0]
		if a.corner != fs[0] || a.right != fs[1] && turn%2 == 0 || a.score > .5 {
			t.Errorf("turn %d: %+v", turn, a)
		}
		p, q := point{a.right.x - a.corner.x, a.right.y - a.corner.y}, point{a.below.x - a.corner.x, a.below.y - a.corner.y}
		if p.cross(q) <= 0 {
			t.Errorf("turn %d: not clockwise", turn)
		}
		// A quarter turn makes what was right the one below, and so on.
		for i := range fs {
			fs[i].x, fs[i].y = 400-fs[i].y, fs[i].x
		}
		fs[1], fs[2] = fs[2], fs[1]
	}
}

// TestTriplesAmongMany wants a symbol that stands askew, as on a sheet seen from the side, although the page is full
// of places that look a little like a pattern, and each triple once.
func TestTriplesAmongMany(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	fs := []finder{{x: 295, y: 236, module: 3.6, hits: 11}, {x: 413, y: 259, module: 3.6, hits: 11}, {x: 292, y: 358, module: 3.5, hits: 10}}
	for len(fs) < 2*manyFinders {
		fs = append(fs, finder{x: 1000 * rng.Float64(), y: 1000 * rng.Float64(), module: 3.6, hits: 1 + rng.IntN(2)})
	}
	rng.Shuffle(len(fs), func(i, j int) { fs[i], fs[j] = fs[j], fs[i] })
	ts := triples(fs)
	if len(ts) > maxTriples {
		t.Errorf("%d triples", len(ts))
	}
	times := map[[3]finder]int{}
	for _, tr := range ts {
		times[[3]finder{tr.corner, tr.right, tr.below}]++
	}
	for of, n := range times {
		if n > 1 {
			t.Errorf("%v is there %d times", of, n)
		}
	}
	if !slices.ContainsFunc(ts, func(tr triple) bool { return tr.corner.x == 295 && tr.right.x == 413 && tr.below.x == 292 }) {
		t.Error("the symbol is not among them")
	}
}

// symbolOf measures the true triple of a drawing.
func symbolOf(t *testing.T, d *drawing) (*level, symbol, quad) {
	t.Helper()
	img, corners := d.draw(t)
	l := oneLevel(img)
	dim := modulesOf(t, d).dim
	at := middles(corners, dim)
	f := func(p point) finder {
		return finder{x: p.x, y: p.y, module: d.module / tilt(at[1].minus(at[0])), hits: 4}
	}
	tr := triple{corner: f(at[0]), right: f(at[1]), below: f(at[2])}
	s := l.measure(&tr)
	l.fitDimensions(&s, false)
	return l, s, corners
}

// TestDimensions counts the modules of each version, upright, turned and in perspective.
func TestDimensions(t *testing.T) {
	for version := 1; version <= 40; version++ {
		d := plain("VERSION")
		d.version, d.module, d.level = version, 3.1, decoder.ErrorCorrectionLevel_L
		d.angle, d.tilt = float64(version%3)*11, float64(version%2)*.06
		d.w, d.h = 820, 820
		_, s, _ := symbolOf(t, &d)
		if want := 17 + 4*version; s.dim != want || s.timing < .8 {
			t.Errorf("version %d: %v fit %.2f, want %d", version, s.dims, s.fits, want)
		}
	}
}

// TestGrids wants each grid to find the far corner of a symbol in perspective.
func TestGrids(t *testing.T) {
	d := with(1, 32, func(d *drawing) { d.module = 6; d.tilt = .12; d.w, d.h = 640, 640 })
	l, s, corners := symbolOf(t, &d)
	n := float64(s.dim)
	far := func(name string, g grid, ok bool, most float64) {
		t.Helper()
		if !ok {
			t.Errorf("%s: no grid", name)
		} else if off := g.at(n, n).minus(corners[2]).length(); off > most*d.module {
			t.Errorf("%s: the far corner is %.1f modules off", name, off/d.module)
		}
	}
	flat, ok := s.parallelogram()
	if !ok || flat.at(n, n).minus(corners[2]).length() < d.module {
		t.Error("the picture shows no perspective")
	}
	g, ok := s.perspective()
	far("perspective", g, ok, 2.5)
	g, ok = l.farCorner(&s)
	far("far corner", g, ok, 2)
	rows := alignmentRows(s.dim)
	last := rows[len(rows)-1]
	p, fit := l.align(flat, last, last, 4, false)
	if fit < .9 {
		t.Errorf("alignment pattern: fit %.2f", fit)
	}
	g, ok = s.through(point{last, last}, p)
	far("alignment", g, ok, .5)
}

// TestMesh follows a bent symbol where one flat grid does not.
func TestMesh(t *testing.T) {
	d := with(1, 200, func(d *drawing) { d.module = 5; d.bend = 2; d.w, d.h = 720, 720 })
	l, s, _ := symbolOf(t, &d)
	flat, _ := s.parallelogram()
	m, ok := l.meshOf(&s, flat)
	if !ok {
		t.Fatal("no mesh")
	}
	want := modulesOf(t, &d)
	wrong := func(g grid) int {
		n := 0
		for i, dark := range byBlock(l.sample(g, s.dim)) {
			if dark != want.dark[i] {
				n++
			}
		}
		return n
	}
	if f, b := wrong(flat), wrong(m); b*10 > f || b > s.dim*s.dim/30 {
		t.Errorf("%d modules wrong in the mesh, %d without", b, f)
	}
}

// TestSurface fits a surface to shifts of which some are a module off, as where the grid slipped.
func TestSurface(t *testing.T) {
	plane := &homography{a: 5, e: 5}
	sheet := newSheet(plane, 53)
	bulge := func(x, y float64) point {
		u, v := 2*x/53-1, 2*y/53-1
		return point{3 * u * v * v, 8*u*u*u - 5*v + 4*u*u*v*v}
	}
	n := len(sheet.places)
	for k := range sheet.nodes {
		sheet.nodes[k] = node{shift: bulge(sheet.places[k%n], sheet.places[k/n]), away: 1, known: true}
		if k%7 == 3 {
			sheet.nodes[k].shift.y += 5
		}
	}
	m := sheet.smooth(53, 4)
	for k := range sheet.nodes {
		x, y := sheet.places[k%n], sheet.places[k/n]
		if off := m.at(x, y).minus(bulge(x, y)).length(); off > .5 {
			t.Fatalf("at module (%.1f, %.1f) the surface is %.2f pixels off, a tenth of a module is allowed", x, y, off)
		}
	}
}

// TestVersionAt reads the version beside the finder patterns, with and without modules that are wrong.
func TestVersionAt(t *testing.T) {
	for _, version := range []int{7, 15, 40} {
		d := with(version, 16, func(d *drawing) { d.version, d.clutter, d.module, d.w, d.h = version, false, 4, 800, 800 })
		img, corners := d.draw(t)
		l := oneLevel(img)
		dim := 17 + 4*version
		grid, _ := homographyOf([4]point{{0, 0}, {float64(dim), 0}, {float64(dim), float64(dim)}, {0, float64(dim)}}, [4]point(corners))
		y := &symbol{dim: dim}
		for corner := 1; corner <= 2; corner++ {
			if got := l.versionAt(y, l.eyeFrame(y, &grid, corner), corner); got != version {
				t.Errorf("version %d at corner %d is read as %d", version, corner, got)
			}
		}
	}
}

func TestHomography(t *testing.T) {
	from, to := [4]point{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, [4]point{{3, 4}, {40, 9}, {33, 50}, {-2, 38}}
	h, ok := homographyOf(from, to)
	for i := range from {
		if p := h.at(from[i].x, from[i].y); !ok || p.minus(to[i]).length() > 1e-6 {
			t.Errorf("%v goes to %v, want %v", from[i], p, to[i])
		}
	}
	if _, ok := homographyOf([4]point{{0, 0}, {1, 1}, {2, 2}, {3, 3}}, to); ok {
		t.Error("points on one line gave a map")
	}
}

// TestFormatVectors has the worked examples of ISO/IEC 18004:2015.
func TestFormatVectors(t *testing.T) {
	if got := formatBits(0b00101); got != 0b100000011001110 { // annex C.2: level M, mask 101
		t.Errorf("format %015b", got)
	}
	if got := versionBits(7); got != 0b000111110010010100 { // annex D.2
		t.Errorf("version %018b", got)
	}
}

// TestReadMatrix decodes symbols of all versions, damaged where they can be mended.
func TestReadMatrix(t *testing.T) {
	for version := 1; version <= 40; version++ {
		d := plain("VERSION")
		d.version = version
		m := modulesOf(t, &d)
		hurt := func(change func(m *matrix)) *matrix {
			c := &matrix{m.dim, slices.Clone(m.dark)}
			change(c)
			return c
		}
		flip := func(m *matrix, x, y int) { m.dark[y*m.dim+x] = !m.dark[y*m.dim+x] }
		for _, row := range []struct {
			name     string
			m        *matrix
			mirrored bool
		}{
			{"whole", m, false},
			{"seen from behind", m.turned(), true},
			{"one copy of the format hidden", hurt(func(m *matrix) {
				for i := range 9 {
					m.set(i, 8, 1)
					m.set(8, i, 1)
				}
			}), false},
			{"both copies of the format hurt", hurt(func(m *matrix) {
				for _, i := range []int{1, 6, 9, 13} {
					x1, y1, x2, y2 := formatPlaces(m.dim, i)
					flip(m, x1, y1)
					flip(m, x2, y2)
				}
			}), false},
			{"no version information", hurt(func(m *matrix) {
				for y := 0; y < 6 && version >= 7; y++ {
					for x := m.dim - 11; x < m.dim-8; x++ {
						m.set(x, y, 0)
						m.set(y, x, 0)
					}
				}
			}), false},
		} {
			if row.name == "both copies of the format hurt" && version%7 != 0 {
				continue
			}
			r := row.m.read()
			if row.name == "both copies of the format hurt" {
				// Four of fifteen bits wrong in each copy is beyond the code's distance: no other text may come out.
				if r.ok && r.text != d.text {
					t.Errorf("version %d, %s: another text", version, row.name)
				}
				continue
			}
			if !r.ok || r.text != d.text || r.mirrored != row.mirrored {
				t.Errorf("version %d, %s: %+v", version, row.name, r)
			}
		}
		if s := m.structure(); s != 1 {
			t.Errorf("version %d: structure %v", version, s)
		}
	}
}

// TestStages tells the stages apart.
func TestStages(t *testing.T) {
	d := plain(link(32, 1))
	m := modulesOf(t, &d)
	noise := &matrix{m.dim, slices.Clone(m.dark)}
	r := rand.New(rand.NewPCG(1, 1))
	for y := 9; y < m.dim; y++ {
		for x := 9; x < m.dim; x++ {
			noise.set(x, y, int(r.UintN(2)))
		}
	}
	if got := noise.read(); got.ok || got.stage != StageFormat {
		t.Errorf("noise where the data are: %+v", got)
	}
	blank := &matrix{m.dim, make([]bool, len(m.dark))}
	if got := blank.read(); got.ok {
		t.Errorf("a blank matrix: %+v", got)
	}
}

// TestDebug draws a scan; the pictures are for eyes, here only their kinds and sizes count.
func TestDebug(t *testing.T) {
	img, _ := page(t)
	_, drawings, err := Debug(context.Background(), img, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names bytes.Buffer
	for _, d := range drawings {
		fmt.Fprintln(&names, d.Name)
		if d.Image.Bounds().Empty() {
			t.Errorf("%s is empty", d.Name)
		}
	}
	for _, want := range []string{"1-finders", "2-symbols", "3-grid-1-read", "4-matrix-1-read"} {
		if !bytes.Contains(names.Bytes(), []byte(want)) {
			t.Errorf("no %s among\n%s", want, &names)
		}
	}
}

// TestCounts wants each triple and each grid counted once, refused or not, and nothing counted by a scan that nobody traces.
func TestCounts(t *testing.T) {
	for _, d := range []drawing{with(1, 16, func(*drawing) {}), with(2, 32, func(d *drawing) { d.wrong = .3 }), with(3, 32, func(d *drawing) { d.logo = .62 })} {
		img, _ := d.draw(t)
		result, _, err := Debug(context.Background(), img, Options{Harder: true})
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, c := range result.Counts {
			n[c.What] = c.N
		}
		at := func(o outcome) int { return n[outcomeNames[o]] }
		if at(sawPattern) < 3 || at(sawTriple) < 1 || at(noTiming)+at(notFixed)+at(tooMany) > at(sawTriple) || at(wasRead) != len(result.Codes) {
			t.Errorf("%v", result.Counts)
		}
		matrices := at(noFormat) + at(tooWrong) + at(noText) + at(wasRead)
		if grids := at(sawGrid) - at(notFixedGrid); matrices < grids || matrices > len(methods)*grids {
			t.Errorf("%d matrices of %d grids: %v", matrices, grids, result.Counts)
		}
		if plain, _ := Scan(context.Background(), img, Options{}); plain.Counts != nil {
			t.Errorf("a plain scan counts: %v", plain.Counts)
		}
	}
}

// TestSpeaks wants the dear parts of the second look spent on a symbol that is hidden in part, and not on text.
func TestSpeaks(t *testing.T) {
	text := with(3, 16, func(d *drawing) { d.w, d.h, d.module, d.x, d.y = 1280, 720, .1, 2, 2 })
	hidden := with(3, 16, func(d *drawing) { d.w, d.h, d.logo, d.level = 1280, 720, .44, decoder.ErrorCorrectionLevel_L })
	for _, c := range []struct {
		why    string
		d      drawing
		speaks bool
	}{{"lines of text", text, false}, {"three finder patterns and timing patterns", hidden, true}} {
		img, _ := c.d.draw(t)
		s := &search{ctx: context.Background(), workers: 2, size: point{1280, 720}}
		s.picture(img, img.Bounds())
		if s.speaks() != c.speaks || len(s.codes) > 0 {
			t.Errorf("%s: speaks %v, %d codes", c.why, s.speaks(), len(s.codes))
		}
	}
}

// TestOpenTriples wants a finder pattern that is open towards the inside of its symbol out: the border of every one is light there.
func TestOpenTriples(t *testing.T) {
	symbol := triple{corner: finder{x: 100, y: 100, module: 4, open: openLeft | openAbove}, right: finder{x: 200, y: 100, module: 4, open: openRight},
		below: finder{x: 100, y: 200, module: 4}}
	if !symbol.mayBeOpen() {
		t.Error("a symbol at the corner of its page is taken for none")
	}
	for _, c := range []struct {
		why    string
		change func(*triple)
	}{
		{"nothing is open", func(t *triple) { t.corner.open, t.right.open = 0, 0 }},
		{"the corner to the right", func(t *triple) { t.corner.open = openRight }},
		{"the corner downwards", func(t *triple) { t.corner.open = openBelow }},
		{"the right one towards the corner", func(t *triple) { t.right.open = openLeft }},
		{"the right one downwards", func(t *triple) { t.right.open = openBelow }},
		{"the lower one to the right", func(t *triple) { t.below.open = openRight }},
		{"the lower one towards the corner", func(t *triple) { t.below.open = openAbove }},
	} {
		other := symbol
		c.change(&other)
		if other.mayBeOpen() {
			t.Errorf("%s, and it is taken for a symbol", c.why)
		}
	}
}

// structure returns how much of the fixed parts, finder and timing patterns, is as it must be: 1 is all
// of it, 1/2 is chance.
func (m *matrix) structure() float64 {
	n, good, all := m.dim, 0, 0
	for y := range 8 {
		for x := range 8 {
			for _, p := range [3][2]int{{x, y}, {n - 1 - x, y}, {x, n - 1 - y}} {
				all++
				if m.dark[p[1]*n+p[0]] == finderDark(x, y) {
					good++
				}
			}
		}
	}
	for i := 8; i < n-8; i++ {
		all += 2
		if m.bit(i, 6) == 1-i&1 {
			good++
		}
		if m.bit(6, i) == 1-i&1 {
			good++
		}
	}
	return float64(good) / float64(all)
}
