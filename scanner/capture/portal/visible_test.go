//go:build linux

package portal

import (
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
	during, thinking := -1, make(chan int, 1)
	portaltest.Bus(t)
	(&portaltest.Portal{Screenshot: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		during = dumpable()
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
	_, err := Ask(ctxFor(t), shot())
	if err != nil || during != 1 || <-thinking != 0 || dumpable() != 0 {
		t.Errorf("%v; while asked %d, afterwards %d", err, during, dumpable())
	}
}

func TestShowCounts(t *testing.T) {
	hidden(t)
	one, two := show(), show()
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
	show()()
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
