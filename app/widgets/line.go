package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A Line is one line of text that ends in an ellipsis where there is no room.
type Line struct {
	widget.BaseWidget

	text  string
	size  float32
	bold  bool
	color fyne.ThemeColorName
	align fyne.TextAlign
	whole bool // never cut: as wide as its text
}

var _ fyne.Accessible = (*Line)(nil)

// NewLine returns a line of the given size in the given colour.
func NewLine(text string, size float32, bold bool, colorName fyne.ThemeColorName) *Line {
	l := &Line{text: text, size: size, bold: bold, color: colorName}
	l.ExtendBaseWidget(l)
	return l
}

// NewTitle returns the title of a page.
func NewTitle(text string) *Line { return NewLine(text, theme.Title, true, theme.ColorText) }

// NewFigures returns a line that is never cut, such as a code.
func NewFigures(text string, size float32, colorName fyne.ThemeColorName) *Line {
	l := NewLine(text, size, true, colorName)
	l.whole = true
	return l
}

// Centered aligns the text in the middle and returns the line.
func (l *Line) Centered() *Line {
	l.align = fyne.TextAlignCenter
	return l
}

// Text returns the whole text, cut or not.
func (l *Line) Text() string { return l.text }

// Set changes the text and its colour; it draws only what changed.
func (l *Line) Set(text string, colorName fyne.ThemeColorName) {
	if l.text == text && l.color == colorName {
		return
	}
	l.text, l.color = text, colorName
	l.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *Line) AccessibilityLabel() string { return l.text }

// AccessibilityRole implements [fyne.Accessible].
func (*Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	text := newText(l.size, l.bold)
	r := &renderer{objects: []fyne.CanvasObject{text}}
	r.min = func() fyne.Size {
		if l.whole {
			return fyne.NewSize(textWidth(text, l.text), textHeight(text))
		}
		return fyne.NewSize(24, textHeight(text))
	}
	r.layout = func(size fyne.Size) {
		text.Text = l.text
		if !l.whole {
			text.Text = fit(text, l.text, size.Width)
		}
		m := text.MinSize()
		x := float32(0)
		if l.align == fyne.TextAlignCenter {
			x = (size.Width - m.Width) / 2
		}
		place(text, x, (size.Height-m.Height)/2, m.Width, m.Height)
	}
	r.refresh = func() {
		text.Color = theme.Color(l.color)
		r.layout(l.Size())
	}
	r.refresh()
	return r
}
