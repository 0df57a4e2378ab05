package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A Card is a rounded surface round some content. Accent, if set, names the colour of an
// edge at its left: a card that warns.
type Card struct {
	widget.BaseWidget
	Content fyne.CanvasObject
	Accent  fyne.ThemeColorName
	Tight   bool // less room round the content
}

// NewCard returns a card round content.
func NewCard(content fyne.CanvasObject) *Card {
	c := &Card{Content: content}
	c.ExtendBaseWidget(c)
	return c
}

// NewWarningCard returns a card with an amber edge.
func NewWarningCard(content fyne.CanvasObject) *Card {
	c := &Card{Content: content, Accent: theme.ColorAmber}
	c.ExtendBaseWidget(c)
	return c
}

var _ fyne.Accessible = (*Card)(nil)

// AccessibilityLabel implements [fyne.Accessible].
func (*Card) AccessibilityLabel() string { return "" }

// AccessibilityRole implements [fyne.Accessible].
func (*Card) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements [fyne.Widget].
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(nil)
	back := canvas.NewRectangle(nil)
	const edgeWidth = 4
	inset := float32(14)
	if c.Tight {
		inset = 10
	}
	r := &renderer{objects: []fyne.CanvasObject{edge, back, c.Content}}
	left := func() float32 {
		if c.Accent != "" {
			return edgeWidth
		}
		return 0
	}
	r.min = func() fyne.Size {
		return c.Content.MinSize().AddWidthHeight(2*inset+left(), 2*inset)
	}
	r.layout = func(size fyne.Size) {
		// Its upper and lower line stay under the card's, or they would shine through there.
		place(edge, 0, 1, min(size.Width, 3*theme.CardRadius), size.Height-2)
		place(back, left(), 0, size.Width-left(), size.Height)
		place(c.Content, inset+left(), inset, size.Width-2*inset-left(), size.Height-2*inset)
	}
	r.refresh = func() {
		back.FillColor, back.CornerRadius = theme.Color(theme.ColorSurface), theme.CardRadius
		back.StrokeColor, back.StrokeWidth = theme.Color(theme.ColorStroke), 1
		edge.Hidden = c.Accent == ""
		edge.CornerRadius = theme.CardRadius
		if c.Accent != "" {
			edge.FillColor = theme.Color(c.Accent)
		}
		r.layout(c.Size())
	}
	r.refresh()
	return r
}
