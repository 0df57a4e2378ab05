//go:build linux && display

package capture

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"

	"watchword/scanner/capture/xtest"
)

// paint draws one filled rectangle on the bare desk.
func paint(t *testing.T, r image.Rectangle, rgb uint32) {
	t.Helper()
	c, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	gc, err := xproto.NewGcontextId(c)
	if err != nil {
		t.Fatal(err)
	}
	root := xproto.Drawable(xproto.Setup(c).DefaultScreen(c).Root)
	if err := xproto.CreateGCChecked(c, gc, root, xproto.GcForeground, []uint32{rgb}).Check(); err != nil {
		t.Fatal(err)
	}
	box := xproto.Rectangle{X: int16(r.Min.X), Y: int16(r.Min.Y), Width: uint16(r.Dx()), Height: uint16(r.Dy())}
	if err := xproto.PolyFillRectangleChecked(c, root, gc, []xproto.Rectangle{box}).Check(); err != nil {
		t.Fatal(err)
	}
}

func at(img image.Image, x, y int) color.RGBA {
	return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
}

func TestX11Picture(t *testing.T) {
	xtest.Display(t, "-screen", "0", "640x480x24")
	paint(t, image.Rect(600, 400, 640, 480), 0x3366cc)
	var calls []string
	shots, err := Screens(t.Context(), Options{
		Hide: func() { calls = append(calls, "hide") },
		Show: func() { calls = append(calls, "show") },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(shots) != 1 || shots[0].Screen != 1 || shots[0].Image.Bounds() != image.Rect(0, 0, 640, 480) {
		t.Fatalf("%d shots, the first %v", len(shots), shots[0].Image.Bounds())
	}
	img := shots[0].Image
	if got, want := at(img, 639, 479), (color.RGBA{R: 0x33, G: 0x66, B: 0xcc, A: 255}); got != want {
		t.Errorf("the corner is %v, want %v", got, want)
	}
	if at(img, 599, 479) == at(img, 600, 479) {
		t.Error("the edge of the rectangle is elsewhere")
	}
	if len(calls) != 2 || calls[0] != "hide" || calls[1] != "show" {
		t.Errorf("window: %v", calls)
	}
}

func TestX11TwoMonitors(t *testing.T) {
	xtest.Display(t, "-screen", "0", "960x480x24")
	split(t, image.Rect(0, 0, 640, 480), image.Rect(640, 0, 960, 200))
	paint(t, image.Rect(700, 100, 800, 150), 0xff0000)
	shots, err := Screens(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(shots) != 2 || shots[1].Name != "screen 2" || shots[1].Image.Bounds() != image.Rect(0, 0, 320, 200) {
		t.Fatalf("%d shots", len(shots))
	}
	if got, want := at(shots[1].Image, 700-640, 100), (color.RGBA{R: 255, A: 255}); got != want {
		t.Errorf("on the second monitor %v, want %v", got, want)
	}
}

// split makes monitors out of the one screen of the X server; the first keeps its output.
func split(t *testing.T, monitors ...image.Rectangle) {
	t.Helper()
	c, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := randr.Init(c); err != nil {
		t.Fatal(err)
	}
	root := xproto.Setup(c).DefaultScreen(c).Root
	if _, err := randr.QueryVersion(c, 1, 5).Reply(); err != nil { // monitors came with 1.5
		t.Fatal(err)
	}
	res, err := randr.GetScreenResourcesCurrent(c, root).Reply()
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range monitors {
		name := fmt.Sprintf("part-%d", i)
		atom, err := xproto.InternAtom(c, false, uint16(len(name)), name).Reply()
		if err != nil {
			t.Fatal(err)
		}
		info := randr.MonitorInfo{
			Name: atom.Atom, X: int16(m.Min.X), Y: int16(m.Min.Y), Width: uint16(m.Dx()), Height: uint16(m.Dy()),
			WidthInMillimeters: 100, HeightInMillimeters: 100,
		}
		if i == 0 {
			info.NOutput, info.Outputs = 1, res.Outputs[:1]
		}
		if err := randr.SetMonitorChecked(c, root, info).Check(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestX11NothingOnTheDesk(t *testing.T) {
	xtest.Display(t, "-screen", "0", "320x200x24", "-br") // a black root
	_, err := Screens(t.Context(), Options{})
	if r, ok := err.(*Refusal); !ok || r.What != blank().What {
		t.Errorf("%v", err)
	}
}

func TestX11ServerGone(t *testing.T) {
	t.Setenv("DISPLAY", ":987654")
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XDG_SESSION_TYPE", "x11")
	_, err := Screens(context.Background(), Options{})
	if r, ok := err.(*Refusal); !ok || r.What != noDisplay(nil).What {
		t.Errorf("%v", err)
	}
}
