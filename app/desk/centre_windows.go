package desk

import (
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

var (
	user32           = windows.NewLazySystemDLL("user32.dll")
	getCursorPos     = user32.NewProc("GetCursorPos")
	monitorFromPoint = user32.NewProc("MonitorFromPoint")
	getMonitorInfo   = user32.NewProc("GetMonitorInfoW")
	getWindowRect    = user32.NewProc("GetWindowRect")
	setWindowPos     = user32.NewProc("SetWindowPos")
)

type point struct{ x, y int32 }

type rect struct{ left, top, right, bottom int32 }

// monitorInfo is MONITORINFO (winuser.h).
type monitorInfo struct {
	size          uint32
	monitor, work rect
	flags         uint32
}

// centre puts a window into the middle of the screen that the pointer is on.
func centre(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		if c, ok := context.(driver.WindowsWindowContext); ok && c.HWND != 0 {
			centreWindow(c.HWND)
		}
	})
}

func centreWindow(window uintptr) {
	var at point
	var is rect
	info := monitorInfo{size: uint32(unsafe.Sizeof(monitorInfo{}))}
	if ok, _, _ := getCursorPos.Call(uintptr(unsafe.Pointer(&at))); ok == 0 {
		return
	}
	packed := uint64(uint32(at.x)) | uint64(uint32(at.y))<<32  // POINT goes by value, in one register
	monitor, _, _ := monitorFromPoint.Call(uintptr(packed), 2) // MONITOR_DEFAULTTONEAREST
	if ok, _, _ := getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info))); ok == 0 {
		return
	}
	if ok, _, _ := getWindowRect.Call(window, uintptr(unsafe.Pointer(&is))); ok == 0 {
		return
	}
	x := info.work.left + (info.work.right-info.work.left-(is.right-is.left))/2
	y := info.work.top + (info.work.bottom-info.work.top-(is.bottom-is.top))/2
	_, _, _ = setWindowPos.Call(window, 0, uintptr(x), uintptr(y), 0, 0, 0x0001|0x0004|0x0010) // no size, no order, no activation
}
