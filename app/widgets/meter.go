package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// mostStrength is the level of the best password.
const mostStrength = 4

// A Meter shows how strong a password is, in four steps. Words stand beside it: colour alone says nothing to some.
type Meter struct {
	widget.BaseWidget
	level int
}

var _ fyne.Accessible = (*Meter)(nil)

// NewMeter returns an empty one.
func NewMeter() *Meter {
	m := &Meter{}
	m.ExtendBaseWidget(m)
	return m
}

// Set shows a level from 0, which is nothing, to 4.
func (m *Meter) Set(level int) {
	if m.level != level {
		m.level = level
		m.Refresh()
	}
}

// Level returns what it shows.
func (m *Meter) Level() int { return m.level }

// AccessibilityLabel implements [fyne.Accessible].
func (m *Meter) AccessibilityLabel() string {
	return words.T("Password strength: %s", [...]string{"none", "weak", "fair", "good", "strong"}[m.level])
}

// AccessibilityRole implements [fyne.Accessible].
func (*Meter) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (m *Meter) CreateRenderer() fyne.WidgetRenderer {
	const height, gap = 4, 4
	steps := make([]*canvas.Rectangle, mostStrength)
	r := &renderer{}
	for i := range steps {
		steps[i] = canvas.NewRectangle(nil)
		r.objects = append(r.objects, steps[i])
	}
	r.min = func() fyne.Size { return fyne.NewSize(80, height) }
	r.layout = func(size fyne.Size) {
		width := (size.Width - (mostStrength-1)*gap) / mostStrength
		for i, s := range steps {
			place(s, float32(i)*(width+gap), (size.Height-height)/2, width, height)
		}
	}
	r.refresh = func() {
		full := [...]fyne.ThemeColorName{theme.ColorStroke, theme.ColorRed, theme.ColorAmber, theme.ColorOK, theme.ColorOK}[m.level]
		for i, s := range steps {
			s.CornerRadius, s.FillColor = height/2, theme.Color(theme.ColorStroke)
			if i < m.level {
				s.FillColor = theme.Color(full)
			}
		}
	}
	r.refresh()
	return r
}
