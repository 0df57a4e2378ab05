package instance

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func claim(t *testing.T, folder string, message ...string) (*Instance, chan []string, error) {
	t.Helper()
	got := make(chan []string, 10)
	i, err := Claim(folder, message, func(m []string) { got <- m })
	t.Cleanup(i.Release)
	return i, got, err
}

// needSockets skips a test where the system has no sockets in its file system: Wine, and Windows before 2018.
func needSockets(t *testing.T) {
	t.Helper()
	folder, err := os.MkdirTemp("", "s") // Wine leaves a file in it that it cannot delete
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	l, err := net.Listen("unix", filepath.Join(folder, "s"))
	if err != nil && strings.Contains(err.Error(), "10047") { // WSAEAFNOSUPPORT
		t.Skip("this system has no sockets in its file system")
	}
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

func TestTheSecondStartHandsOver(t *testing.T) {
	needSockets(t)
	folder := filepath.Join(t.TempDir(), "run")
	_, got, err := claim(t, folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, message := range [][]string{{"otpauth://totp/x", "/a picture.png"}, {}} {
		if _, _, err := claim(t, folder, message...); !errors.Is(err, ErrRunning) {
			t.Fatalf("the second start: %v", err)
		}
		select {
		case m := <-got:
			if strings.Join(m, "|") != strings.Join(message, "|") {
				t.Errorf("handed over %q, want %q", m, message)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("nothing was handed over")
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the folder: %v", info.Mode())
	}
}

// The second start says where what it was given is.
func TestTold(t *testing.T) {
	for _, row := range []struct {
		message []string
		vault   string
		says    []string
		not     []string
	}{
		{nil, "", []string{"already running"}, []string{"waits", "was not opened"}},
		{[]string{"otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ"}, "", []string{"already running", "What you opened waits there"}, []string{"otpauth", "was not opened"}},
		{nil, "/other/\x1bvault", []string{`The vault "/other/\x1bvault" was not opened`}, []string{"waits", "\x1b"}},
	} {
		got := Told(row.message, row.vault)
		for _, says := range row.says {
			if !strings.Contains(got, says) {
				t.Errorf("%q does not say %q", got, says)
			}
		}
		for _, not := range row.not {
			if strings.Contains(got, not) {
				t.Errorf("%q says %q", got, not)
			}
		}
	}
}

func TestAfterRelease(t *testing.T) {
	needSockets(t)
	folder := t.TempDir()
	first, _, err := claim(t, folder)
	if err != nil {
		t.Fatal(err)
	}
	first.Release()
	if _, _, err := claim(t, folder); err != nil {
		t.Errorf("after the first ended: %v", err)
	}
}

// A crash leaves the socket behind; the next start must not take it for a program.
func TestLeftOverSocket(t *testing.T) {
	needSockets(t)
	folder := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(folder, socketName))
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	if _, err := os.Lstat(filepath.Join(folder, socketName)); err != nil {
		t.Fatal("the test left no socket behind:", err)
	}
	if _, _, err := claim(t, folder); err != nil {
		t.Errorf("a left-over socket: %v", err)
	}
}

func TestRubbishIsDropped(t *testing.T) {
	needSockets(t)
	folder := t.TempDir()
	_, got, err := claim(t, folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, rubbish := range []string{"", "\x00\x01", `{"a":1}`, `["unfinished`} {
		c, err := net.Dial("unix", filepath.Join(folder, socketName))
		if err != nil {
			t.Fatal(err)
		}
		c.Write([]byte(rubbish))
		c.Close()
	}
	if _, _, err := claim(t, folder, "real"); !errors.Is(err, ErrRunning) {
		t.Fatalf("after rubbish: %v", err)
	}
	if m := <-got; len(m) != 1 || m[0] != "real" {
		t.Errorf("got %q", m)
	}
}
