package sessionlock

import (
	"context"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	wtsapi32 = windows.NewLazySystemDLL("wtsapi32.dll")

	registerClass   = user32.NewProc("RegisterClassExW")
	createWindow    = user32.NewProc("CreateWindowExW")
	destroyWindow   = user32.NewProc("DestroyWindow")
	defWindowProc   = user32.NewProc("DefWindowProcW")
	getMessage      = user32.NewProc("GetMessageW")
	dispatchMessage = user32.NewProc("DispatchMessageW")
	postMessage     = user32.NewProc("PostMessageW")
	postQuit        = user32.NewProc("PostQuitMessage")

	registerSession   = wtsapi32.NewProc("WTSRegisterSessionNotification")
	unregisterSession = wtsapi32.NewProc("WTSUnRegisterSessionNotification")
)

// Messages and what they carry (winuser.h, wtsapi32.h).
const (
	wmDestroy          = 0x0002
	wmClose            = 0x0010
	wmPowerBroadcast   = 0x0218
	wmSessionChange    = 0x02B1 // WM_WTSSESSION_CHANGE
	suspend            = 0x0004 // PBT_APMSUSPEND
	consoleDisconnect  = 0x2    // WTS_CONSOLE_DISCONNECT: another person's session is shown
	remoteDisconnect   = 0x4    // WTS_REMOTE_DISCONNECT
	sessionLock        = 0x7    // WTS_SESSION_LOCK
	notifyThisSession  = 0
	className          = "WatchwordSessionWatch"
	yes                = 1
	extendedToolWindow = 0x80 // WS_EX_TOOLWINDOW: never in the task bar, should it ever show
)

type windowClass struct {
	size, style            uint32
	proc                   uintptr
	classExtra, winExtra   int32
	instance, icon, cursor windows.Handle
	background             windows.Handle
	menu, name             *uint16
	smallIcon              windows.Handle
}

type message struct {
	window  windows.HWND
	id      uint32
	w, l    uintptr
	time    uint32
	x, y    int32
	private uint32
}

// watch makes a window that is never shown: Windows tells windows. It is an ordinary one, for
// windows that are for messages only are not told of sleep. WM_POWERBROADCAST is answered
// when lock has returned; Windows waits about two seconds.
func watch(ctx context.Context, lock func(Reason)) error {
	runtime.LockOSThread() // the messages come to the thread that made the window
	defer runtime.UnlockOSThread()

	name, err := windows.UTF16PtrFromString(className)
	if err != nil {
		return err
	}
	proc := windows.NewCallback(func(window windows.HWND, id uint32, w, l uintptr) uintptr {
		switch {
		case id == wmPowerBroadcast && w == suspend:
			lock(Sleep)
			return yes
		case id == wmSessionChange && (w == sessionLock || w == consoleDisconnect || w == remoteDisconnect):
			lock(SessionLocked)
			return 0
		case id == wmClose:
			_, _, _ = destroyWindow.Call(uintptr(window))
			return 0
		case id == wmDestroy:
			_, _, _ = postQuit.Call(0)
			return 0
		}
		r, _, _ := defWindowProc.Call(uintptr(window), uintptr(id), w, l)
		return r
	})
	class := windowClass{proc: proc, name: name}
	class.size = uint32(unsafe.Sizeof(class))
	if atom, _, _ := registerClass.Call(uintptr(unsafe.Pointer(&class))); atom == 0 {
		return ErrUnavailable
	}
	window, _, _ := createWindow.Call(extendedToolWindow, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(name)), 0, 0, 0, 0, 0, 0, 0, 0, 0)
	if window == 0 {
		return ErrUnavailable
	}
	if registerSession.Find() == nil {
		_, _, _ = registerSession.Call(window, notifyThisSession)
		defer unregisterSession.Call(window) //nolint:errcheck // the window is gone by then, and its registration with it
	}
	stop := context.AfterFunc(ctx, func() { _, _, _ = postMessage.Call(window, wmClose, 0, 0) })
	defer stop()
	var m message
	for {
		r, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if int32(r) <= 0 { // the window was destroyed, or an error
			return nil
		}
		_, _, _ = dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}
