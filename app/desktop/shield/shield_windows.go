package shield

import "golang.org/x/sys/windows"

// Possible says whether this system can do it.
const Possible = true

var setAffinity = windows.NewLazySystemDLL("user32.dll").NewProc("SetWindowDisplayAffinity")

// The affinities (winuser.h).
const (
	none    = 0x00
	monitor = 0x01 // a black rectangle in captures; before Windows 10 2004
	exclude = 0x11 // not in captures at all
)

func set(handle uintptr, hidden bool) error {
	if !hidden {
		return affinity(handle, none)
	}
	if affinity(handle, exclude) == nil {
		return nil
	}
	return affinity(handle, monitor)
}

func affinity(handle, value uintptr) error {
	if setAffinity.Find() != nil {
		return ErrRefused
	}
	if ok, _, _ := setAffinity.Call(handle, value); ok == 0 {
		return ErrRefused
	}
	return nil
}
