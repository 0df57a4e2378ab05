package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
)

// part is one group of settings: a title over a card of rows.
func part(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Stack(6,
		widgets.Pad(0, 0, 4, 0, widgets.NewLine(title, theme.Body, true, theme.ColorText)),
		widgets.NewCard(widgets.Stack(10, rows...)))
}

// row is a setting: what it is, and beside it what it is set to; below it where the page
// is too narrow for both.
func row(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&beside{}, widgets.NewLabel(label), o)
}

// beside lays out a label and a control.
type beside struct{ width float32 } // of the last layout: the height depends on it

// leastBeside is the width from which a label and a control fit beside each other.
const leastBeside = 330

func (b *beside) narrow() bool { return b.width > 0 && b.width < leastBeside }

func (b *beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	label, control := o[0].MinSize(), o[1].MinSize()
	if b.narrow() {
		return fyne.NewSize(max(label.Width, control.Width), label.Height+2+control.Height)
	}
	return fyne.NewSize(control.Width, max(label.Height, control.Height))
}

func (b *beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b.width = size.Width
	label, control := o[0].MinSize(), o[1].MinSize()
	if b.narrow() {
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(size.Width, label.Height))
		o[1].Move(fyne.NewPos(0, label.Height+2))
		o[1].Resize(fyne.NewSize(size.Width, control.Height))
		return
	}
	half := size.Width * .46
	o[0].Move(fyne.NewPos(0, max(0, (size.Height-label.Height)/2)))
	o[0].Resize(fyne.NewSize(half-8, label.Height))
	o[1].Move(fyne.NewPos(half, (size.Height-control.Height)/2))
	o[1].Resize(fyne.NewSize(size.Width-half, control.Height))
}
