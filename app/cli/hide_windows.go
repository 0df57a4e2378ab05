package cli

import (
	"os"

	"golang.org/x/sys/windows"
	"golang.org/x/term"
)

// hideTyping switches the console's echo off.
func hideTyping(fd int) error {
	var mode uint32
	if err := windows.GetConsoleMode(windows.Handle(fd), &mode); err != nil {
		return err
	}
	return windows.SetConsoleMode(windows.Handle(fd), mode&^windows.ENABLE_ECHO_INPUT)
}

// readTyped reads a line from a console.
func readTyped(in *os.File) ([]byte, error) { return term.ReadPassword(int(in.Fd())) }
