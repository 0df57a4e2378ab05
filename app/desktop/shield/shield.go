// Package shield keeps a window out of the pictures that other programs take of the screen,
// where the system can do that.
package shield

import "errors"

// ErrRefused means that the system did not do it.
var ErrRefused = errors.New("The system does not keep the window out of captures.")

// Set hides a window from captures or shows it again. The handle is the system's own: HWND on
// Windows, NSWindow on macOS. Call it on the UI thread. Where [Possible] is false it does
// nothing.
func Set(handle uintptr, hidden bool) error {
	if handle == 0 {
		return ErrRefused // the window is not there yet
	}
	return set(handle, hidden)
}
