package scanner

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"
	"time"
)

// A Drawing is one picture of how a scan went.
type Drawing struct {
	Name  string // a file name without a folder or extension: "1-finders"
	Image image.Image
}

// Debug scans like Scan and draws what each stage saw: the finder patterns of every level, the symbols that
// were tried with the outcome, and for each of them the grid over the picture and the matrix
// that went to the decoder. The drawings show what the picture shows, secrets included: they
// are for the eyes of whoever asked, and never for a log.
func Debug(ctx context.Context, img image.Image, o Options) (Result, []Drawing, error) {
	begin := time.Now()
	t := &trace{}
	o.trace = t
	result, err := scanFrame(ctx, img, 0, o)
	result.Elapsed, result.Counts = time.Since(begin), t.counted()
	if img == nil || checkSize(img.Bounds().Dx(), img.Bounds().Dy()) != nil {
		return result, nil, err
	}
	return result, t.drawings(img, o), err
}

// A trace collects what the stages of one scan saw. A nil trace collects nothing.
type trace struct {
	mu      sync.Mutex
	finders []finder // in pixels of the scanned part
	tries   []try
	counts  [outcomes]int
}

// An outcome is what became of something on its way through the stages.
type outcome int

const (
	sawPattern outcome = iota
	sawTriple
	noTiming
	notFixed
	tooMany
	sawGrid
	notFixedGrid
	noFormat
	tooWrong
	noText
	wasRead
	outcomes
)

// outcomeNames are in the order of the stages, each followed by what it refused.
var outcomeNames = [outcomes]string{
	"finder patterns", "triples of them", "triples without timing patterns", "triples without enough of the fixed parts",
	"triples beyond the bound of attempts", "grids", "grids without enough of the fixed parts", "matrices without a format",
	"matrices with too many wrong modules", "matrices without a text", "matrices that were read",
}

// saw counts n outcomes.
func (t *trace) saw(o outcome, n int) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[o] += n
}

// counted are the counts with their names.
func (t *trace) counted() (out []Count) {
	for o, n := range t.counts {
		out = append(out, Count{outcomeNames[o], n})
	}
	return out
}

// outcomeOf is what a reading came to.
func outcomeOf(r *reading) outcome {
	switch {
	case r.ok:
		return wasRead
	case r.stage == StageText:
		return noText
	case r.stage == StageFormat:
		return tooWrong
	}
	return noFormat
}

// A try is one grid laid over one symbol.
type try struct {
	area    quad
	points  []point // middles of the modules
	dim     int
	matrix  *matrix
	fixed   float64
	reading reading
}

// maxTries bounds what a trace keeps.
const maxTries = 400

func (t *trace) sawFinders(fs []finder, scale float64) {
	if t == nil {
		return
	}
	t.saw(sawPattern, len(fs))
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range fs {
		f.x, f.y, f.module = f.x*scale, f.y*scale, f.module*scale
		t.finders = append(t.finders, f)
	}
}

func (t *trace) tried(g grid, scale float64, m *matrix, fixed float64, r reading) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[outcomeOf(&r)]++
	if len(t.tries) >= maxTries {
		return
	}
	n := &try{dim: m.dim, matrix: m, fixed: fixed, reading: r}
	area, _ := areaOf(g, m.dim)
	n.area = scaled(area, scale)
	for y := range m.dim {
		for x := range m.dim {
			n.points = append(n.points, g.at(float64(x)+.5, float64(y)+.5).times(scale))
		}
	}
	t.tries = append(t.tries, *n)
}

// best keeps for each place the try that came furthest.
func (t *trace) best() []try {
	var kept []try
next:
	for _, n := range t.tries {
		for i := range kept {
			k := &kept[i]
			if k.area.contains(n.area.middle(), 0) || n.area.contains(k.area.middle(), 0) {
				if n.further(k) {
					*k = n
				}
				continue next
			}
		}
		kept = append(kept, n)
	}
	return kept
}

func (n *try) further(than *try) bool {
	if n.reading.ok != than.reading.ok {
		return n.reading.ok
	}
	if a, b := order[n.reading.stage], order[than.reading.stage]; a != b {
		return a > b
	}
	return n.fixed > than.fixed
}

var (
	plainColour    = color.RGBA{0, 110, 255, 255}
	invertedColour = color.RGBA{255, 120, 0, 255}
	readColour     = color.RGBA{0, 170, 60, 255}
	unreadColour   = color.RGBA{220, 0, 60, 255}
)

// maxSymbols bounds how many symbols get drawings of their own.
const maxSymbols = 8

func (t *trace) drawings(img image.Image, o Options) []Drawing {
	area := img.Bounds()
	if !o.Region.Empty() {
		area = area.Intersect(o.Region.Add(area.Min))
	}
	found := canvas(img, area)
	for _, f := range t.finders {
		c := plainColour
		if f.inverted {
			c = invertedColour
		}
		outline(found, square(f.x, f.y, 3.5*f.module), c)
		outline(found, square(f.x, f.y, 1), c)
	}
	tried := canvas(img, area)
	best := t.best()
	for i := range best {
		c := unreadColour
		if best[i].reading.ok {
			c = readColour
		}
		outline(tried, best[i].area, c)
	}
	out := []Drawing{{"1-finders", found}, {"2-symbols", tried}}
	for i := range best[:min(len(best), maxSymbols)] {
		n := &best[i]
		outcome := string(n.reading.stage)
		if n.reading.ok {
			outcome = "read"
		}
		out = append(out,
			Drawing{fmt.Sprintf("3-grid-%d-%s", i+1, outcome), n.drawGrid(img, area)},
			Drawing{fmt.Sprintf("4-matrix-%d-%s", i+1, outcome), n.drawMatrix()})
	}
	return out
}

// canvas is a copy of a part of the picture, grey and a little faded so that colours show on it.
func canvas(img image.Image, area image.Rectangle) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	row := make([]uint8, area.Dx())
	read := rowReader(img, area, onWhite)
	for y := range area.Dy() {
		read(row, y)
		for x, v := range row {
			v = v/4*3 + 48
			copy(dst.Pix[y*dst.Stride+4*x:], []uint8{v, v, v, 255})
		}
	}
	return dst
}

func square(x, y, half float64) quad {
	return quad{{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}
}

// outline draws the sides of a quad, two pixels wide.
func outline(dst *image.RGBA, q quad, c color.RGBA) {
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		steps := math.Min(math.Ceil(b.minus(a).length()), 4*MaxSide)
		for k := 0.0; k <= steps; k++ {
			p := a.towards(b, k/math.Max(1, steps))
			x, y := int(p.x), int(p.y)
			draw.Draw(dst, image.Rect(x, y, x+2, y+2), image.NewUniform(c), image.Point{}, draw.Src)
		}
	}
}

// drawGrid enlarges the symbol's place and puts a dot where each module was read: green for dark, orange for
// light.
func (n *try) drawGrid(img image.Image, area image.Rectangle) image.Image {
	left, top, right, bottom := n.area.bounds()
	margin := n.area.size() / 8
	part := image.Rect(int(left-margin), int(top-margin), int(right+margin), int(bottom+margin)).Intersect(image.Rect(0, 0, area.Dx(), area.Dy()))
	if part.Empty() {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	small := canvas(img, part.Add(area.Min))
	zoom := max(1, min(12, 1200/max(part.Dx(), part.Dy())))
	dst := image.NewRGBA(image.Rect(0, 0, part.Dx()*zoom, part.Dy()*zoom))
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			dst.SetRGBA(x, y, small.RGBAAt(x/zoom, y/zoom))
		}
	}
	for i, p := range n.points {
		c := invertedColour
		if n.matrix.dark[i] {
			c = readColour
		}
		x, y := int((p.x-float64(part.Min.X))*float64(zoom)), int((p.y-float64(part.Min.Y))*float64(zoom))
		draw.Draw(dst, image.Rect(x-1, y-1, x+2, y+2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return dst
}

// drawMatrix draws the modules as they went to the decoder; what should be fixed and is not, in red.
func (n *try) drawMatrix() image.Image {
	const size, quiet = 8, 2
	side := (n.dim + 2*quiet) * size
	dst := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	far := n.dim - 1
	for y := range n.dim {
		for x := range n.dim {
			dark := n.matrix.dark[y*n.dim+x]
			wrong := false
			switch {
			case x < 8 && y < 8:
				wrong = dark != finderDark(x, y)
			case x > far-8 && y < 8:
				wrong = dark != finderDark(far-x, y)
			case x < 8 && y > far-8:
				wrong = dark != finderDark(x, far-y)
			case x == 6:
				wrong = dark != (y&1 == 0)
			case y == 6:
				wrong = dark != (x&1 == 0)
			}
			var c color.Color = color.White
			switch {
			case dark && wrong:
				c = unreadColour
			case wrong:
				c = color.RGBA{255, 190, 200, 255}
			case dark:
				c = color.Black
			}
			at := image.Pt((x+quiet)*size, (y+quiet)*size)
			draw.Draw(dst, image.Rectangle{at, at.Add(image.Pt(size, size))}, image.NewUniform(c), image.Point{}, draw.Src)
		}
	}
	return dst
}
