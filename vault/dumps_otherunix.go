//go:build unix && !linux

package vault

import "golang.org/x/sys/unix"

func keepOutOfDumps([]byte) {}

// NoDumps asks the system to write no core dump of this program.
func NoDumps() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
