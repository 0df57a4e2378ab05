package desk

import (
	"fyne.io/fyne/v2"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"

	"watchword/scanner/capture/x11"
)

// centre puts a window into the middle of the screen that the pointer is on. The toolkit knows no pointer
// outside of its windows and centres on the first screen. Under Wayland the compositor places windows.
func centre(w fyne.Window) {
	if window := x11Window(w); window != 0 {
		x11.Alone(func() { centreX(window) })
	}
}

func centreX(w xproto.Window) {
	x, err := xgb.NewConn()
	if err != nil {
		return
	}
	defer x.Close()
	root := xproto.Setup(x).DefaultScreen(x).Root
	if randr.Init(x) != nil {
		return
	}
	screens, err := randr.GetMonitors(x, root, true).Reply()
	if err != nil || len(screens.Monitors) < 2 {
		return // the toolkit did it
	}
	pointer, err := xproto.QueryPointer(x, root).Reply()
	if err != nil {
		return
	}
	size, err := xproto.GetGeometry(x, xproto.Drawable(w)).Reply()
	if err != nil {
		return
	}
	for _, s := range screens.Monitors {
		if pointer.RootX < s.X || pointer.RootY < s.Y || int(pointer.RootX) >= int(s.X)+int(s.Width) || int(pointer.RootY) >= int(s.Y)+int(s.Height) {
			continue
		}
		at := []uint32{uint32(int32(s.X) + (int32(s.Width)-int32(size.Width))/2), uint32(int32(s.Y) + (int32(s.Height)-int32(size.Height))/2)}
		_ = xproto.ConfigureWindowChecked(x, w, xproto.ConfigWindowX|xproto.ConfigWindowY, at).Check()
		return
	}
}
