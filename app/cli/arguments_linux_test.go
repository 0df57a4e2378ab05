package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A link on the command line adds its account, and the list of processes does not show it while
// the program waits for the password.
func TestLinksAreNotInTheListOfProcesses(t *testing.T) {
	program, folder := build(t), t.TempDir()
	run := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = folder, home(folder)
		return cmd
	}
	fifo := filepath.Join(folder, "fifo")
	cheapVault(t, folder)
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	add := run("add", amazon, "--password-file", fifo)
	var out bytes.Buffer
	add.Stdout, add.Stderr = &out, &out
	if err := add.Start(); err != nil {
		t.Fatal(err)
	}
	typed, err := os.OpenFile(fifo, os.O_WRONLY, 0) // waits until the program reads
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(add.Process.Pid), "cmdline"))
	if err != nil || strings.Contains(string(list), rfcKey) || !strings.Contains(string(list), "add\x00[link]\x00") {
		t.Errorf("the list of processes shows %q, %v", list, err)
	}
	if _, err := typed.WriteString(password + "\n"); err != nil {
		t.Error(err)
	}
	typed.Close()
	ended := make(chan error, 1)
	go func() { ended <- add.Wait() }()
	select {
	case err = <-ended:
	case <-time.After(time.Minute):
		add.Process.Kill()
		t.Fatal("it hangs")
	}
	if err != nil || !strings.Contains(out.String(), "Added Amazon") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
