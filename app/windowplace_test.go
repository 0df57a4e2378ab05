package app

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/desk"
	"watchword/app/screens"
)

// A wall is the screens of a test, with the window on them.
type wall struct {
	screens []screens.Screen
	at      image.Point
	usual   bool
	scale   float32
	moved   func() // a screen came or went
}

func newWall(sizes ...image.Rectangle) *wall {
	w := &wall{usual: true, scale: 1}
	for _, r := range sizes {
		w.screens = append(w.screens, screens.Screen{Whole: r, Work: r})
	}
	return w
}

// options has the program see these screens. How large the window is the toolkit says.
func (w *wall) options(o *desk.Options) {
	o.Config.Places.State = o.VaultOpts.StateDir
	o.Monitors = func() []screens.Screen { return w.screens }
	o.Rewired = func(tell func()) { w.moved = tell }
	o.Where = func(win fyne.Window) screens.Spot {
		size := win.Canvas().Size()
		return screens.Spot{
			Inside: image.Rect(0, 0, int(size.Width*w.scale), int(size.Height*w.scale)).Add(w.at),
			Frame:  screens.Frame{Top: 20}, Usual: w.usual,
		}
	}
}

var (
	largeScreen = image.Rect(0, 0, 1920, 1080)
	smallScreen = image.Rect(0, 0, 800, 540)
)

// A window that shows for the first time is no taller than the screen; where it fits it stays as it is.
func TestWindowFitsTheScreen(t *testing.T) {
	for _, row := range []struct {
		why     string
		screens []image.Rectangle
		want    float32
	}{
		{"no screen is known", nil, 640},
		{"there is room", []image.Rectangle{largeScreen}, 640},
		{"there is no room", []image.Rectangle{smallScreen}, 520},
	} {
		r := newRigWith(t, t.TempDir(), nil, newWall(row.screens...).options)
		r.Show()
		r.tick(r.now)
		if size := r.window().Canvas().Size(); size.Height != row.want || size.Width != 420 {
			t.Errorf("%s: %v", row.why, size)
		}
	}
}

// The window comes back as large as it was with the same screens, and as usual with others.
func TestWindowSizeIsRemembered(t *testing.T) {
	dir, w := t.TempDir(), newWall(largeScreen)
	r := newRigWith(t, dir, nil, w.options)
	r.Show()
	r.tick(r.now)
	r.window().Resize(fyne.NewSize(600, 700))
	r.leave()
	sizeAt := func(why string, w *wall, want fyne.Size) {
		t.Helper()
		again := newRigWith(t, dir, nil, w.options)
		again.Show()
		again.tick(again.now)
		if size := again.window().Canvas().Size(); size != want {
			t.Errorf("%s: %v, want %v", why, size, want)
		}
	}
	sizeAt("the same screens", w, fyne.NewSize(600, 700))
	sizeAt("another screen", newWall(image.Rect(0, 0, 1280, 1024)), fyne.NewSize(420, 640))
}

// A window that was made as large as the screen, or minimised, keeps what it had before.
func TestUnusualSizesAreNotRemembered(t *testing.T) {
	dir, w := t.TempDir(), newWall(largeScreen)
	r := newRigWith(t, dir, nil, w.options)
	r.Show()
	r.window().Resize(fyne.NewSize(500, 600))
	r.exited()
	w.usual = false
	r.window().Resize(fyne.NewSize(1900, 1000))
	r.leave()
	w.usual = true
	again := newRigWith(t, dir, nil, w.options)
	again.Show()
	if size := again.window().Canvas().Size(); size != fyne.NewSize(500, 600) {
		t.Errorf("the window has %v", size)
	}
}

// A window whose screen is taken away comes back into reach, and where it was meanwhile is not noted.
func TestAScreenIsTakenAway(t *testing.T) {
	dir, w := t.TempDir(), newWall(largeScreen, image.Rect(1920, 0, 2720, 540))
	r := newRigWith(t, dir, nil, w.options)
	r.Show()
	r.tick(r.now)
	w.at = image.Pt(2000, 50)
	w.screens = w.screens[:1]
	r.exited()
	if _, known := r.shell.Places.Of(screens.Arrangement(w.screens)); known {
		t.Error("a place out of reach was noted")
	}
	w.screens[0].Work.Max.Y = 500 // less than the window has
	w.moved()
	if size := r.window().Canvas().Size(); size.Height != 480 {
		t.Errorf("it was not brought back: %v", size)
	}
}
