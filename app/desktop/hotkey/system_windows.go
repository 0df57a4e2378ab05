package hotkey

import (
	"context"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32         = windows.NewLazySystemDLL("user32.dll")
	registerHotKey = user32.NewProc("RegisterHotKey")
	unregister     = user32.NewProc("UnregisterHotKey")
	getMessage     = user32.NewProc("GetMessageW")
	postThread     = user32.NewProc("PostThreadMessageW")
	peekMessage    = user32.NewProc("PeekMessageW")
)

// What winuser.h names.
const (
	wmHotkey = 0x0312
	wmQuit   = 0x0012
	noRepeat = 0x4000 // MOD_NOREPEAT
	keyF1    = 0x70   // VK_F1
	hotkeyID = 1
)

var modifierFlags = map[Modifier]uintptr{Alt: 1, Ctrl: 2, Shift: 4, Super: 8}

type message struct {
	window  windows.HWND
	id      uint32
	w, l    uintptr
	time    uint32
	x, y    int32
	private uint32
}

// listen registers the keys for a thread of its own and waits for its messages. Nothing is polled.
func listen(ctx context.Context, k Keys, _ string, ready, pressed func()) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var m message
	_, _, _ = peekMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0, 0) // the thread gets its queue
	flags := uintptr(noRepeat)
	for mod, flag := range modifierFlags {
		if k.Modifiers&mod != 0 {
			flags |= flag
		}
	}
	if ok, _, _ := registerHotKey.Call(0, hotkeyID, flags, k.virtual()); ok == 0 {
		return ErrTaken
	}
	defer func() { _, _, _ = unregister.Call(0, hotkeyID) }()
	thread := windows.GetCurrentThreadId()
	stop := context.AfterFunc(ctx, func() { _, _, _ = postThread.Call(uintptr(thread), wmQuit, 0, 0) })
	defer stop()
	ready()
	for {
		got, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		switch {
		case int32(got) <= 0: // WM_QUIT, or no queue any more
			return nil
		case m.id == wmHotkey:
			pressed()
		}
	}
}

// virtual is the key's virtual-key code: letters and digits are their ASCII.
func (k Keys) virtual() uintptr {
	switch {
	case k.Key == "Space":
		return ' '
	case k.function():
		n := uintptr(0)
		for _, d := range k.Key[1:] {
			n = 10*n + uintptr(d-'0')
		}
		return keyF1 + n - 1
	}
	return uintptr(k.Key[0])
}
