package desk

import (
	"os"

	"fyne.io/fyne/v2"
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
	window := x11Window(w)
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
		Format: 32, Window: window, Type: change.Atom,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{iconicState, 0, 0, 0, 0}),
	}
	return xproto.SendEventChecked(x, false, xproto.Setup(x).DefaultScreen(x).Root,
		xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, string(message.Bytes())).Check()
}

// withdraw tells the window manager that a window which was hidden while it was minimised is gone (ICCCM, section
// 4.1.4): it was unmapped before, so that nothing else tells.
func withdraw(w fyne.Window) {
	window := x11Window(w)
	if window == 0 {
		return
	}
	x, err := xgb.NewConn()
	if err != nil {
		return
	}
	defer x.Close()
	root := xproto.Setup(x).DefaultScreen(x).Root
	gone := xproto.UnmapNotifyEvent{Event: root, Window: window}
	_ = xproto.SendEventChecked(x, false, root, xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, string(gone.Bytes())).Check()
}

// CanMinimise reports whether the window can be put out of the way here.
func CanMinimise() bool { return os.Getenv("WAYLAND_DISPLAY") == "" }
