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

// hideKeys is [hideTyping] for single keys: none waits for the end of its line.
func hideKeys(fd int) error {
	var mode uint32
	if err := windows.GetConsoleMode(windows.Handle(fd), &mode); err != nil {
		return err
	}
	return windows.SetConsoleMode(windows.Handle(fd), mode&^(windows.ENABLE_ECHO_INPUT|windows.ENABLE_LINE_INPUT))
}

// dropTyped drops the keys that nobody read, and returns how many characters they were: a key is two
// events, down and up.
func dropTyped(in *os.File) int {
	var events uint32
	if windows.GetNumberOfConsoleInputEvents(windows.Handle(in.Fd()), &events) != nil || windows.FlushConsoleInputBuffer(windows.Handle(in.Fd())) != nil {
		return 0
	}
	return int(events / 2)
}

// readTyped reads a line from a console.
func readTyped(in *os.File) ([]byte, error) { return term.ReadPassword(int(in.Fd())) }
