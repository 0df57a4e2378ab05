package cli

import (
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A code that lands in the command's own terminal is neither shown nor left for the shell, and the terminal
// is as it was afterwards.
func TestMuffledTerminal(t *testing.T) {
	user, in := newTerminal(t)
	before, err := unix.IoctlGetTermios(int(in.Fd()), getTermios)
	if err != nil {
		t.Fatal(err)
	}
	still := muffle(in)
	if _, err := user.side.WriteString("359152"); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); waiting(t, in) < 6; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("what was typed did not come")
		}
	}
	if n := still(); n != 6 {
		t.Errorf("%d characters came, not 6", n)
	}
	if left := waiting(t, in); left != 0 || user.text() != "" {
		t.Errorf("%d characters are left for the shell, and %q shows", left, user.text())
	}
	after, err := unix.IoctlGetTermios(int(in.Fd()), getTermios)
	if err != nil || *after != *before {
		t.Errorf("the terminal is not as it was: %v %+v", err, after)
	}
}

// waiting is how much a program would read now.
func waiting(t *testing.T, in *os.File) int {
	t.Helper()
	n, err := unix.IoctlGetInt(int(in.Fd()), unix.TIOCINQ)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Standard input that is no terminal is left alone.
func TestMuffledFile(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n := muffle(f)(); n != 0 {
		t.Error(n)
	}
}
