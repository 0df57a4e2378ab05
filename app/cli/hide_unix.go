//go:build unix

package cli

import "golang.org/x/sys/unix"

// hideTyping switches the terminal's echo off.
func hideTyping(fd int) {
	state, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return
	}
	state.Lflag &^= unix.ECHO
	_ = unix.IoctlSetTermios(fd, setTermios, state)
}
