package vault

import "golang.org/x/sys/unix"

func keepOutOfDumps(mem []byte) { unix.Madvise(mem, unix.MADV_DONTDUMP) }

// NoDumps asks the system to write no core dump of this program and to let no other
// program of the same user read its memory. It raises the cost of an attack and stops
// accidents; malware with the user's rights has other ways. Call it once at start, but not
// in a sandbox whose portals must look at the program (Flatpak, Snap).
func NoDumps() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return err
	}
	return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
