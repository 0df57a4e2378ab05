package app

import "fyne.io/fyne/v2"

// frameRoom is what a window's frame and a panel take of the height of a screen, about.
const frameRoom = 64

// fitScreen makes the window no taller than the screen: with everything twice as large it would begin
// with its buttons below the edge.
func (a *App) fitScreen() {
	var height int
	a.o.Run(func() { height = a.o.ScreenHeight() }, func() {
		c := a.window.Canvas()
		if most := float32(height)/c.Scale() - frameRoom; height > 0 && c.Size().Height > most {
			a.window.Resize(fyne.NewSize(c.Size().Width, most))
		}
	})
}
