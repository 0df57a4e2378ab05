package widgets

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
)

// A Ring shows how long a code is still valid: an arc that shrinks and the seconds in
// figures, in the accent colour, then amber, then red.
type Ring struct {
	widget.BaseWidget

	size   float32
	left   int // seconds; -1 shows nothing
	period int

	arc, track *canvas.Arc
	text       *canvas.Text
}

var _ fyne.Accessible = (*Ring)(nil)

// NewRing returns a ring of the given diameter.
func NewRing(size float32) *Ring {
	r := &Ring{size: size, left: -1, period: 30}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements [fyne.Accessible]; it leaves the countdown out, which a
// screen reader would repeat each second.
func (*Ring) AccessibilityLabel() string { return words.T("Time left") }

// AccessibilityRole implements [fyne.Accessible].
func (*Ring) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// SecondsLeft returns the whole seconds, rounded up, from now to until: what a ring
// shows. It is never negative.
func SecondsLeft(now, until time.Time) int {
	d := until.Sub(now)
	if d <= 0 {
		return 0
	}
	return int((d + time.Second - 1) / time.Second)
}

// Urgency returns the colour for the seconds that are left of a period: amber from ten
// seconds or a third of the period, red from five seconds or a sixth, whichever is less.
func Urgency(left, period int) fyne.ThemeColorName {
	switch {
	case left <= min(5, period/6):
		return theme.ColorRed
	case left <= min(10, period/3):
		return theme.ColorAmber
	}
	return theme.ColorAccent
}

// SetSize changes the diameter.
func (r *Ring) SetSize(size float32) {
	if r.size != size {
		r.size = size
		r.Refresh()
	}
}

// Set shows the seconds left of a period. It draws only if they changed.
func (r *Ring) Set(left, period int) {
	if left == r.left && period == r.period {
		return
	}
	r.left, r.period = left, period
	if r.arc == nil {
		return
	}
	r.apply()
	r.arc.Refresh()
	r.text.Refresh()
}

func (r *Ring) apply() {
	name := Urgency(r.left, r.period)
	r.arc.FillColor = theme.Color(name)
	// The arc keeps its end at the top and loses its beginning, as a clock runs.
	share := float32(r.left) / float32(max(r.period, 1))
	r.arc.StartAngle, r.arc.EndAngle = 360-360*min(share, 1), 360
	r.text.Text, r.text.Color = "", theme.Color(theme.ColorText)
	if r.left >= 0 {
		r.text.Text = strconv.Itoa(r.left)
	}
	r.place(r.Size())
}

// thickness grows with the ring, slower above the size of the list's.
func (r *Ring) thickness() float32 {
	if r.size > theme.RingSize {
		return 3.5
	}
	return 3 * r.size / theme.RingSize
}

func (r *Ring) place(size fyne.Size) {
	t := r.text.MinSize()
	place(r.text, (size.Width-t.Width)/2, (size.Height-t.Height)/2, t.Width, t.Height)
}

// CreateRenderer implements [fyne.Widget].
func (r *Ring) CreateRenderer() fyne.WidgetRenderer {
	r.track = canvas.NewArc(0, 360, 0, theme.Color(theme.ColorStroke))
	r.arc = canvas.NewArc(0, 360, 0, theme.Color(theme.ColorAccent))
	r.text = newText(theme.RingText, true)

	out := &renderer{objects: []fyne.CanvasObject{r.track, r.arc, r.text}}
	out.min = func() fyne.Size { return fyne.NewSquareSize(r.size) }
	out.layout = func(size fyne.Size) {
		for _, arc := range []*canvas.Arc{r.track, r.arc} {
			place(arc, (size.Width-r.size)/2, (size.Height-r.size)/2, r.size, r.size)
		}
		r.place(size)
	}
	out.refresh = func() {
		cutout := 1 - 2*r.thickness()/r.size
		r.track.CutoutRatio, r.arc.CutoutRatio = cutout, cutout
		r.track.FillColor = theme.Color(theme.ColorStroke)
		if theme.Strong() { // its strokes are too near the arc's colours
			r.track.FillColor = theme.Color(theme.ColorRaised)
		}
		r.text.TextSize = theme.RingText * max(1, r.size/theme.RingSize*0.85)
		r.apply()
		out.layout(r.Size())
	}
	out.refresh()
	return out
}
