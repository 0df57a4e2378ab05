package vault

import "golang.org/x/sys/windows"

// NoDumps asks the system not to show its dialog for crashes, which offers to send memory.
func NoDumps() error {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX)
	return nil
}
