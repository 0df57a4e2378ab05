package desk

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"watchword/assets/words"
)

var errNoMinimise = words.Error("this window cannot be minimised")

// iconicState is WM_CHANGE_STATE's wish to be minimised (ICCCM, section 4.1.4).
const iconicState = 3

// minimise asks the window manager to put the window away. Wayland lets a program do so
// through the toolkit only, which does not.
func minimise(w fyne.Window) error {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return errNoMinimise
	}
	var window uintptr
	native.RunNative(func(context any) {
		if c, ok := context.(driver.X11WindowContext); ok {
			window = c.WindowHandle
		}
	})
	if window == 0 {
		return errNoMinimise
	}
	x, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer x.Close()
	change, err := xproto.InternAtom(x, false, uint16(len("WM_CHANGE_STATE")), "WM_CHANGE_STATE").Reply()
	if err != nil {
		return err
	}
	message := xproto.ClientMessageEvent{
		Format: 32, Window: xproto.Window(window), Type: change.Atom,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{iconicState, 0, 0, 0, 0}),
	}
	return xproto.SendEventChecked(x, false, xproto.Setup(x).DefaultScreen(x).Root,
		xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, string(message.Bytes())).Check()
}

// CanMinimise reports whether the window can be put out of the way here.
func CanMinimise() bool { return os.Getenv("WAYLAND_DISPLAY") == "" }
