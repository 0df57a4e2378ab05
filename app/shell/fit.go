package shell

import "fyne.io/fyne/v2"

// frameRoom is what a window's frame and a panel take of the height of a screen, about.
const frameRoom = 64

// FitScreen makes the window no taller than the screen: with everything twice as large it would begin
// with its buttons below the edge.
func (s *Shell) FitScreen() {
	var height int
	s.Run(func() { height = s.ScreenHeight() }, func() {
		c := s.Window.Canvas()
		if most := float32(height)/c.Scale() - frameRoom; height > 0 && c.Size().Height > most {
			s.Window.Resize(fyne.NewSize(c.Size().Width, most))
		}
	})
}
