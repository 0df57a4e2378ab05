package desk

import (
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"watchword/app/background"
)

// askCapsLock tells whether Caps Lock is on, where the display says so: X11 does, Wayland tells only the window that has
// the keys, and the toolkit keeps it to itself.
func askCapsLock(run background.Runner, tell func(on bool)) {
	if os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("DISPLAY") == "" {
		return
	}
	var on bool
	run(func() { on = capsLocked() }, func() { tell(on) })
}

func capsLocked() bool {
	x, err := xgb.NewConn()
	if err != nil {
		return false
	}
	defer x.Close()
	pointer, err := xproto.QueryPointer(x, xproto.Setup(x).DefaultScreen(x).Root).Reply()
	return err == nil && pointer.Mask&xproto.KeyButMaskLock != 0
}
