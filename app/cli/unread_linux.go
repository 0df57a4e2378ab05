package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// isUnread reports whether nobody can read what is written to a file: the null device opened for
// reading and writing. For a standard output that was closed Go opens that before the program
// begins; so do programs that throw away what they start prints. A shell's “>/dev/null” is opened
// for writing alone, and was asked for.
func isUnread(f *os.File) bool {
	var s unix.Stat_t
	if unix.Fstat(int(f.Fd()), &s) != nil || s.Mode&unix.S_IFMT != unix.S_IFCHR || s.Rdev != unix.Mkdev(1, 3) {
		return false
	}
	flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFL, 0)
	return err == nil && flags&unix.O_ACCMODE == unix.O_RDWR
}
