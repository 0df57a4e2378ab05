//go:build !windows

package gpgstore

import "os/exec"

func hideWindow(*exec.Cmd) {}
