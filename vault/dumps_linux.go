package vault

import (
	"os"

	"golang.org/x/sys/unix"
)

func keepOutOfDumps(mem []byte) { unix.Madvise(mem, unix.MADV_DONTDUMP) }

// NoDumps asks the system to write no core dump of this program and to let no other
// program of the same user read its memory. It raises the cost of an attack and stops
// accidents; malware with the user's rights has other ways. Call it once at start. A desktop
// portal refuses to serve a program that hides its memory: who asks one has to show it for
// that moment. In a snap the whole sandbox works that way, so there only dumps are off.
func NoDumps() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil || os.Getenv("SNAP") != "" {
		return err
	}
	return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
