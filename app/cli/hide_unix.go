//go:build unix

package cli

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// hideTyping switches the terminal's echo off; lines and signals come as they always do.
func hideTyping(fd int) error {
	state, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return err
	}
	state.Lflag &^= unix.ECHO
	state.Lflag |= unix.ICANON | unix.ISIG
	state.Iflag |= unix.ICRNL
	return unix.IoctlSetTermios(fd, setTermios, state)
}

// hideKeys is [hideTyping] for single keys: none waits for the end of its line.
func hideKeys(fd int) error {
	state, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return err
	}
	state.Lflag &^= unix.ECHO | unix.ICANON
	state.Lflag |= unix.ISIG
	state.Cc[unix.VMIN], state.Cc[unix.VTIME] = 0, 0 // reading what is there does not wait
	return unix.IoctlSetTermios(fd, setTermios, state)
}

// dropTyped reads what was typed after [hideKeys], and returns how much it was.
func dropTyped(in *os.File) (dropped int) {
	var b [256]byte
	for {
		n, err := unix.Read(int(in.Fd()), b[:])
		if n <= 0 || err != nil {
			return dropped
		}
		dropped += n
	}
}

// readTyped reads a line from a terminal. Ctrl+D on an empty line is [io.EOF]; x/term's own
// reader waits for ever then.
func readTyped(in *os.File) ([]byte, error) {
	var line []byte
	var b [1]byte
	for {
		n, err := in.Read(b[:])
		switch {
		case n == 1 && b[0] == '\n', err == io.EOF && len(line) > 0:
			return line, nil
		case err != nil:
			return nil, err
		case n == 1:
			line = append(line, b[0])
		}
	}
}
