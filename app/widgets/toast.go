package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/vault/account"
)

// A Toast is a short message near the lower edge: "Amazon code copied. Cleared in 30 s".
// It may carry one action, such as Undo.
type Toast struct {
	widget.BaseWidget

	text     string
	good     bool
	action   *Button
	onAction func()
}

var _ fyne.Accessible = (*Toast)(nil)

// NewToast returns a hidden toast.
func NewToast() *Toast {
	t := &Toast{}
	t.action = NewButton("", Quiet, func() {
		if t.onAction != nil {
			t.onAction()
		}
	})
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// AccessibilityLabel implements [fyne.Accessible].
func (t *Toast) AccessibilityLabel() string { return t.text }

// AccessibilityRole implements [fyne.Accessible].
func (*Toast) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Text returns what the toast says.
func (t *Toast) Text() string { return t.text }

// Say shows text; good draws a check mark before it. An empty action has no button.
func (t *Toast) Say(text string, good bool, action string, onAction func()) {
	t.text, t.good, t.onAction = account.VisibleText(text), good, onAction
	t.action.Text = action
	t.action.Refresh()
	t.Show()
	t.Refresh()
}

// Tap presses the toast's action.
func (t *Toast) Tap() { t.action.press() }

// CreateRenderer implements [fyne.Widget].
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.ColorRaised))
	check := canvas.NewImageFromResource(nil)
	check.FillMode = canvas.ImageFillContain
	text := newText(theme.Body-1, false)

	const height, side, gap, checkSize = theme.ControlHeight, 18, 8, 16
	contentWidth := func() float32 {
		width := float32(2 * side)
		if t.good {
			width += checkSize + gap
		}
		if t.action.Text != "" {
			width += t.action.MinSize().Width + gap - side/2
		}
		return width
	}
	r := &renderer{objects: []fyne.CanvasObject{back, check, text, t.action}}
	r.min = func() fyne.Size { return fyne.NewSize(120, height) }
	r.layout = func(size fyne.Size) {
		text.Text = fit(text, t.text, size.Width-contentWidth())
		width := contentWidth() + textWidth(text, text.Text)
		x := (size.Width - width) / 2
		place(back, x, 0, width, height)
		x += side
		if t.good {
			place(check, x, (height-checkSize)/2, checkSize, checkSize)
			x += checkSize + gap
		}
		m := text.MinSize()
		place(text, x, (height-m.Height)/2, m.Width, m.Height)
		a := t.action.MinSize()
		place(t.action, x+m.Width+gap, (height-a.Height)/2, a.Width, a.Height)
	}
	r.refresh = func() {
		back.FillColor, back.CornerRadius = theme.Color(theme.ColorRaised), height/2
		back.StrokeColor, back.StrokeWidth = theme.Color(theme.ColorStroke), 1
		check.Hidden = !t.good
		check.Resource = fynetheme.NewColoredResource(fynetheme.ConfirmIcon(), theme.ColorOK)
		text.Color = theme.Color(theme.ColorText)
		t.action.Hidden = t.action.Text == ""
		r.layout(t.Size())
	}
	r.refresh()
	return r
}
