package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
)

// A Pick is one line of a list from which something is picked: by a click, or by the keys of an
// entry above the list, which keeps the focus. One line is the one that Enter takes.
type Pick struct {
	widget.BaseWidget
	hovering
	label   string
	content fyne.CanvasObject
	tapped  func()
	here    bool
}

var (
	_ fyne.Tappable     = (*Pick)(nil)
	_ fyne.Accessible   = (*Pick)(nil)
	_ desktop.Hoverable = (*Pick)(nil)
)

// NewPick returns a line; label says in words what picking it does.
func NewPick(label string, content fyne.CanvasObject, tapped func()) *Pick {
	p := &Pick{label: label, content: Pad(7, 7, 10, 10, content), tapped: tapped}
	p.hovering = hovering{over: p}
	p.ExtendBaseWidget(p)
	return p
}

// SetHere makes the line the one that Enter takes, or no longer.
func (p *Pick) SetHere(here bool) {
	if p.here != here {
		p.here = here
		p.Refresh()
	}
}

// Reveal scrolls the list so that the line is in sight.
func (p *Pick) Reveal(list *container.Scroll) {
	top, h := p.Position().Y, p.Size().Height
	switch view := list.Size().Height; {
	case top < list.Offset.Y:
		list.ScrollToOffset(fyne.NewPos(0, top))
	case top+h > list.Offset.Y+view:
		list.ScrollToOffset(fyne.NewPos(0, top+h-view))
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (p *Pick) AccessibilityLabel() string { return p.label }

// AccessibilityRole implements [fyne.Accessible].
func (*Pick) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (p *Pick) Tapped(ev *fyne.PointEvent) {
	if click(ev, p) {
		p.tapped()
	}
}

// CreateRenderer implements [fyne.Widget].
func (p *Pick) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{back, p.content}}
	r.min = p.content.MinSize
	r.layout = func(size fyne.Size) {
		place(back, 1, 1, size.Width-2, size.Height-2) // the edge of a stroke stays in view
		place(p.content, 0, 0, size.Width, size.Height)
	}
	r.refresh = func() {
		back.CornerRadius = theme.ControlRadius
		back.FillColor, back.StrokeWidth = nil, 0
		switch {
		case p.here:
			back.FillColor = theme.Color(theme.ColorRaised)
		case p.hovered: // Enter takes another line
			back.FillColor = theme.Faint(theme.ColorRaised)
		}
		if p.here && theme.Strong() {
			back.StrokeWidth, back.StrokeColor = 2, theme.Color(theme.ColorAccent)
		}
	}
	r.refresh()
	return r
}
