//go:build unix

package cli

import "syscall"

// apart starts a process that does not end with our terminal.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
