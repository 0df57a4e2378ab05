package widgets

import (
	"strings"

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
	cut      bool // the text did not fit
}

var _ fyne.Accessible = (*Toast)(nil)

// mostToastLines bounds the lines of a toast: names in it are short, see its callers.
const mostToastLines = 4

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

// Good reports whether the toast has a check mark.
func (t *Toast) Good() bool { return t.good }

// Say shows text; good draws a check mark before it. An empty action has no button.
func (t *Toast) Say(text string, good bool, action string, onAction func()) {
	t.text, t.good, t.onAction = account.VisibleText(text), good, onAction
	t.action.Text = action
	t.action.Refresh()
	t.Show()
	t.Refresh()
}

// Whole reports whether all of the text shows.
func (t *Toast) Whole() bool { return !t.cut }

// Tap presses the toast's action.
func (t *Toast) Tap() { t.action.press() }

// CreateRenderer implements [fyne.Widget].
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.ColorRaised))
	check := canvas.NewImageFromResource(nil)
	check.FillMode = canvas.ImageFillContain
	lines := make([]*canvas.Text, mostToastLines)
	objects := []fyne.CanvasObject{back, check}
	for i := range lines {
		lines[i] = newText(theme.Body-1, false)
		objects = append(objects, lines[i])
	}

	const side, gap, checkSize = 18, 8, 16
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
	lineHeight := textHeight(lines[0])
	height := func(n int) float32 { return max(theme.ControlHeight, float32(n)*lineHeight+16) }
	broken := func(width float32) []string { return wrap(lines[0], t.text, width-contentWidth(), mostToastLines) }
	r := &renderer{objects: append(objects, t.action)}
	r.min = func() fyne.Size { return fyne.NewSize(120, height(len(broken(t.Size().Width)))) }
	r.layout = func(size fyne.Size) {
		said := broken(size.Width)
		t.cut = strings.Join(said, " ") != strings.Join(strings.Fields(t.text), " ")
		widest, high := float32(0), height(len(said))
		for i, line := range lines {
			line.Text, line.Hidden = "", i >= len(said)
			if !line.Hidden {
				line.Text = said[i]
				widest = max(widest, textWidth(line, line.Text))
			}
		}
		width := contentWidth() + widest
		x := (size.Width - width) / 2
		place(back, x, 0, width, high)
		back.CornerRadius = theme.ControlHeight / 2
		x += side
		if t.good {
			place(check, x, (high-checkSize)/2, checkSize, checkSize)
			x += checkSize + gap
		}
		top := (high - float32(len(said))*lineHeight) / 2
		for i, line := range lines {
			place(line, x, top+float32(i)*lineHeight, widest, lineHeight)
		}
		a := t.action.MinSize()
		place(t.action, x+widest+gap, (high-a.Height)/2, a.Width, a.Height)
	}
	r.refresh = func() {
		back.FillColor = theme.Color(theme.ColorRaised)
		back.StrokeColor, back.StrokeWidth = theme.Color(theme.ColorStroke), 1
		check.Hidden = !t.good
		check.Resource = fynetheme.NewColoredResource(fynetheme.ConfirmIcon(), theme.ColorOK)
		for _, line := range lines {
			line.Color = theme.Color(theme.ColorText)
		}
		t.action.Hidden = t.action.Text == ""
		r.layout(t.Size())
	}
	r.refresh()
	return r
}
