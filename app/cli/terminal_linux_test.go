package cli

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A screen is the other side of a terminal: it types and sees what is shown.
type screen struct {
	t    *testing.T
	side *os.File

	mu    sync.Mutex
	shown strings.Builder
}

// newTerminal returns a terminal of the kernel: our side and the program's (pts(4)).
func newTerminal(t *testing.T) (*screen, *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close() })
	if err := unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { theirs.Close() })
	s := &screen{t: t, side: ours}
	go s.look()
	return s, theirs
}

func (s *screen) look() {
	var b [1024]byte
	for {
		n, err := s.side.Read(b[:])
		s.mu.Lock()
		s.shown.Write(b[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// await waits until something is shown; half a minute is for a machine that hangs.
func (s *screen) await(says string) {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.text(), says) {
			return
		}
	}
	s.t.Fatalf("%q was not shown; shown was\n%s", says, s.text())
}

func (s *screen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown.Reset()
}

// answer waits for a question and types behind it; that for our password hides what is typed from
// the moment it shows.
func (s *screen) answer(question, line string) {
	s.t.Helper()
	s.await(question)
	if strings.HasPrefix(question, "Password") && echoes(s.t, s.side) {
		s.t.Errorf("at %q the terminal shows what is typed", question)
	}
	s.clear()
	io.WriteString(s.side, line)
}

// answerAge waits for a question of age itself about a password. It hides what is typed a moment
// after it asks, and does so or the test hangs.
func (s *screen) answerAge(question, line string) {
	s.t.Helper()
	s.await(question)
	for end := time.Now().Add(30 * time.Second); echoes(s.t, s.side); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("at %q the terminal shows what is typed", question)
		}
	}
	s.clear()
	io.WriteString(s.side, line)
}

// echoes reports whether the terminal shows what is typed.
func echoes(t *testing.T, f *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// A user at a real terminal makes a vault, uses it, and changes their mind.
func TestPersonAtATerminal(t *testing.T) {
	program, folder := build(t), t.TempDir()
	person, tty := newTerminal(t)
	start := func(in *os.File, args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = folder, home(folder)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = in, tty, tty
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1}
		person.clear()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}

	cmd := start(tty, "vault", "create")
	person.answer("Password (leave empty for the suggestion): ", password+"\n")
	person.answer("Repeat the password: ", password+"\n")
	person.answer("? [Y/n] ", "y\n")
	person.answer("Save it as [", "sheet.txt\n")
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, person.text())
	}
	person.await("Wrote the recovery sheet sheet.txt")
	if strings.Contains(person.text(), password) {
		t.Errorf("the password is shown:\n%s", person.text())
	}

	// Standard input is a pipe; the password is asked for on the terminal all the same.
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(write, counted+"\n")
	write.Close()
	cmd = start(read, "add", "-")
	person.answer("Password of ", "wrong\n")
	person.answer("Password of ", password+"\n")
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, person.text())
	}
	person.await("Added VPN (me).")
	if shown := person.text(); strings.Contains(shown, password) || strings.Contains(shown, rfcKey) {
		t.Errorf("a secret is shown:\n%s", shown)
	}

	// Ctrl+C at the question: the program ends and the shell shows again what is typed.
	cmd = start(tty, "code")
	person.await("Password of ")
	for end := time.Now().Add(30 * time.Second); echoes(t, tty) && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	io.WriteString(person.side, "\x03")
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != ExitFailed {
		t.Errorf("ended with %v", err)
	}
	person.await("Stopped. Nothing was changed.")
	if !echoes(t, tty) {
		t.Error("the terminal is left without echo")
	}

	// Ctrl+D at the question ends the program too.
	cmd = start(tty, "code")
	person.await("Password of ")
	io.WriteString(person.side, "\x04")
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != ExitFailed {
		t.Errorf("ended with %v", err)
	}
	person.await("No password was given.")
	if !echoes(t, tty) {
		t.Error("the terminal is left without echo")
	}
}
