package shell

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/config"
	"watchword/app/screens"
)

// restorePlace gives a window that is about to show the size and the place that it had last with the screens that
// are there now, or as much of that as they have room for.
func (s *Shell) restorePlace() {
	list := s.Monitors()
	p, known := s.Places.Of(screens.Arrangement(list))
	if !known {
		return
	}
	size := fyne.NewSize(p.Width, p.Height)
	if p.At != nil {
		spot := screens.Spot{Frame: screens.Frame{Left: p.Frame[0], Top: p.Frame[1], Right: p.Frame[2], Bottom: p.Frame[3]}}
		spot.Inside = image.Rect(0, 0, int(p.Width*p.Scale+.5), int(p.Height*p.Scale+.5)).Add(image.Pt(p.At[0], p.At[1]))
		in := screens.Fit(spot, list)
		if in.Size() != spot.Inside.Size() {
			size = fyne.NewSize(float32(in.Dx())/p.Scale, float32(in.Dy())/p.Scale)
		}
		s.moveTo(in.Min)
	}
	s.Window.Resize(size)
}

func (s *Shell) moveTo(at image.Point) {
	if w, ok := s.Window.(desktop.Window); ok {
		w.RequestPosition(at.X, at.Y)
	}
}

// fitScreen brings the window that shows onto a screen, all of it. With everything twice as large it would begin
// with its buttons below the edge.
func (s *Shell) fitScreen() {
	list, spot := s.Monitors(), s.Where(s.Window)
	if spot.Inside.Empty() || !spot.Usual || len(list) == 0 { // the compositor fits it itself
		return
	}
	in := screens.Fit(spot, list)
	if in.Size() != spot.Inside.Size() {
		c := s.Window.Canvas()
		s.Window.Resize(fyne.NewSize(float32(in.Dx())/c.Scale(), float32(in.Dy())/c.Scale()))
	}
	if in.Min != spot.Inside.Min {
		s.moveTo(in.Min)
	}
}

// FitNew brings all of a window that has just been shown onto a screen: how large it is there is known only then.
func (s *Shell) FitNew() {
	if s.fresh && !s.OutOfSight() {
		s.fresh = false
		s.fitScreen()
	}
}

// BringInReach brings a window that the user cannot get hold of onto a screen: its own was taken away.
func (s *Shell) BringInReach() {
	if s.shown && !s.OutOfSight() && !screens.InReach(s.Where(s.Window), s.Monitors()) {
		s.fitScreen()
	}
}

// settling is how long a desktop may take to move its windows after a screen has gone.
const settling = time.Second

// rewired is called when a screen has come or gone.
func (s *Shell) rewired() { s.After(settling, s.BringInReach) }

// NotePlace notes where the window is, for the next start with the same screens.
func (s *Shell) NotePlace() {
	if s.Demo || !s.shown || s.OutOfSight() {
		return
	}
	spot, list := s.Where(s.Window), s.Monitors()
	if !spot.Usual || !screens.InReach(spot, list) {
		return
	}
	c := s.Window.Canvas()
	f := spot.Frame
	p := config.Place{Width: c.Size().Width, Height: c.Size().Height, Scale: c.Scale(), Frame: [4]int{f.Left, f.Top, f.Right, f.Bottom}}
	if !spot.Inside.Empty() {
		p.At = &[2]int{spot.Inside.Min.X, spot.Inside.Min.Y}
	}
	s.Places.Note(screens.Arrangement(list), p, s.Now())
}
