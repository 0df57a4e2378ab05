package scanner

import (
	"context"
	"fmt"
	"image"
	"testing"
)

// Benchmarks of whole scans by picture size, and of each stage on one full-HD page. Run with
// go test -run none -bench . ./scanner

// screens are sizes of screens, and the side of a module on each.
var screens = []struct {
	name   string
	w, h   int
	module float64
}{
	{"1080p", 1920, 1080, 3.2}, {"4K", 3840, 2160, 6.3}, {"5K", 5120, 2880, 6.3},
}

// screenPage is a page full of something like text, in the pixels that a screenshot has.
func screenPage(b *testing.B, w, h int, module float64, code bool) image.Image {
	d := with(1, 52, func(d *drawing) { d.w, d.h, d.module = w, h, module })
	if !code {
		d.module, d.quiet = .001, 0
	}
	img, _ := d.draw(b)
	return converted(img, image.NewRGBA(img.Rect))
}

func BenchmarkScan(b *testing.B) {
	for _, screen := range screens {
		for _, code := range []bool{true, false} {
			for _, workers := range []int{1, 0} {
				b.Run(fmt.Sprintf("%s/code=%v/workers=%d", screen.name, code, workers), func(b *testing.B) {
					img := screenPage(b, screen.w, screen.h, screen.module, code)
					b.SetBytes(int64(screen.w * screen.h))
					for b.Loop() {
						r, err := Scan(context.Background(), img, Options{MaxWorkers: workers})
						if err != nil || len(r.Codes) > 0 != code {
							b.Fatal(err, len(r.Codes))
						}
					}
				})
			}
		}
	}
}

func BenchmarkStages(b *testing.B) {
	ctx := context.Background()
	img := screenPage(b, 1920, 1080, 3.2, true)
	levels, _ := pyramid(ctx, img, img.Bounds(), onWhite, 1)
	l := levels[0]
	stage := func(name string, job func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				job()
			}
		})
	}
	stage("pyramid", func() {
		again, _ := pyramid(ctx, img, img.Bounds(), onWhite, 1)
		release(again)
	})
	stage("ranges", func() {
		for by := range l.bh {
			l.ranges(by)
		}
	})
	stage("threshold", func() { l.threshold(0, l.bh, leastContrast) })
	find := finderSearch{level: l, step: 2, tolerance: .5}
	stage("finders", func() { find.finders(ctx, 1) })
	found := find.finders(ctx, 1)
	stage("triples", func() { triples(found) })
	ts := triples(found)
	s := &search{ctx: ctx, workers: 1}
	stage("dimension of all triples", func() { s.convincing(l, ts) })
	symbols := s.convincing(l, ts)
	if len(symbols) == 0 {
		b.Fatal("no symbol")
	}
	y := &symbols[0]
	flat, _ := y.parallelogram()
	rows := alignmentRows(y.dim)
	last := rows[len(rows)-1]
	stage("fixed parts", func() { l.fixedFit(flat, y.dim, false) })
	stage("alignment", func() { l.align(flat, last, last, 4, false) })
	stage("mesh", func() { l.meshOf(y, flat) })
	stage("sample", func() { l.sample(flat, y.dim) })
	values := l.sample(flat, y.dim)
	stage("method by range", func() { byRange(values) })
	m := &matrix{y.dim, byBlock(values)}
	stage("decode", func() {
		if !m.read().ok {
			b.Fatal("unread")
		}
	})
	stage("darken", func() { filterAll(l, darken) })
}

func filterAll(l *level, f filter) {
	dst := newGray(l.w, l.h)
	scratch := make([]uint8, 3*l.stride)
	for y := range l.h {
		f(dst, l.gray, y, scratch)
	}
	dst.release()
}
