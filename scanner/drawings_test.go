package scanner

import (
	"bytes"
	"context"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

var update = flag.Bool("update", false, "draw the pictures of docs/scanner.md anew")

// documentPage is the page that docs/scanner.md shows: a symbol in perspective, one light on dark, and one that is covered so
// far that it cannot be read.
func documentPage(t *testing.T) image.Image {
	page := image.NewGray(image.Rect(0, 0, 560, 300))
	for i := range page.Pix {
		page.Pix[i] = 235
	}
	writeLines(page, rand.New(rand.NewPCG(1, 1)), 235)
	for _, d := range []drawing{
		with(1, 16, func(d *drawing) { d.module, d.angle, d.tilt, d.x, d.y = 4.2, 8, .12, 135, 150 }),
		with(2, 16, func(d *drawing) {
			d.module, d.dark, d.light, d.x, d.y, d.level = 2.4, 225, 30, 340, 110, decoder.ErrorCorrectionLevel_L
		}),
		with(3, 32, func(d *drawing) { d.module, d.x, d.y, d.logo = 3, 480, 190, .6 }),
	} {
		d.w, d.h = 560, 300
		d.put(page, modulesOf(t, &d))
	}
	return page
}

// TestDrawings compares the pictures of docs/scanner.md with what a scan draws today:
//
//	go test ./scanner -run Drawings -update
//
// takes them anew. Processors round differently, so one pixel in a hundred may differ.
func TestDrawings(t *testing.T) {
	folder := filepath.Join("..", "docs", "pictures")
	result, drawings, err := Debug(context.Background(), documentPage(t), Options{MaxWorkers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Codes) != 2 || len(result.Seen) != 1 {
		t.Fatalf("%d codes, seen %+v", len(result.Codes), result.Seen)
	}
	shown := map[string]string{ // outcome of a drawing to the name of its picture
		"1-finders": "finders", "2-symbols": "symbols", "3-grid-read": "grid-read", "4-matrix-read": "matrix-read",
		"3-grid-format": "grid-unread", "4-matrix-format": "matrix-unread",
	}
	for _, d := range drawings {
		part := strings.Split(d.Name, "-")
		name, ok := shown[strings.Join([]string{part[0], part[1], part[len(part)-1]}[:min(len(part), 3)], "-")]
		if len(part) == 2 {
			name, ok = shown[d.Name]
		}
		if !ok {
			continue
		}
		delete(shown, strings.Join([]string{part[0], part[1], part[len(part)-1]}[:min(len(part), 3)], "-"))
		delete(shown, d.Name)
		path := filepath.Join(folder, "scanner-"+name+".png")
		if *update {
			var b bytes.Buffer
			if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, d.Image); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		frames, err := Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if differ := differing(frames[0], d.Image); differ > .01 {
			t.Errorf("%s: %.1f %% of its pixels differ; look at it, then take it anew with -update", path, 100*differ)
		}
	}
	if len(shown) > 0 {
		t.Errorf("not drawn: %v", shown)
	}
}

// differing is the share of pixels in which two pictures differ by more than rounding.
func differing(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	p, q := image.NewRGBA(a.Bounds()), image.NewRGBA(b.Bounds())
	draw.Draw(p, p.Rect, a, a.Bounds().Min, draw.Src)
	draw.Draw(q, q.Rect, b, b.Bounds().Min, draw.Src)
	n := 0
	for i := 0; i < len(p.Pix); i += 4 {
		for k := range 3 {
			if abs(int(p.Pix[i+k])-int(q.Pix[i+k])) > 4 {
				n++
				break
			}
		}
	}
	return float64(n) / float64(len(p.Pix)/4)
}
