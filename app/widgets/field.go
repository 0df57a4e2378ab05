package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/theme"
)

// A fieldRenderer draws the toolkit's entry of one line as a field: no scroll bar lies over a text that is longer than
// the field, the text does not run under the icon, and both stand in the middle of a field that is higher than they are.
type fieldRenderer struct {
	fyne.WidgetRenderer
	inner   *container.Scroll // the toolkit's, in which the text is
	clip    *container.Clip   // in its place, without the bar that runs at its lower edge
	icon    *canvas.Image     // nil where there is none
	objects []fyne.CanvasObject
	end     func() bool // reports whether the end of a long text is what to show; nil for its beginning
}

// barRoom is more than the bar of a scroll container takes.
const barRoom = 16

// newFieldRenderer returns r itself where there is no text that scrolls.
func newFieldRenderer(r fyne.WidgetRenderer, icon fyne.Resource, end func() bool) (fyne.WidgetRenderer, *container.Scroll) {
	f := &fieldRenderer{WidgetRenderer: r, end: end}
	for _, o := range r.Objects() {
		switch o := o.(type) {
		case *container.Scroll:
			f.inner = o
			f.clip = container.NewClip(container.NewWithoutLayout(o))
			f.objects = append(f.objects, f.clip)
			continue
		case *canvas.Image:
			if icon != nil {
				f.icon = o
			}
		}
		f.objects = append(f.objects, o)
	}
	if f.inner == nil {
		return r, nil
	}
	return f, f.inner
}

// Objects implements [fyne.WidgetRenderer].
func (f *fieldRenderer) Objects() []fyne.CanvasObject { return f.objects }

// Layout implements [fyne.WidgetRenderer].
func (f *fieldRenderer) Layout(size fyne.Size) {
	f.WidgetRenderer.Layout(size)
	left := 2 * theme.EntryBorder // the corners are round there
	text := fyne.MeasureText("A", theme.Body, fyne.TextStyle{}).Height + 2*(fynetheme.InnerPadding()-theme.EntryBorder)
	if f.icon != nil {
		at := f.icon.Size().Height
		f.icon.Move(fyne.NewPos(f.icon.Position().X, (size.Height-at)/2))
		left = f.icon.Position().X + f.icon.Size().Width + fynetheme.LineSpacing()/2 - f.inner.Position().X
	}
	at, room := f.inner.Position(), f.inner.Size()
	down := float32(int(max(0, (size.Height-text)/2-at.Y))) // a whole pixel: letters stay sharp
	place(f.clip, at.X+left, at.Y, room.Width-left, room.Height)
	place(f.inner, -left, down, room.Width, room.Height+barRoom)
	f.hideBar()
}

// hideBar hides the bar where it is not cut off: the toolkit's painter of pictures knows the innermost edge only. The
// toolkit shows it anew with each change.
func (f *fieldRenderer) hideBar() {
	f.inner.Direction = container.ScrollNone
	size := f.inner.Size()
	if f.end != nil && f.end() {
		f.inner.Offset.X = max(0, f.inner.Content.MinSize().Width-size.Width)
	}
	f.inner.Resize(size.AddWidthHeight(0, 1)) // to be refreshed without its content, which shows the bar
	f.inner.Resize(size)
}

// Refresh implements [fyne.WidgetRenderer].
func (f *fieldRenderer) Refresh() {
	f.WidgetRenderer.Refresh()
	f.hideBar()
	canvas.Refresh(f.clip)
}
