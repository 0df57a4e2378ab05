package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"watchword/assets/words"
)

var showWindow = user32.NewProc("ShowWindow")

const swMinimise = 6 // SW_MINIMIZE of winuser.h

var errNoMinimise = words.Error("this window cannot be minimised")

// minimise puts the window into the task bar.
func minimise(w fyne.Window) error {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return errNoMinimise
	}
	err := errNoMinimise
	native.RunNative(func(context any) {
		if c, ok := context.(driver.WindowsWindowContext); ok && c.HWND != 0 {
			showWindow.Call(c.HWND, swMinimise)
			err = nil
		}
	})
	return err
}

// withdraw has nothing to do: Windows hides a minimised window whole.
func withdraw(fyne.Window) {}

// CanMinimise reports whether the window can be put out of the way here.
func CanMinimise() bool { return true }
