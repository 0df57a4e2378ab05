package widgets

import (
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/theme"
)

// noteFor is how long a note stays.
const noteFor = 8 * time.Second

// aboveFoot is the space between a note and the lower edge of the window: the button at the foot of a page stays in sight.
const aboveFoot = 72

// noteLayer marks the container in which a note shows over a page, near its lower edge.
type noteLayer struct{}

func (noteLayer) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (noteLayer) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		width := size.Width - 2*theme.WindowPadding
		for range 2 { // wrapped text knows its height only after it knows its width
			o.Resize(fyne.NewSize(width, o.MinSize().Height))
		}
		o.Move(fyne.NewPos(theme.WindowPadding, size.Height-o.Size().Height-aboveFoot))
	}
}

// ShowNote says something over the page that shows on a canvas, for some seconds or until another page does. No click
// and no key reaches it.
func ShowNote(c fyne.Canvas, text string) {
	layer := noteOn(c)
	if layer == nil {
		return
	}
	note := NewToast()
	note.Say(text, false, "", nil)
	layer.Objects = []fyne.CanvasObject{note}
	layer.Refresh()
	if After != nil {
		After(noteFor, func() { layer.Remove(note) })
	}
}

// Note is what a note over the page that shows on a canvas says; "" where none does.
func Note(c fyne.Canvas) string {
	if layer := noteOn(c); layer != nil && len(layer.Objects) > 0 {
		return layer.Objects[0].(*Toast).Text()
	}
	return ""
}

func noteOn(c fyne.Canvas) (layer *fyne.Container) {
	if c.Content() == nil {
		return nil
	}
	walk(c.Content(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*fyne.Container); ok {
			if _, ok := l.Layout.(noteLayer); ok {
				layer = l
			}
		}
		return layer == nil
	})
	return layer
}
