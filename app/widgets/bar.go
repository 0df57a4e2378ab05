package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// A Bar is content on a ground over the whole width with a line above it: what can be done
// with the accounts that are chosen.
type Bar struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

var _ fyne.Accessible = (*Bar)(nil)

// NewBar returns a bar with the given content.
func NewBar(content fyne.CanvasObject) *Bar {
	b := &Bar{content: content}
	b.ExtendBaseWidget(b)
	return b
}

// AccessibilityLabel implements [fyne.Accessible].
func (*Bar) AccessibilityLabel() string { return words.T("What to do with the selected accounts") }

// AccessibilityRole implements [fyne.Accessible].
func (*Bar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements [fyne.Widget].
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	ground, line := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	const inset = 8
	r := &renderer{objects: []fyne.CanvasObject{ground, line, b.content}}
	r.min = func() fyne.Size {
		return b.content.MinSize().AddWidthHeight(2*theme.WindowPadding, 2*inset)
	}
	r.layout = func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(line, 0, 0, size.Width, 1)
		place(b.content, theme.WindowPadding, inset, size.Width-2*theme.WindowPadding, size.Height-2*inset)
	}
	r.refresh = func() {
		ground.FillColor, line.FillColor = theme.Color(theme.ColorSurface), theme.Color(theme.ColorStroke)
	}
	r.refresh()
	return r
}
