package desk

import (
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// screenHeight is how high the screen is, in pixels; 0 where that is not known. On Wayland the desktop
// fits windows itself.
func screenHeight() int {
	if os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("DISPLAY") == "" {
		return 0
	}
	x, err := xgb.NewConn()
	if err != nil {
		return 0
	}
	defer x.Close()
	return int(xproto.Setup(x).DefaultScreen(x).HeightInPixels)
}
