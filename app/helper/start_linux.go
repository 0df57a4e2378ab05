package helper

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
)

// ownProgram is the file that runs, also where another one lies under its name by now.
func ownProgram() (string, error) { return "/proc/self/exe", nil }

func endWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }

// memoryOf is what a process has taken for itself, in bytes: its pages in memory without those that it
// shares with files.
func memoryOf(pid int) (uint64, bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0, false
	}
	var size, resident, shared uint64
	if _, err := fmt.Fscan(bytes.NewReader(b), &size, &resident, &shared); err != nil || resident < shared {
		return 0, false
	}
	return (resident - shared) * uint64(os.Getpagesize()), true
}
