// Package widgets holds the small things that the window is made of: the countdown ring,
// the account row, buttons, cards, the toast. A widget shows and reports; what a click
// means is decided elsewhere.
package widgets

import (
	"fyne.io/fyne/v2"
)

// renderer is a [fyne.WidgetRenderer] made of functions: every widget here draws a
// handful of shapes, and a type of its own for each would say nothing more.
type renderer struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func() // sets colours and texts; the shapes are refreshed by the widget
}

func (r *renderer) Layout(size fyne.Size)        { r.layout(size) }
func (r *renderer) MinSize() fyne.Size           { return r.min() }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) Destroy()                     {}

func (r *renderer) Refresh() {
	r.refresh()
	for _, o := range r.objects {
		o.Refresh()
	}
}

// place moves and resizes o at once.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
