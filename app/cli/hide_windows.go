package cli

import "golang.org/x/sys/windows"

// hideTyping switches the console's echo off.
func hideTyping(fd int) {
	var mode uint32
	if windows.GetConsoleMode(windows.Handle(fd), &mode) == nil {
		_ = windows.SetConsoleMode(windows.Handle(fd), mode&^windows.ENABLE_ECHO_INPUT)
	}
}
