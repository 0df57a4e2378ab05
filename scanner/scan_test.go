package scanner

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// A family is a kind of picture, drawn several times with other secrets and slightly other
// measures, in four rotations and both polarities.
type family struct {
	name string
	draw func(i int) drawing
	// pictures is how many are drawn, each of which is scanned eight times; read is how many of these scans
	// must give the text. A rise is printed, so that the number follows.
	pictures, read int
}

var families = []family{
	{"screen", func(i int) drawing { return with(i, 32, func(d *drawing) { d.module = 3 + float64(i)*.63 }) }, 4, 32},
	{"amazon", func(i int) drawing { return with(i, 52, func(d *drawing) { d.module = 2.5 + float64(i)*.4 }) }, 3, 24},
	{"small", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.module = 1.5 + float64(i)*.2; d.level = decoder.ErrorCorrectionLevel_L })
	}, 4, 32},
	{"tiny", func(i int) drawing {
		return with(i, 16, func(d *drawing) { d.module = 1.2 + float64(i)*.07; d.level = decoder.ErrorCorrectionLevel_L })
	}, 3, 24},
	{"large", func(i int) drawing { return with(i, 16, func(d *drawing) { d.module = 11 + float64(i) }) }, 2, 16},
	{"dense", func(i int) drawing { return with(i, 500+i*300, func(d *drawing) { d.module = 3.4 }) }, 2, 16},
	{"faint", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.dark = 140; d.light = 152 + 6*float64(i); d.page = 160 })
	}, 3, 24},
	{"turned", func(i int) drawing { return with(i, 32, func(d *drawing) { d.angle = 7 + 19*float64(i) }) }, 5, 40},
	{"tilted", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.tilt = .1 + .06*float64(i); d.angle = 5 * float64(i); d.module = 5 })
	}, 4, 32},
	// A screen shown in the wrong format; the quarter turns make it as high.
	{"stretched", func(i int) drawing {
		return with(i, 16, func(d *drawing) { d.wide, d.module, d.angle = 1.4+.4*float64(i), 4-.5*float64(i), 3*float64(i) })
	}, 4, 32},
	// A window seen from the side, at 70 degrees.
	{"exposed", func(i int) drawing {
		return with(i, 16, func(d *drawing) {
			d.wide, d.module, d.tilt, d.w, d.h = 2.8+.1*float64(i), 2.5, .05*float64(i), 900, 480
		})
	}, 3, 24},
	{"bent", func(i int) drawing {
		return with(i, 160, func(d *drawing) { d.bend = .8 + .5*float64(i); d.module = 5; d.w, d.h = 720, 640 })
	}, 3, 24},
	// The page of a book: what is between the patterns lies on no plane, and the timing patterns on no straight line.
	{"page", func(i int) drawing {
		return with(i, 70, func(d *drawing) {
			d.version, d.waves, d.bend = 8+i, 1.6, 1.8+.3*float64(i)
			d.module, d.blur, d.w, d.h = 5, 1, 720, 640
		})
	}, 3, 24},
	{"blurred", func(i int) drawing { return with(i, 32, func(d *drawing) { d.blur = 1.2 + .3*float64(i) }) }, 4, 32},
	{"noisy", func(i int) drawing { return with(i, 32, func(d *drawing) { d.noise = 15 + 10*float64(i) }) }, 3, 24},
	{"dots", func(i int) drawing { return with(i, 32, func(d *drawing) { d.dots = true; d.module = 4 + float64(i) }) }, 3, 24},
	{"logo", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.logo = .16 + .04*float64(i); d.level = decoder.ErrorCorrectionLevel_H })
	}, 3, 24},
	{"covered", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.logo = .46 + .06*float64(i); d.level = decoder.ErrorCorrectionLevel_H })
	}, 3, 24},
	{"cut off", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.cut = .05 + .05*float64(i); d.level = decoder.ErrorCorrectionLevel_L })
	}, 3, 24},
	{"seen from behind", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.mirror = true; d.module = 3 + float64(i); d.angle = 9 * float64(i) })
	}, 3, 24},
	{"no margin", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.quiet = .5 * float64(i); d.page = 255; d.clutter = false })
	}, 3, 24},
	// The outer ring of the finder patterns runs into the page; with a tenth of a module of margin, nearly.
	{"no margin on dark", func(i int) drawing {
		return with(i, 16, func(d *drawing) {
			d.page, d.quiet, d.clutter = [7]float64{0, 12, 24, 40, 60, 80, 110}[i], .1*float64(i%2), false
			d.module = [3]float64{3, 4.4, 6}[i%3]
		})
	}, 7, 56},
	{"on dark", func(i int) drawing { return with(i, 32, func(d *drawing) { d.page = 20; d.quiet = 1 + float64(i) }) }, 3, 24},
}

func with(i, letters int, change func(*drawing)) drawing {
	d := plain(link(letters, uint64(i)))
	d.seed = uint64(i)
	change(&d)
	return d
}

// TestFamilies reads the generator's pictures and fails when a family's count drops.
func TestFamilies(t *testing.T) {
	for _, f := range families {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			read := 0
			for i := range f.pictures {
				d := f.draw(i)
				img, corners := d.draw(t)
				for k := range 8 {
					result, err := Scan(context.Background(), turned(img, k%4, k >= 4), Options{})
					if err != nil {
						t.Fatal(err)
					}
					if err := check(result, d.text); err != nil {
						t.Logf("picture %d, turn %d, inverted %v: %v", i, k%4, k >= 4, err)
						continue
					}
					read++
					if k == 0 {
						checkCorners(t, result.Codes[0].Corners, corners, d.module)
					}
				}
			}
			switch {
			case read < f.read:
				t.Errorf("read %d of %d, want at least %d", read, 8*f.pictures, f.read)
			case read > f.read:
				t.Logf("read %d of %d: the number in the table may rise from %d", read, 8*f.pictures, f.read)
			}
		})
	}
}

func check(r Result, want string) error {
	if len(r.Codes) != 1 {
		return fmt.Errorf("%d codes, %d seen", len(r.Codes), len(r.Seen))
	}
	if r.Codes[0].Text != want {
		return fmt.Errorf("wrong text %q", r.Codes[0].Text)
	}
	return nil
}

func checkCorners(t *testing.T, got [4]image.Point, want quad, module float64) {
	t.Helper()
	for i, p := range got {
		if d := (point{float64(p.X), float64(p.Y)}).minus(want[i]).length(); d > 1.5*module+1 {
			t.Errorf("corner %d is at %v, %.1f pixels from %.1f", i, p, d, want[i])
		}
	}
}

// manyCodes is a page of twelve codes of both polarities, with their texts.
func manyCodes(t *testing.T) (*image.Gray, map[string]bool) {
	page := image.NewGray(image.Rect(0, 0, 1200, 900))
	want := map[string]bool{}
	for i := range 12 {
		d := with(i, 16, func(d *drawing) { d.w, d.h, d.clutter, d.module = 290, 290, false, 2+float64(i)*.3 })
		img, _ := d.draw(t)
		if i%3 == 1 {
			img = turned(img, i%4, true)
		}
		at := image.Pt(i%4*300, i/4*300)
		draw.Draw(page, img.Rect.Add(at), img, image.Point{}, draw.Src)
		want[d.text] = true
	}
	return page, want
}

// TestSeveral reads a page of codes; each is handed over once, before the end.
func TestSeveral(t *testing.T) {
	page, want := manyCodes(t)
	streamed := map[string]int{}
	over := false
	r, err := Scan(context.Background(), page, Options{Found: func(c Code) {
		streamed[c.Text]++
		if over {
			t.Error("a code came after Scan was back")
		}
	}})
	over = true
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Codes {
		if !want[c.Text] || streamed[c.Text] != 1 {
			t.Errorf("streamed %d times: %q", streamed[c.Text], c.Text)
		}
	}
	if len(r.Codes) != len(want) || len(streamed) != len(want) || len(r.Seen) > 0 {
		t.Errorf("%d codes, %d streamed, %d seen", len(r.Codes), len(streamed), len(r.Seen))
	}
	for i := 1; i < len(r.Codes); i++ {
		if r.Codes[i].Corners[0].Y+150 < r.Codes[i-1].Corners[0].Y {
			t.Error("not in reading order")
		}
	}
}

// TestStream stops a scan with the first code that it hands over: so it was handed over while there was work left, and the
// work left was not done.
func TestStream(t *testing.T) {
	page, want := manyCodes(t)
	for _, workers := range []int{1, 4} {
		ctx, cancel := context.WithCancel(context.Background())
		r, err := Scan(ctx, page, Options{MaxWorkers: workers, Found: func(c Code) {
			if !want[c.Text] {
				t.Errorf("%q", c.Text)
			}
			cancel()
		}})
		cancel()
		if !errors.Is(err, context.Canceled) || len(r.Codes) == 0 || len(r.Codes) > workers {
			t.Errorf("%d workers: %v, %d codes of %d", workers, err, len(r.Codes), len(want))
		}
	}
}

// TestCancelInTheMiddle ends scans of pictures that make work, at several moments. The bound is for a hang.
func TestCancelInTheMiddle(t *testing.T) {
	for name, img := range hostile() {
		for _, after := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			begin := time.Now()
			_, err := Scan(ctx, img, Options{Harder: true})
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("%s, cancelled after %v: back after %v", name, after, took)
			}
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
			cancel()
		}
	}
}

// TestSeen wants symbols that cannot be read named with place and cause.
func TestSeen(t *testing.T) {
	cut := func(d drawing, r image.Rectangle) *image.Gray {
		img, _ := d.draw(t)
		part := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
		draw.Draw(part, part.Rect, img, r.Min, draw.Src)
		return part
	}
	quiet := func(i, letters int, change func(*drawing)) drawing {
		d := with(i, letters, change)
		d.clutter = false
		return d
	}
	whole, larger := quiet(1, 32, func(d *drawing) {}), quiet(1, 104, func(d *drawing) { d.level = decoder.ErrorCorrectionLevel_L })
	for _, row := range []struct {
		name  string
		img   image.Image
		cause Cause
		where string
	}{
		{"beyond the right edge", cut(whole, image.Rect(0, 0, 350, 480)), CauseCutOff, "at the right edge"},
		{"beyond the lower edge", cut(whole, image.Rect(0, 0, 640, 275)), CauseCutOff, "at the bottom edge"},
		{"beyond the left edge", turned(cut(whole, image.Rect(0, 0, 350, 480)), 2, false), CauseCutOff, "at the left edge"},
		{"half of a larger one", cut(larger, image.Rect(0, 0, 323, 480)), CauseCutOff, "at the right edge"},
		{"all but a pattern", cut(larger, image.Rect(0, 0, 361, 480)), CauseCutOff, "at the right edge"},
		{"its upper half", cut(larger, image.Rect(0, 0, 640, 242)), CauseCutOff, "at the bottom edge"},
		{"a note in the middle", cut(quiet(2, 32, func(d *drawing) { d.logo = .62 }), image.Rect(0, 0, 640, 480)), CauseCovered, "in the middle"},
		{"modules wrong everywhere", cut(quiet(2, 32, func(d *drawing) { d.wrong = .3 }), image.Rect(0, 0, 640, 480)), CauseUnknown, "in the middle"},
		{"the same, small", cut(quiet(2, 32, func(d *drawing) { d.wrong = .3; d.module = 2; d.x, d.y = 520, 90 }), image.Rect(0, 0, 640, 480)), CauseSmall, "at the top right"},
		{"the same, faint", cut(quiet(2, 32, func(d *drawing) { d.wrong = .3; d.dark, d.light = 220, 232 }), image.Rect(0, 0, 640, 480)), CauseFaint, "in the middle"},
		{"the same, without a margin on black", cut(quiet(2, 32, func(d *drawing) { d.wrong = .3; d.page, d.quiet = 0, 0 }), image.Rect(0, 0, 640, 480)), CauseMargin, "in the middle"},
		{"no text", notText(t), CauseContent, "in the middle"},
	} {
		r, err := Scan(context.Background(), row.img, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Codes) != 0 || len(r.Seen) != 1 {
			t.Errorf("%s: %d codes, %d seen", row.name, len(r.Codes), len(r.Seen))
			continue
		}
		s := r.Seen[0]
		if s.Cause != row.cause || !strings.Contains(s.Advice, row.where) || !strings.HasSuffix(s.Advice, ".") {
			t.Errorf("%s: %s: %s", row.name, s.Cause, s.Advice)
		}
	}
}

// TestOverlapping wants two symbols, one over the last corner of the other, read whichever is read first.
func TestOverlapping(t *testing.T) {
	below := with(1, 52, func(d *drawing) {
		d.w, d.h, d.clutter, d.level, d.module, d.x, d.y = 700, 600, false, decoder.ErrorCorrectionLevel_H, 7, 250, 250
	})
	above := with(2, 16, func(d *drawing) { d.w, d.h, d.clutter, d.module = 700, 600, false, 2.5 })
	page, area := below.draw(t)
	card, cardArea := above.draw(t)
	// The lower one is read on a smaller level. A pattern of the upper one lies within its right edge.
	left, top, right, bottom := area.bounds()
	cl, ct, cr, cb := cardArea.bounds()
	margin := 4 * above.module
	part := image.Rect(int(cl-margin), int(ct-margin), int(cr+margin), int(cb+margin))
	at := image.Pt(int(left+.9*(right-left)), int(top+.4*(bottom-top)))
	draw.Draw(page, image.Rectangle{at, at.Add(part.Size())}, card, part.Min, draw.Src)
	for _, workers := range []int{1, 2, 4} {
		for range 4 {
			r, err := Scan(context.Background(), page, Options{MaxWorkers: workers})
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, c := range r.Codes {
				texts = append(texts, c.Text)
			}
			if want := []string{below.text, above.text}; !slices.Equal(texts, want) {
				t.Fatalf("%d workers read %q, want %q", workers, texts, want)
			}
		}
	}
}

// notText is a symbol whose bytes are no text: a mode that does not exist.
func notText(t *testing.T) image.Image {
	// Version 1, level L: 19 bytes of data and 7 for correction, made by the encoder's own parts from a
	// text, then rewritten: reading a matrix needs the right correction bytes.
	d := plain("A")
	d.level, d.version, d.clutter, d.w, d.h = decoder.ErrorCorrectionLevel_L, 1, false, 320, 320
	img, _ := d.drawBytes(t, append([]byte{0xe0}, make([]byte, 18)...))
	return img
}

func TestRegion(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 900, 300))
	var texts []string
	for i := range 3 {
		d := with(i, 16, func(d *drawing) { d.w, d.h, d.clutter = 300, 300, false })
		part, _ := d.draw(t)
		draw.Draw(img, part.Rect.Add(image.Pt(300*i, 0)), part, image.Point{}, draw.Src)
		texts = append(texts, d.text)
	}
	for name, m := range map[string]image.Image{"at the origin": img, "elsewhere": shifted(img, 50, 70)} {
		r, err := Scan(context.Background(), m, Options{Region: image.Rect(290, 0, 610, 300)})
		if err != nil {
			t.Fatal(err)
		}
		if err := check(r, texts[1]); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if x := r.Codes[0].Corners[0].X; x < 300 || x > 450 {
			t.Errorf("%s: corners %v", name, r.Codes[0].Corners)
		}
	}
	if _, err := Scan(context.Background(), img, Options{Region: image.Rect(1000, 0, 1100, 50)}); err == nil {
		t.Error("a region outside the picture gave no error")
	}
}

// shifted is the same picture with its corner elsewhere.
func shifted(src *image.Gray, dx, dy int) image.Image {
	c := *src
	c.Rect = src.Rect.Add(image.Pt(dx, dy))
	return &c
}

func TestCancel(t *testing.T) {
	d := with(1, 32, func(d *drawing) { d.w, d.h = 900, 700 })
	img, _ := d.draw(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := Scan(ctx, img, Options{}); !errors.Is(err, context.Canceled) || len(r.Codes) > 0 {
		t.Errorf("before the start: %v, %d codes", err, len(r.Codes))
	}
	ctx, cancel = context.WithCancel(context.Background())
	r, err := Scan(ctx, img, Options{Found: func(Code) { cancel() }})
	if !errors.Is(err, context.Canceled) || len(r.Codes) != 1 {
		t.Errorf("after the first code: %v, %d codes", err, len(r.Codes))
	}
}

// TestWorkers wants the same codes from one goroutine as from many.
func TestWorkers(t *testing.T) {
	d := with(3, 32, func(d *drawing) { d.noise = 20 })
	img, _ := d.draw(t)
	for _, n := range []int{1, 2, 7} {
		r, err := Scan(context.Background(), img, Options{MaxWorkers: n})
		if err == nil {
			err = check(r, d.text)
		}
		if err != nil {
			t.Errorf("%d workers: %v", n, err)
		}
	}
}

// hostile are pictures that hold no code and make work.
func hostile() map[string]image.Image {
	eyes := image.NewGray(image.Rect(0, 0, 1920, 1080))
	for i := range eyes.Pix {
		eyes.Pix[i] = 255
		x, y := i%1920%12, i/1920%12
		if x < 7 && y < 7 && finderDark(x, y) {
			eyes.Pix[i] = 0
		}
	}
	r := rand.New(rand.NewPCG(2, 2))
	noise, stripes := image.NewGray(image.Rect(0, 0, 1280, 720)), image.NewGray(image.Rect(0, 0, 1280, 720))
	checks := image.NewGray(image.Rect(0, 0, 1280, 720))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.UintN(256))
		x, y := i%1280, i/1280
		stripes.Pix[i] = uint8(255 * ([7]int{0, 1, 0, 0, 0, 1, 0}[x/2%7]))
		checks.Pix[i] = uint8(255 * ((x/3 + y/3) & 1))
	}
	return map[string]image.Image{
		"thousands of finder patterns": eyes, "noise": noise, "stripes in the ratio": stripes, "checks": checks,
		"one pixel": image.NewGray(image.Rect(0, 0, 1, 1)), "one row": image.NewGray(image.Rect(0, 0, 5000, 1)),
		"one column": image.NewGray(image.Rect(0, 0, 1, 5000)), "nothing but black": image.NewGray(image.Rect(0, 0, 640, 480)),
	}
}

// TestHostile wants an end and no code. The bound is for a hang; docs/scanner.md has the times.
func TestHostile(t *testing.T) {
	for name, img := range hostile() {
		for _, o := range []Options{{}, {Harder: true}} {
			begin := time.Now()
			r, err := Scan(context.Background(), img, o)
			if err != nil || len(r.Codes) > 0 {
				t.Errorf("%s: %v, %d codes", name, err, len(r.Codes))
			}
			if took := time.Since(begin); took > MaxTime+5*time.Second {
				t.Errorf("%s took %v", name, took)
			}
		}
	}
}

// TestMemory holds a scan of a full screen under twelve bytes a pixel, all that it ever allocates counted together,
// with no buffer left from before.
func TestMemory(t *testing.T) {
	d := with(1, 32, func(d *drawing) { d.w, d.h, d.noise = 1920, 1080, 12 })
	img, _ := d.draw(t)
	blank := image.NewGray(img.Rect)
	for name, m := range map[string]image.Image{"with a code": img, "without": blank} {
		grayPool = sync.Pool{}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Scan(context.Background(), m, Options{}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		perPixel := float64(after.TotalAlloc-before.TotalAlloc) / float64(d.w*d.h)
		t.Logf("%s: %.1f bytes a pixel", name, perPixel)
		if perPixel > 12 {
			t.Errorf("%s: %.1f bytes a pixel", name, perPixel)
		}
	}
}

// TestHuge wants modules of a hundred and more pixels read, squares and loose dots: only the smallest levels show their patterns.
func TestHuge(t *testing.T) {
	for _, c := range []struct {
		why    string
		module int
		radius float64 // of a dot, in modules; a square where it is 1
	}{{"squares", 140, 1}, {"dots that do not touch", 48, .35}} {
		t.Run(c.why, func(t *testing.T) {
			d := plain("a text of one line")
			m := modulesOf(t, &d)
			side := (m.dim + 4) * c.module
			img := image.NewGray(image.Rect(0, 0, side, side))
			for i := range img.Pix {
				img.Pix[i] = 255
				x, y := i%side/c.module-2, i/side/c.module-2
				if x < 0 || y < 0 || x >= m.dim || y >= m.dim || !m.dark[y*m.dim+x] {
					continue
				}
				dx, dy := float64(i%side%c.module)/float64(c.module)-.5, float64(i/side%c.module)/float64(c.module)-.5
				if math.Hypot(dx, dy) < c.radius {
					img.Pix[i] = 0
				}
			}
			result, err := Scan(context.Background(), img, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := check(result, d.text); err != nil {
				t.Error(err)
			}
		})
	}
}
