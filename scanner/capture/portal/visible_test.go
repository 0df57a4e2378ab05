//go:build linux

package portal

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"

	"watchword/scanner/capture/portal/portaltest"
)

func dumpable() int {
	n, _ := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	return n
}

// hidden hides this process for the length of a test.
func hidden(t *testing.T) {
	t.Helper()
	was := dumpable()
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Prctl(unix.PR_SET_DUMPABLE, uintptr(was), 0, 0, 0) })
}

// The portal can look at the program while it takes a question, and not any more while the
// person thinks about the answer.
func TestThePortalSeesAHiddenProgram(t *testing.T) {
	hidden(t)
	during, thinking := make(chan int, 1), make(chan int, 1)
	portaltest.Bus(t)
	(&portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		during <- dumpable()
		go func() {
			for range 200 {
				if dumpable() == 0 {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			thinking <- dumpable()
			r.Respond(0, uri("file:///x"))
		}()
		return r.Path, nil
	}}).Serve(t)
	if _, err := Ask(ctxFor(t), shot()); err != nil {
		t.Fatal(err)
	}
	if asked, waiting := <-during, <-thinking; asked != 1 || waiting != 0 || dumpable() != 0 {
		t.Errorf("while asked %d, while waiting %d, afterwards %d", asked, waiting, dumpable())
	}
}

func TestShowCounts(t *testing.T) {
	hidden(t)
	one, two := Show(), Show()
	one()
	one() // twice is once
	if dumpable() != 1 {
		t.Error("hidden while another question is open")
	}
	two()
	if dumpable() != 0 {
		t.Error("still to be seen")
	}
	unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0)
	Show()()
	if dumpable() != 1 {
		t.Error("a program that does not hide was hidden")
	}
}

// Without a portal, and without a bus, meeting the desktop ends at once.
func TestIntroduceWithoutAPortal(t *testing.T) {
	hidden(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/nobody")
	Introduce()()
	if dumpable() != 0 {
		t.Error("still to be seen")
	}
}

// missing skips a test for want of something, and fails where all of it must be there: ./test installs
// it and says so by WATCHWORD_WHOLE.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("WATCHWORD_WHOLE") != "" || os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what + "; the made-up portal is tested elsewhere")
}

// desktopsPortal is the path of xdg-desktop-portal, "" where it is not installed.
func desktopsPortal() string {
	for _, path := range []string{"/usr/libexec/xdg-desktop-portal", "/usr/lib/xdg-desktop-portal"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// hasSettings tells whether a part of the portal is installed that serves the desktop's settings. The
// portal itself has none; without one it lacks the interface that the test asks.
func hasSettings() bool {
	parts, _ := filepath.Glob("/usr/share/xdg-desktop-portal/portals/*.portal")
	return slices.ContainsFunc(parts, func(path string) bool {
		text, _ := os.ReadFile(path)
		return strings.Contains(string(text), "org.freedesktop.impl.portal.Settings")
	})
}

// TestTheDesktopsOwnPortal meets xdg-desktop-portal itself: it serves this hidden program on
// the connection on which it was introduced, and refuses it on another. (Root may look at
// every process, so root is never refused.)
func TestTheDesktopsOwnPortal(t *testing.T) {
	program := desktopsPortal()
	if program == "" {
		missing(t, "the package xdg-desktop-portal is not installed")
	}
	if !hasSettings() {
		missing(t, "the package xdg-desktop-portal-gtk is not installed, nor another part of the portal that serves the desktop's settings")
	}
	portaltest.Bus(t)
	service := exec.Command(program)
	service.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+t.TempDir(), "XDG_DATA_HOME="+t.TempDir(), "HOME="+t.TempDir())
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Process.Kill(); service.Wait() })
	watch, err := dial()
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Close()
	began := time.Now()
	for there := false; !there; time.Sleep(50 * time.Millisecond) {
		if watch.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, busName).Store(&there) != nil || time.Since(began) > time.Minute {
			missing(t, "xdg-desktop-portal is installed but does not start")
		}
	}
	hidden(t)
	Introduce()()
	read := func(conn *dbus.Conn) error {
		return conn.Object(busName, object).Call("org.freedesktop.portal.Settings.ReadAll", 0, []string{"org.freedesktop.appearance"}).Err
	}
	met, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	defer met.Close()
	if err := read(met); err != nil {
		t.Errorf("after meeting it: %v", err)
	}
	t.Logf("on another connection: %v (user %d)", read(watch), os.Geteuid())
}
