package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A LinkRow is a line of a list that leads to a page: an icon, a title, an arrow at the end.
type LinkRow struct {
	widget.BaseWidget
	pressable
	hovering
	title  string
	icon   fyne.CanvasObject
	tapped func()
}

var (
	_ fyne.Tappable     = (*LinkRow)(nil)
	_ fyne.Focusable    = (*LinkRow)(nil)
	_ fyne.Accessible   = (*LinkRow)(nil)
	_ desktop.Hoverable = (*LinkRow)(nil)
)

// NewLinkRow returns a line; icon is drawn as large as it says that it is.
func NewLinkRow(icon fyne.CanvasObject, title string, tapped func()) *LinkRow {
	l := &LinkRow{icon: icon, title: title, tapped: tapped}
	l.pressable, l.hovering = pressable{of: l, do: func() { l.Tapped(nil) }}, hovering{over: l}
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *LinkRow) AccessibilityLabel() string { return l.title }

// AccessibilityRole implements [fyne.Accessible].
func (*LinkRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// Tapped implements [fyne.Tappable].
func (l *LinkRow) Tapped(ev *fyne.PointEvent) {
	if click(ev, l) {
		l.tapped()
	}
}

// CreateRenderer implements [fyne.Widget].
func (l *LinkRow) CreateRenderer() fyne.WidgetRenderer {
	const side, gap, arrowSize = 8, 12, 18
	back, title := canvas.NewRectangle(color.Transparent), newText(theme.Body, false)
	arrow := canvas.NewImageFromResource(nil)
	arrow.FillMode = canvas.ImageFillContain
	r := &renderer{objects: []fyne.CanvasObject{back, l.icon, title, arrow}}
	r.min = func() fyne.Size { return fyne.NewSize(160, l.icon.MinSize().Height+12) }
	r.layout = func(size fyne.Size) {
		icon := l.icon.MinSize()
		place(back, 0, 0, size.Width, size.Height)
		place(l.icon, side, (size.Height-icon.Height)/2, icon.Width, icon.Height)
		x := side + icon.Width + gap
		title.Text = fit(title, l.title, size.Width-x-gap-arrowSize-side)
		t := title.MinSize()
		place(title, x, (size.Height-t.Height)/2, t.Width, t.Height)
		place(arrow, size.Width-side-arrowSize, (size.Height-arrowSize)/2, arrowSize, arrowSize)
	}
	r.refresh = func() {
		back.CornerRadius, back.FillColor, back.StrokeWidth = theme.ControlRadius, color.Transparent, 0
		switch {
		case l.focused:
			back.FillColor = theme.Color(theme.ColorRaised)
		case l.hovered: // Enter opens another line
			back.FillColor = theme.Faint(theme.ColorRaised)
		}
		if l.focused {
			back.StrokeWidth, back.StrokeColor = 2, theme.Color(theme.ColorAccent)
		}
		title.Color = theme.Color(theme.ColorText)
		arrow.Resource = fynetheme.NewColoredResource(fynetheme.MenuExpandIcon(), theme.ColorMuted)
		r.layout(l.Size())
	}
	r.refresh()
	return r
}
