package scanner

import (
	"context"
	"fmt"
	"image"
	"testing"

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
	{"bent", func(i int) drawing {
		return with(i, 160, func(d *drawing) { d.bend = .8 + .5*float64(i); d.module = 5; d.w, d.h = 720, 640 })
	}, 3, 24},
	{"blurred", func(i int) drawing { return with(i, 32, func(d *drawing) { d.blur = 1.2 + .3*float64(i) }) }, 4, 32},
	{"noisy", func(i int) drawing { return with(i, 32, func(d *drawing) { d.noise = 15 + 10*float64(i) }) }, 3, 24},
	{"dots", func(i int) drawing { return with(i, 32, func(d *drawing) { d.dots = true; d.module = 4 + float64(i) }) }, 3, 24},
	{"logo", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.logo = .16 + .04*float64(i); d.level = decoder.ErrorCorrectionLevel_H })
	}, 3, 24},
	{"no margin", func(i int) drawing {
		return with(i, 32, func(d *drawing) { d.quiet = .5 * float64(i); d.page = 255; d.clutter = false })
	}, 3, 24},
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
