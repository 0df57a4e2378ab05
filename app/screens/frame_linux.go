//go:build !ci

package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.4/glfw"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// frame asks the X server. GLFW 3.4 asks the window manager instead where a window has just been minimised, and
// waits for the answer for ever if another event comes meanwhile (getWindowFrameSize of x11_window.c).
func frame(w fyne.Window, _ *glfw.Window) (f Frame) {
	var window xproto.Window
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if c, ok := context.(driver.X11WindowContext); ok {
				window = xproto.Window(c.WindowHandle)
			}
		})
	}
	x, err := xgb.NewConn()
	if err != nil {
		return f
	}
	defer x.Close()
	const name = "_NET_FRAME_EXTENTS"
	extents, err := xproto.InternAtom(x, true, uint16(len(name)), name).Reply()
	if err != nil {
		return f
	}
	p, err := xproto.GetProperty(x, false, window, extents.Atom, xproto.AtomCardinal, 0, 4).Reply()
	if err != nil || p.Format != 32 || p.ValueLen != 4 {
		return f
	}
	side := func(n int) int { return int(xgb.Get32(p.Value[4*n:])) }
	return Frame{Left: side(0), Right: side(1), Top: side(2), Bottom: side(3)}
}
