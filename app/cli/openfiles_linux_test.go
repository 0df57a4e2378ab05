package cli

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// However few files may be open, the end is a sentence and no trace of Go's runtime.
func TestFewOpenFiles(t *testing.T) {
	program, folder := build(t), t.TempDir()
	for n := range 24 {
		cmd := exec.Command("sh", "-c", "ulimit -n "+strconv.Itoa(n)+"; exec \"$0\" list --vault \"$1\"", program, filepath.Join(folder, "no.watchword"))
		cmd.Dir, cmd.Env = folder, home(folder)
		out, err := cmd.CombinedOutput()
		few := strings.Contains(string(out), "watchword: This process may open too few files")
		if err == nil || cmd.ProcessState.ExitCode() != ExitFailed || strings.Contains(string(out), "goroutine") || n < filesNeeded && !few {
			t.Errorf("%d files: %v\n%s", n, err, out)
		}
	}
}

// With its files at hand a command runs, with a second process for the key.
func TestEnoughOpenFiles(t *testing.T) {
	if err := CheckOpenFiles(); err != nil {
		t.Error(err)
	}
}
