//go:build linux

package portal

import (
	"sync"

	"golang.org/x/sys/unix"
)

// visible counts who needs to be seen by the portal right now.
var visible struct {
	sync.Mutex
	n      int
	hidden bool // this program hides its memory otherwise
}

// Show lets the portal look at this process until done is called. A program that hides its
// memory (PR_SET_DUMPABLE 0) is refused all service: the portal reads /proc/PID/root to tell
// sandboxed programs from others, and treats not being allowed to as a failure
// (flatpak/xdg-desktop-portal, issues 1490 and 2141). It asks once for each connection.
func Show() (done func()) {
	visible.Lock()
	defer visible.Unlock()
	if visible.n == 0 {
		now, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
		if visible.hidden = err == nil && now == 0; visible.hidden {
			_ = unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0)
		}
	}
	visible.n++
	return sync.OnceFunc(func() {
		visible.Lock()
		defer visible.Unlock()
		if visible.n--; visible.n == 0 && visible.hidden {
			_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
		}
	})
}

// Introduce lets the portal look at this process once on the session's shared connection,
// which the toolkit asks for light and dark. The process can be seen from now on and until
// the portal has answered, or there is none; Introduce does not wait for that: a portal that
// has to start first may take half a minute. settled returns when it is over.
func Introduce() (settled func()) {
	done := Show()
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer done()
		if conn, err := shared(); err == nil {
			// A method of its own: for a property the portal does not look at who asks.
			conn.Object(busName, object).Call("org.freedesktop.portal.Settings.ReadAll", 0, []string{"org.freedesktop.appearance"})
		}
	}()
	return func() { <-over }
}
