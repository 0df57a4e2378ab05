//go:build !ci

package screens

import (
	"image"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// Now returns the screens that are there. Call it on the UI thread, once the toolkit has a window.
func Now() (list []Screen) {
	for _, m := range glfw.GetMonitors() {
		mode := m.GetVideoMode()
		if mode == nil { // it was just taken away
			continue
		}
		x, y := m.GetPos()
		whole := image.Rect(x, y, x+mode.Width, y+mode.Height)
		x, y, w, h := m.GetWorkarea()
		work := image.Rect(x, y, x+w, y+h).Intersect(whole)
		if work.Empty() {
			work = whole
		}
		list = append(list, Screen{Whole: whole, Work: work})
	}
	return list
}

// Watch has tell called whenever a screen comes or goes, on the UI thread. Call it there, once the toolkit has a
// window.
func Watch(tell func()) {
	glfw.SetMonitorCallback(func(*glfw.Monitor, glfw.PeripheralEvent) { tell() })
}

// Restore ends that a window is minimised. Call it on the UI thread, once the window was shown.
func Restore(w fyne.Window) {
	withSystem(w, func(w *glfw.Window) {
		if w.GetAttrib(glfw.Iconified) == glfw.True {
			w.Restore()
		}
	})
}

// Where returns where a window is that was shown before. Call it on the UI thread.
func Where(w fyne.Window) (s Spot) {
	withSystem(w, func(system *glfw.Window) {
		s.Usual = system.GetAttrib(glfw.Iconified) == glfw.False && system.GetAttrib(glfw.Maximized) == glfw.False
		if !s.Usual || glfw.GetPlatform() == glfw.PlatformWayland {
			return
		}
		x, y := system.GetPos()
		width, height := system.GetSize()
		s.Inside = image.Rect(x, y, x+width, y+height)
		s.Frame = frame(w, system)
	})
	return s
}

// withSystem calls f with the system's own window. The toolkit makes it known only while it draws.
func withSystem(w fyne.Window, f func(*glfw.Window)) {
	drawn, ok := w.(interface{ RunWithContext(func()) })
	if !ok {
		return
	}
	drawn.RunWithContext(func() {
		if w := glfw.GetCurrentContext(); w != nil {
			f(w)
		}
	})
}
