package cli

import (
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// One long name does not push the rows of everybody's terminal over its edge, and a pipe gets all of it.
func TestListIsCutAtATerminalOnly(t *testing.T) {
	program := build(t)
	w := newWorld(t)
	person, tty := newTerminal(t)
	if err := unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 40}); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("Organisation", 20)
	pw := w.file("pw", password)
	run := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...)
		cmd.Env = append(home(w.dir), envPasswordFile+"="+pw)
		return cmd
	}
	cheapVault(t, w.dir, "otpauth://totp/"+long+":me?secret="+rfcKey)
	if out, err := run("list").Output(); err != nil || string(out) != long+"  me  totp\n" {
		t.Errorf("%v, a pipe gets %q", err, out)
	}
	at := run("list")
	at.Stdout = tty
	if err := at.Run(); err != nil {
		t.Fatal(err)
	}
	person.await("totp")
	if line := strings.TrimSpace(person.text()); cellsOf(line) != 40 || !strings.HasSuffix(line, "…  me  totp") {
		t.Errorf("the terminal gets %d columns: %q", cellsOf(line), line)
	}
}
