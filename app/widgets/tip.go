package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
)

// A tip says in words what an icon does while the pointer rests on it. The toolkit has none, and a pop-up would take
// the clicks of all that lies under it: tips lie in a layer over the page that no click and no key reaches.

// tipAfter is how long the pointer rests before a tip shows.
const tipAfter = 600 * time.Millisecond

// tipLayer marks the container in which tips show; they are placed by hand.
type tipLayer struct{}

func (tipLayer) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
func (tipLayer) Layout([]fyne.CanvasObject, fyne.Size) {}

// tips is what is known of the tip of the moment.
var tips struct {
	rests int             // counts: only the last rest of the pointer shows a tip
	shown *fyne.Container // the layer in which one shows; nil while none does
}

// WithTips returns a page with a layer for tips over it, and one for a note.
func WithTips(page fyne.CanvasObject) fyne.CanvasObject {
	hideTip() // of the page before
	if page == nil {
		return nil
	}
	if c, ok := page.(*fyne.Container); ok && len(c.Objects) == 3 && isTipLayer(c.Objects[1]) {
		return page // it is shown again as it was
	}
	return container.NewStack(page, container.New(tipLayer{}), container.New(noteLayer{}))
}

func isTipLayer(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(tipLayer)
	return ok
}

// tipFor shows words at o if the pointer stays.
func tipFor(o fyne.CanvasObject, words string) {
	hideTip()
	if After == nil || words == "" {
		return
	}
	n := tips.rests
	After(tipAfter, func() {
		if n == tips.rests {
			showTip(o, words)
		}
	})
}

// hideTip takes the tip away, and keeps one from coming that was on its way.
func hideTip() {
	tips.rests++
	if tips.shown != nil {
		tips.shown.RemoveAll()
		tips.shown = nil
	}
}

func showTip(o fyne.CanvasObject, words string) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil || c.Content() == nil || c.Overlays().Top() != nil {
		return
	}
	var layer *fyne.Container
	walk(c.Content(), func(child fyne.CanvasObject) bool {
		if isTipLayer(child) {
			layer = child.(*fyne.Container)
		}
		return layer == nil
	})
	if layer == nil {
		return
	}
	back, text := canvas.NewRectangle(theme.Color(theme.ColorRaised)), newText(theme.Name, false)
	back.StrokeWidth, back.StrokeColor, back.CornerRadius = 1, theme.Color(theme.ColorStroke), 8
	text.Text = words
	const side, gap, margin float32 = 10, 6, 8
	size := text.MinSize().AddWidthHeight(2*side, 10)
	room := c.Size()
	at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(layer))
	x := max(margin, min(at.X+(o.Size().Width-size.Width)/2, room.Width-margin-size.Width))
	y := at.Y + o.Size().Height + gap
	if y+size.Height > room.Height-margin {
		y = at.Y - gap - size.Height
	}
	place(back, x, y, size.Width, size.Height)
	place(text, x+side, y+5, size.Width-2*side, size.Height-10)
	layer.Objects = []fyne.CanvasObject{back, text}
	tips.shown = layer
	canvas.Refresh(layer)
}
