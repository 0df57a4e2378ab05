package idle

import (
	"testing"

	"fyne.io/fyne/v2"
)

// layers are what lies on a canvas.
type layers struct {
	fyne.OverlayStack
	on []fyne.CanvasObject
}

func (l *layers) Add(o fyne.CanvasObject) { l.on = append(l.on, o) }

func (l *layers) Remove(fyne.CanvasObject) { l.on = nil }

// drawn is a window whose canvas keeps what lies on it.
type drawn struct {
	fyne.Window
	layers *layers
}

func (d drawn) Canvas() fyne.Canvas { return drawnCanvas{layers: d.layers} }

type drawnCanvas struct {
	fyne.Canvas
	layers *layers
}

func (d drawnCanvas) Overlays() fyne.OverlayStack { return d.layers }

func TestAnEarLiesOnAWindowForOneFrame(t *testing.T) {
	b := newBench(t)
	var tell func(bool)
	drawing := false
	b.system.hear = func(_ func(), minimised func(bool)) bool {
		tell = minimised
		return drawing
	}
	w := drawn{layers: &layers{}}
	b.Listen(w)
	b.run(1)
	if len(w.layers.on) != 1 {
		t.Fatal("no ear lies on the window")
	}
	w.layers.on[0].MinSize() // as it was laid on, nothing is drawn
	b.run(1)
	if len(w.layers.on) != 1 {
		t.Fatal("it was taken off before the window was drawn")
	}
	drawing = true
	w.layers.on[0].MinSize()
	b.run(1)
	if len(w.layers.on) != 0 {
		t.Fatal("it stays on the window, where it keeps clicks away")
	}
	if b.Minimised(w) {
		t.Error("minimised from the start")
	}
	if tell(true); !b.Minimised(w) {
		t.Error("that it was minimised is not heard")
	}
	if tell(false); b.Minimised(w) {
		t.Error("that it shows again is not heard")
	}
}
