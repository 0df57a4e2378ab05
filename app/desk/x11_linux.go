package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb/xproto"
)

// x11Window is the X server's own window; 0 where there is none, as on Wayland.
func x11Window(w fyne.Window) (window xproto.Window) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if c, ok := context.(driver.X11WindowContext); ok {
				window = xproto.Window(c.WindowHandle)
			}
		})
	}
	return window
}
