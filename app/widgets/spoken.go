package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Spoken is nothing to see: it stands where something is and gives it to screen readers.
// The toolkit walks into plain containers only, so what lies inside a widget, such as the
// rows of a list, is not found without it.
type Spoken struct {
	widget.BaseWidget
	text string
}

var _ fyne.Accessible = (*Spoken)(nil)

// NewSpoken returns an empty one.
func NewSpoken() *Spoken {
	s := &Spoken{}
	s.ExtendBaseWidget(s)
	return s
}

// Say changes what it says.
func (s *Spoken) Say(text string) { s.text = text }

// AccessibilityLabel implements [fyne.Accessible].
func (s *Spoken) AccessibilityLabel() string { return s.text }

// AccessibilityRole implements [fyne.Accessible].
func (*Spoken) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (s *Spoken) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{min: func() fyne.Size { return fyne.Size{} }, layout: func(fyne.Size) {}, refresh: func() {}}
}
