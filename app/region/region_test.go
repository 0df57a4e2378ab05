package region

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// checkers is a picture in which every square of 20 pixels has a colour of its own.
func checkers(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x / 20 * 10), uint8(y / 20 * 10), uint8((x/20 + y/20) % 2 * 200), 255})
		}
	}
	return img
}

func newScreen(t *testing.T, pictures ...Picture) (*Page, *[]image.Rectangle) {
	t.Helper()
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	parts := &[]image.Rectangle{}
	s := &Page{Run: background.Now, Pictures: pictures, OnBack: func() {},
		OnScan: func(_ int, part image.Rectangle) { *parts = append(*parts, part) }}
	pagetest.Show(t, s.Content())
	return s, parts
}

func at(x, y float64) fyne.Position { return fyne.NewPos(float32(x), float32(y)) }

// drag draws from one point of the picture to another.
func drag(p *picker, x0, y0, x1, y1 float64) {
	wx, wy := p.view.toWidget(x0, y0)
	p.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(wx, wy)}, Button: desktop.MouseButtonPrimary})
	wx, wy = p.view.toWidget(x1, y1)
	p.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(wx, wy)}})
	p.DragEnd()
	p.MouseUp(nil)
}

func near(t *testing.T, what string, got, want image.Rectangle, slack int) {
	t.Helper()
	for _, d := range []int{got.Min.X - want.Min.X, got.Min.Y - want.Min.Y, got.Max.X - want.Max.X, got.Max.Y - want.Max.Y} {
		if d < -slack || d > slack {
			t.Errorf("%s: %v, want about %v", what, got, want)
			return
		}
	}
}

func TestDrag(t *testing.T) {
	s, parts := newScreen(t, Picture{Name: "screen 1", Image: checkers(1400, 1000)})
	if !s.scan.Disabled() {
		t.Error("nothing is marked but can be scanned")
	}
	for _, row := range []struct {
		why            string
		x0, y0, x1, y1 float64
		want           image.Rectangle
	}{
		{"from the top left", 300, 200, 700, 500, image.Rect(300, 200, 700, 500)},
		{"from the bottom right", 700, 500, 300, 200, image.Rect(300, 200, 700, 500)},
		{"over the edges", 900, 600, 2000, 1500, image.Rect(900, 600, 1400, 1000)},
	} {
		s.picker.sel = rect{} // or a corner would be taken
		drag(s.picker, row.x0, row.y0, row.x1, row.y1)
		near(t, row.why, s.picker.part(), row.want, 4)
		test.Tap(s.scan)
		near(t, row.why+", scanned", (*parts)[len(*parts)-1], row.want, 4)
		s.Say("nothing") // the answer frees the button
	}
	s.picker.sel = rect{}
	drag(s.picker, 100, 100, 500, 400)
	drag(s.picker, 500, 400, 600, 500) // at its corner: it grows
	near(t, "a corner", s.picker.part(), image.Rect(100, 100, 600, 500), 4)
	drag(s.picker, 800, 800, 803, 803)
	if !s.scan.Disabled() {
		t.Error("three pixels can be scanned")
	}
}

// Whoever has no mouse marks and scans too.
func TestKeys(t *testing.T) {
	s, parts := newScreen(t, Picture{Image: checkers(1400, 1000)})
	press := func(name fyne.KeyName) { s.picker.TypedKey(&fyne.KeyEvent{Name: name}) }
	press(fyne.KeyRight)
	first := s.picker.part()
	if first.Empty() {
		t.Fatal("the first arrow marks nothing")
	}
	press(fyne.KeyRight)
	press(fyne.KeyDown)
	moved := s.picker.part()
	if moved.Min.X <= first.Min.X || moved.Min.Y <= first.Min.Y || moved.Dx()-first.Dx() > 1 {
		t.Errorf("moved from %v to %v", first, moved)
	}
	for range 500 {
		press(fyne.KeyLeft)
		press(fyne.KeyUp)
	}
	if p := s.picker.part(); p.Min != (image.Point{}) || p.Dx() < moved.Dx()-1 {
		t.Errorf("at the edge: %v", p)
	}
	press(fyne.KeyReturn)
	if len(*parts) != 1 {
		t.Error("Enter scans nothing")
	}
	before := s.picker.view.zoom
	s.TypedRune('+')
	s.TypedRune('+')
	if s.picker.view.zoom <= before {
		t.Error("+ does not zoom")
	}
	s.TypedRune('0')
	if math.Abs(s.picker.view.zoom-before) > 1e-9 {
		t.Error("0 does not fit")
	}
}

// The point under the pointer stays where it is, and the picture never leaves the widget.
func TestZoom(t *testing.T) {
	s, _ := newScreen(t, Picture{Image: checkers(1400, 1000)})
	v := &s.picker.view
	x, y := v.width*.4, v.height*.5
	px, py := v.toPicture(x, y)
	for range 40 {
		s.picker.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at(x, y)}, Scrolled: fyne.NewDelta(0, 10)})
	}
	if v.zoom != mostZoom {
		t.Errorf("zoom %v", v.zoom)
	}
	if qx, qy := v.toPicture(x, y); math.Hypot(qx-px, qy-py) > 1 {
		t.Errorf("the point went from %.1f, %.1f to %.1f, %.1f", px, py, qx, qy)
	}
	for range 80 {
		s.picker.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at(0, 0)}, Scrolled: fyne.NewDelta(0, -10)})
	}
	if math.Abs(v.zoom-v.least()) > 1e-9 || v.x > 0 {
		t.Errorf("all the way out: zoom %v, at %v", v.zoom, v.x)
	}
}

// What is drawn at a place is the picture's pixel there, at every zoom and for pictures
// whose pixels do not begin at 0, 0.
func TestRender(t *testing.T) {
	whole := checkers(1400, 1000)
	for _, img := range []image.Image{whole, whole.SubImage(image.Rect(200, 100, 1300, 900))} {
		b := img.Bounds()
		levels := pyramid(img)
		for _, zoom := range []float64{.3, .7, 1, 3} {
			v := view{width: 300, height: 200, pw: float64(b.Dx()), ph: float64(b.Dy()), zoom: zoom, x: 110, y: 90}
			out := v.render(levels, 600, 400, color.Black) // a dense display
			for _, p := range [][2]float64{{150, 100}, {20, 180}} {
				// The middle of the square under that point, where no neighbour mixes in.
				px, py := v.toPicture(p[0], p[1])
				px, py = math.Floor((px+float64(b.Min.X))/20)*20+10-float64(b.Min.X), math.Floor((py+float64(b.Min.Y))/20)*20+10-float64(b.Min.Y)
				wx, wy := v.toWidget(px, py)
				gr, gg, gb, _ := out.At(int(wx*2), int(wy*2)).RGBA()
				wr, wg, wb, _ := img.At(b.Min.X+int(px), b.Min.Y+int(py)).RGBA()
				for _, d := range [][2]uint32{{gr, wr}, {gg, wg}, {gb, wb}} {
					if math.Abs(float64(d[0])-float64(d[1])) > 24<<8 {
						t.Errorf("zoom %v at %v: %v %v %v, want %v %v %v", zoom, p, gr>>8, gg>>8, gb>>8, wr>>8, wg>>8, wb>>8)
					}
				}
			}
		}
	}
}

// A mark is where a code was seen: it is marked at once, and larger than before.
func TestMarks(t *testing.T) {
	mark := image.Rect(1200, 400, 1400, 600)
	s, _ := newScreen(t, Picture{Image: checkers(1400, 1000), Marks: []image.Rectangle{mark}})
	near(t, "the first rectangle", s.picker.part(), mark, 1)
	if s.picker.view.zoom <= s.picker.view.least() || s.scan.Disabled() {
		t.Error("the mark is not brought near, or cannot be scanned")
	}
}

func TestSeveralPictures(t *testing.T) {
	s, _ := newScreen(t, Picture{Name: "screen 1", Image: checkers(1400, 1000)}, Picture{Name: "screen 2", Image: checkers(800, 600)})
	var scanned int
	s.OnScan = func(i int, _ image.Rectangle) { scanned = i }
	s.open(1)
	if s.picker.view.pw != 800 {
		t.Errorf("the picture is %v wide", s.picker.view.pw)
	}
	drag(s.picker, 100, 100, 300, 300)
	test.Tap(s.scan)
	if scanned != 1 {
		t.Errorf("picture %d was scanned", scanned)
	}
}

// Pictures show secrets: a page that was left holds none.
func TestLeave(t *testing.T) {
	s, _ := newScreen(t, Picture{Image: checkers(1400, 1000)})
	s.Leave()
	if s.Pictures != nil || s.picker.levels != nil {
		t.Error("the pictures are still there")
	}
	s.picker.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) // and nothing breaks
	test.Tap(s.scan)
}

func TestLooks(t *testing.T) {
	s, _ := newScreen(t, Picture{Name: "screen 1", Image: checkers(1400, 1000), Marks: []image.Rectangle{image.Rect(1000, 400, 1200, 600)}}, Picture{Name: "screen 2", Image: checkers(800, 600)})
	c := fyne.CurrentApp().Driver().CanvasForObject(s.picker)
	test.AssertRendersToImage(t, "region.png", c)
}
