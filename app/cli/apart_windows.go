package cli

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// apart starts a process that does not end with our console.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW | windows.CREATE_NEW_PROCESS_GROUP}
}
