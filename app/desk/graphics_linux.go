package desk

import (
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// lacksGraphics reports whether the X server that the window would open on has no OpenGL at all. A Wayland
// compositor brings its own.
func lacksGraphics() bool {
	if os.Getenv("WAYLAND_DISPLAY") != "" && os.Getenv("FYNE_PLATFORM") != "x11" || os.Getenv("DISPLAY") == "" {
		return false
	}
	x, err := xgb.NewConn()
	if err != nil {
		return false
	}
	defer x.Close()
	glx, err := xproto.QueryExtension(x, uint16(len("GLX")), "GLX").Reply()
	return err == nil && !glx.Present
}
