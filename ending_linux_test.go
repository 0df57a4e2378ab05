package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestSignalsEndWhatNeverLooks starts this program again and lets it read a pipe that nobody writes to: it
// does not look at its context there. Ten seconds are for a busy machine; before, it never ended.
func TestSignalsEndWhatNeverLooks(t *testing.T) {
	if fifo := os.Getenv("WATCHWORD_TEST_SIGNAL_FIFO"); fifo != "" {
		os.Args = []string{"watchword", "import", "--dry-run", fifo}
		main()
	}
	for _, signal := range []unix.Signal{unix.SIGINT, unix.SIGTERM} {
		fifo := filepath.Join(t.TempDir(), "export.json")
		if err := unix.Mkfifo(fifo, 0o600); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run", "^TestSignalsEndWhatNeverLooks$")
		child.Env = append(os.Environ(), "WATCHWORD_TEST_SIGNAL_FIFO="+fifo, "SNAP=")
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() {
			child.Wait()
			close(ended)
		}()
		w, err := os.OpenFile(fifo, os.O_WRONLY, 0) // returns when the program reads
		if err != nil {
			t.Fatal(err)
		}
		child.Process.Signal(signal)
		select {
		case <-ended:
			if code := child.ProcessState.ExitCode(); code != 1 {
				t.Errorf("%v: it ended with %d", signal, code)
			}
		case <-time.After(10 * time.Second):
			child.Process.Kill()
			t.Errorf("%v does not end it", signal)
		}
		w.Close()
	}
}
