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

// A ButtonKind is how much a button asks for attention.
type ButtonKind int

// The kinds: Plain on the raised colour, Main on the accent and taller, Accent on the
// accent, Quiet as a line of accent text, Ghost as a line of plain text, Danger in red.
const (
	Plain ButtonKind = iota
	Main
	Accent
	Quiet
	Ghost
	Danger
)

// A Button is a rounded button with a text, an icon, or both. Space and Enter press it
// when it has the focus.
type Button struct {
	widget.DisableableWidget

	Text     string
	Icon     fyne.Resource
	Kind     ButtonKind
	Label    string // what a screen reader says of a button that has only an icon
	OnTapped func()

	pressable
	hovering
	danger danger
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns a button of the given kind.
func NewButton(text string, kind ButtonKind, tapped func()) *Button {
	b := &Button{Text: text, Kind: kind, OnTapped: tapped}
	b.become()
	return b
}

// NewIconButton returns a square button; label says in words what it does.
func NewIconButton(icon fyne.Resource, label string, kind ButtonKind, tapped func()) *Button {
	b := &Button{Icon: icon, Label: label, Kind: kind, OnTapped: tapped}
	b.become()
	return b
}

func (b *Button) become() {
	b.pressable, b.hovering = pressable{of: b, do: b.press}, hovering{over: b}
	b.ExtendBaseWidget(b)
}

// AccessibilityLabel implements [fyne.Accessible].
func (b *Button) AccessibilityLabel() string {
	if b.Text != "" {
		return b.Text
	}
	return b.Label
}

// AccessibilityRole implements [fyne.Accessible].
func (*Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// SetText changes the text.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// Tapped implements [fyne.Tappable].
func (b *Button) Tapped(ev *fyne.PointEvent) {
	refused := b.refuses(ev)
	if meant := click(ev, b); meant && !refused && !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

func (b *Button) press() {
	input()
	if !b.refuses(nil) && !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseIn implements [desktop.Hoverable].
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	b.hovering.MouseIn(ev)
	if b.Text == "" {
		tipFor(b, b.Label)
	}
}

// MouseOut implements [desktop.Hoverable].
func (b *Button) MouseOut() {
	hideTip()
	b.hovering.MouseOut()
}

// CreateRenderer implements [fyne.Widget].
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.danger.drawn = false
	b.Wait()
	back := canvas.NewRectangle(color.Transparent)
	hover := canvas.NewRectangle(color.Transparent)
	text := newText(theme.Body, b.Kind != Plain)
	if b.Kind == Main {
		text.TextSize = theme.Issuer
	}
	icon := canvas.NewImageFromResource(b.Icon)
	icon.FillMode = canvas.ImageFillContain

	const iconSize = 20
	var fitted float32
	layout := func(size fyne.Size) {
		place(back, 0, 0, size.Width, size.Height)
		place(hover, 0, 0, size.Width, size.Height)
		content := float32(0)
		if b.Icon != nil {
			content = iconSize
		}
		room := size.Width - 2*b.sidePadding()
		if b.Icon != nil && b.Text != "" {
			room -= iconSize + 8
			content += 8
		}
		fitted = room
		text.Text = fit(text, b.Text, room)
		textSize := text.MinSize()
		if b.Text != "" {
			content += textSize.Width
		}
		x := (size.Width - content) / 2
		if b.Icon != nil {
			place(icon, x, (size.Height-iconSize)/2, iconSize, iconSize)
			x += iconSize + 8
		}
		place(text, x, (size.Height-textSize.Height)/2, textSize.Width, textSize.Height)
	}
	r := &renderer{objects: []fyne.CanvasObject{back, hover, icon, text}, layout: layout}
	r.min = func() fyne.Size {
		width := 2 * b.sidePadding()
		if b.Text != "" {
			width += textWidth(text, b.Text)
		}
		if b.Icon != nil {
			width += iconSize
			if b.Text != "" {
				width += 8
			}
		}
		if b.Text == "" {
			width = b.height()
		}
		return fyne.NewSize(width, b.height())
	}
	r.refresh = func() {
		foreground, background := b.colors()
		radius := theme.ControlRadius
		if b.Kind == Main {
			radius = theme.MainRadius
		}
		back.FillColor, back.CornerRadius = background, radius
		back.StrokeWidth, back.StrokeColor = 0, color.Transparent
		if theme.Strong() && background != color.Transparent {
			back.StrokeWidth, back.StrokeColor = 1, theme.Color(theme.ColorStroke)
		}
		if b.focused {
			back.StrokeWidth = 2
			back.StrokeColor = theme.Color(theme.ColorAccent)
			if b.Kind == Main || b.Kind == Accent {
				back.StrokeColor = theme.Color(theme.ColorText)
			}
		}
		hover.CornerRadius = radius
		hover.FillColor = color.Transparent
		if b.hovered && !b.Disabled() && !b.danger.waiting {
			hover.FillColor = theme.Color(fynetheme.ColorNameHover)
		}
		text.Color = foreground
		text.Text = fit(text, b.Text, fitted)
		icon.Hidden = b.Icon == nil
		if b.Icon != nil {
			icon.Resource = fynetheme.NewColoredResource(b.Icon, b.foregroundName())
		}
		layout(b.Size())
	}
	r.refresh()
	b.danger.drawn = true
	return r
}

func (b *Button) height() float32 {
	switch b.Kind {
	case Main:
		return theme.MainHeight
	case Quiet, Ghost:
		return 32
	}
	return theme.ControlHeight
}

func (b *Button) sidePadding() float32 {
	if b.Kind == Quiet || b.Kind == Ghost {
		return 8
	}
	return 12
}

func (b *Button) foregroundName() fyne.ThemeColorName {
	switch {
	case b.Disabled(), b.danger.waiting:
		return theme.ColorMuted
	case b.Kind == Main, b.Kind == Accent:
		return theme.ColorOnAcc
	case b.Kind == Quiet:
		return theme.ColorAccent
	case b.Kind == Danger:
		return theme.ColorRed
	}
	return theme.ColorText
}

func (b *Button) colors() (foreground, background color.Color) {
	foreground = theme.Color(b.foregroundName())
	switch {
	case b.Kind == Quiet, b.Kind == Ghost:
		return foreground, color.Transparent
	case b.Disabled():
		return foreground, theme.Color(theme.ColorRaised)
	case b.Kind == Main, b.Kind == Accent:
		return foreground, theme.Color(theme.ColorAccent)
	}
	return foreground, theme.Color(theme.ColorRaised)
}
