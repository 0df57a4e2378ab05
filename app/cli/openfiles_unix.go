//go:build unix

package cli

import (
	"errors"

	"golang.org/x/sys/unix"

	"watchword/assets/words"
)

// filesNeeded is how many files a command has open at once beside its input and output, with a few to
// spare: the vault, its locks, and a second process of the program.
const filesNeeded = 16

var errFewFiles = words.Error("This process may open too few files for Watchword. Raise the limit, with “ulimit -n 1024” for instance, and try again.")

// CheckOpenFiles says that there is no room for the files of a command. Go's own runtime needs some of
// them, and ends the program with its trace where it gets none.
func CheckOpenFiles() error {
	var opened []int
	defer func() {
		for _, fd := range opened {
			unix.Close(fd)
		}
	}()
	for range filesNeeded {
		fd, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0)
		if errors.Is(err, unix.EMFILE) || errors.Is(err, unix.EINVAL) { // EINVAL: none may be open at all
			return errFewFiles
		}
		if err != nil {
			return nil
		}
		opened = append(opened, fd)
	}
	return nil
}
