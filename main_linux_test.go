package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestTheProgramHidesItsMemory starts this program again, lets it wait for a file, and asks
// the system what it thinks of it.
func TestTheProgramHidesItsMemory(t *testing.T) {
	if fifo := os.Getenv("WATCHWORD_TEST_FIFO"); fifo != "" {
		go func() {
			for range 1000 {
				var core unix.Rlimit
				dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
				if err == nil && dumpable == 0 && unix.Getrlimit(unix.RLIMIT_CORE, &core) == nil && core == (unix.Rlimit{}) {
					os.Exit(42)
				}
				time.Sleep(10 * time.Millisecond)
			}
			os.Exit(43)
		}()
		os.Args = []string{"watchword", "import", "--dry-run", fifo}
		main()
	}
	fifo := filepath.Join(t.TempDir(), "export.json")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run", "^TestTheProgramHidesItsMemory$")
	child.Env = append(os.Environ(), "WATCHWORD_TEST_FIFO="+fifo, "SNAP=")
	if out, _ := child.CombinedOutput(); child.ProcessState.ExitCode() != 42 {
		t.Errorf("it ended with %d\n%s", child.ProcessState.ExitCode(), out)
	}
}
