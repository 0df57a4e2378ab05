package sessionlock

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal/portaltest"
)

const ours = dbus.ObjectPath("/org/freedesktop/login1/session/_32")

// held is what keeps the computer from sleeping: both ends of a pipe, of which the program
// under test gets one as well. Reading ends when nobody has that one any more.
type held struct{ read, write *os.File }

// A fakeLogin is a login manager with one session, on a bus of the test's own.
type fakeLogin struct {
	conn   *dbus.Conn
	held   chan held
	broken bool // does not know whose process we are
}

func (l *fakeLogin) GetSessionByPID(uint32) (dbus.ObjectPath, *dbus.Error) {
	if l.broken {
		return "/", dbus.MakeFailedError(errors.New("not in a session"))
	}
	return ours, nil
}

func (l *fakeLogin) GetSession(id string) (dbus.ObjectPath, *dbus.Error) {
	if id != "2" {
		return "/", dbus.MakeFailedError(errors.New("no such session"))
	}
	return ours, nil
}

func (l *fakeLogin) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || mode != "delay" {
		return 0, dbus.MakeFailedError(errors.New("asked for something else"))
	}
	r, w, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	fd := dbus.UnixFD(w.Fd()) // before the test may close it
	l.held <- held{r, w}
	return fd, nil
}

func serveLogin(t *testing.T, broken bool) *fakeLogin {
	t.Helper()
	l := &fakeLogin{conn: portaltest.Connect(t), held: make(chan held, 8), broken: broken}
	if err := l.conn.Export(l, loginPath, manager); err != nil {
		t.Fatal(err)
	}
	if _, err := l.conn.RequestName(login, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *fakeLogin) say(t *testing.T, path dbus.ObjectPath, name string, args ...any) {
	t.Helper()
	if err := l.conn.Emit(path, name, args...); err != nil {
		t.Fatal(err)
	}
}

// start watches until the test ends.
func start(t *testing.T) <-chan Reason {
	t.Helper()
	reasons := make(chan Reason, 8)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Watch(ctx, func(r Reason) { reasons <- r }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("watching ended with %v", err)
		}
	})
	return reasons
}

const patience = 20 * time.Second // for a machine that hangs

func expect(t *testing.T, why string, reasons <-chan Reason, want Reason) {
	t.Helper()
	select {
	case got := <-reasons:
		if got != want {
			t.Errorf("%s: %s, want %s", why, got, want)
		}
	case <-time.After(patience):
		t.Fatalf("%s: nothing came", why)
	}
}

func setUp(t *testing.T) {
	t.Helper()
	portaltest.Bus(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
}

func changed(name string, value any) []any {
	return []any{loginFace, map[string]dbus.Variant{name: dbus.MakeVariant(value)}, []string{}}
}

func TestLockOfTheSession(t *testing.T) {
	for _, broken := range []bool{false, true} {
		setUp(t)
		t.Setenv("XDG_SESSION_ID", "2")
		l := serveLogin(t, broken)
		reasons := start(t)
		h := <-l.held // it listens by now
		defer h.read.Close()
		defer h.write.Close()

		l.say(t, ours, loginFace+".Lock")
		expect(t, "Lock", reasons, SessionLocked)
		l.say(t, ours, properties+".PropertiesChanged", changed("LockedHint", true)...)
		expect(t, "LockedHint", reasons, SessionLocked)
		l.say(t, ours, properties+".PropertiesChanged", changed("Active", false)...)
		expect(t, "another person's session", reasons, SessionLocked)

		// None of these is a reason; the last one is, and nothing came before it.
		l.say(t, "/org/freedesktop/login1/session/_33", loginFace+".Lock")
		l.say(t, ours, loginFace+".Unlock")
		l.say(t, ours, properties+".PropertiesChanged", changed("LockedHint", false)...)
		l.say(t, ours, properties+".PropertiesChanged", changed("Active", true)...)
		l.say(t, ours, properties+".PropertiesChanged", changed("IdleHint", true)...)
		l.say(t, ours, properties+".PropertiesChanged", "nonsense")
		l.say(t, loginPath, manager+".PrepareForSleep", "nonsense")
		l.say(t, loginPath, manager+".PrepareForSleep", true)
		expect(t, "sleep after what is no reason", reasons, Sleep)
	}
}

// Sleep waits for the lock, every time.
func TestBeforeSleep(t *testing.T) {
	setUp(t)
	l := serveLogin(t, false)
	locking, locked := make(chan Reason), make(chan bool)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go Watch(ctx, func(r Reason) { locking <- r; <-locked }) //nolint:errcheck // it ends with the test
	for range 50 {
		h := <-l.held
		released := make(chan error, 1)
		go func() {
			_, err := h.read.Read(make([]byte, 1))
			released <- err
		}()
		l.say(t, loginPath, manager+".PrepareForSleep", true)
		if r := <-locking; r != Sleep {
			t.Errorf("%s", r)
		}
		h.write.Close() // the program has its own by now
		select {
		case <-released:
			t.Error("the computer may sleep before the vault is locked")
		case <-time.After(10 * time.Millisecond):
		}
		locked <- true
		select {
		case <-released:
		case <-time.After(patience):
			t.Fatal("the computer is kept from sleeping for good")
		}
		h.read.Close()
		l.say(t, loginPath, manager+".PrepareForSleep", false)
	}
}

func TestScreenSavers(t *testing.T) {
	portaltest.Bus(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	saver := portaltest.Connect(t)
	reasons := start(t)
	for _, face := range savers {
		got := false
		for end := time.Now().Add(patience); !got && time.Now().Before(end); { // until it listens
			if err := saver.Emit("/org/gnome/ScreenSaver", face+".ActiveChanged", true); err != nil {
				t.Fatal(err)
			}
			select {
			case r := <-reasons:
				got = r == SessionLocked
			case <-time.After(50 * time.Millisecond):
			}
		}
		if !got {
			t.Errorf("%s does not lock", face)
		}
	}
	for len(reasons) > 0 {
		<-reasons
	}
	for _, face := range append([]string{"org.example.ScreenSaver"}, savers...) {
		_ = saver.Emit("/org/gnome/ScreenSaver", face+".ActiveChanged", false)
		_ = saver.Emit("/org/gnome/ScreenSaver", face+".ActiveChanged")
	}
	_ = saver.Emit("/x", savers[0]+".ActiveChanged", true)
	expect(t, "the one that counts", reasons, SessionLocked)
	if n := len(reasons); n > 0 {
		t.Errorf("%d reasons too many", n)
	}
}

func TestNothingToWatch(t *testing.T) {
	none := "unix:path=" + t.TempDir() + "/none"
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", none)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", none)
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if err := Watch(t.Context(), func(Reason) { t.Error("locked") }); !errors.Is(err, ErrUnavailable) {
		t.Error(err)
	}
}
