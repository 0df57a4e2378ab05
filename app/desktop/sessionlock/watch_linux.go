package sessionlock

import (
	"context"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/godbus/dbus/v5"
)

// On Linux the login manager (org.freedesktop.login1, systemd-logind or elogind, on the
// system bus) tells of locked sessions and of sleep, and the desktop's screen saver tells of
// locked screens (on the session bus). Each of them may be missing.
const (
	login      = "org.freedesktop.login1"
	loginPath  = dbus.ObjectPath("/org/freedesktop/login1")
	manager    = login + ".Manager"
	loginFace  = login + ".Session"
	properties = "org.freedesktop.DBus.Properties"
)

// savers are the interfaces whose signal ActiveChanged(true) means a locked screen.
var savers = []string{
	"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.xfce.ScreenSaver",
	"org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
}

func watch(ctx context.Context, lock func(Reason)) error {
	w := &watcher{lock: lock}
	defer w.close()
	system, session := w.joinSystem(ctx), w.joinSession(ctx)
	for system != nil || session != nil {
		var s *dbus.Signal
		ok := false
		select {
		case <-ctx.Done():
			return nil
		case s, ok = <-system:
			if !ok {
				system = nil // the bus is gone
			}
		case s, ok = <-session:
			if !ok {
				session = nil
			}
		}
		if ok {
			w.hear(ctx, s)
		}
	}
	return ErrUnavailable
}

type watcher struct {
	lock  func(Reason)
	conns []*dbus.Conn

	system  *dbus.Conn
	session dbus.ObjectPath // ours at the login manager; "" if unknown
	delay   int             // the file that holds sleep up; 0 for none
}

func (w *watcher) close() {
	w.release()
	for _, c := range w.conns {
		_ = c.Close()
	}
}

// join prepares a connection of our own and listens on it.
func (w *watcher) join(dial func(...dbus.ConnOption) (*dbus.Conn, error)) (*dbus.Conn, <-chan *dbus.Signal) {
	conn, err := dial()
	if err != nil {
		return nil, nil
	}
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		_ = conn.Close()
		return nil, nil
	}
	w.conns = append(w.conns, conn)
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	return conn, signals
}

func (w *watcher) joinSystem(ctx context.Context) <-chan *dbus.Signal {
	conn, signals := w.join(dbus.SystemBusPrivate)
	if conn == nil {
		return nil
	}
	w.system = conn
	w.session = ownSession(ctx, conn)
	_ = conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(login), dbus.WithMatchInterface(manager), dbus.WithMatchMember("PrepareForSleep"))
	if w.session != "" {
		for _, match := range [][]dbus.MatchOption{
			{dbus.WithMatchInterface(loginFace), dbus.WithMatchMember("Lock")},
			{dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged")},
		} {
			_ = conn.AddMatchSignalContext(ctx, append(match, dbus.WithMatchSender(login), dbus.WithMatchObjectPath(w.session))...)
		}
	}
	w.inhibit(ctx)
	return signals
}

// ownSession asks in three ways which session the user is in: a program that the desktop
// started through systemd is in none itself.
func ownSession(ctx context.Context, conn *dbus.Conn) dbus.ObjectPath {
	m := conn.Object(login, loginPath)
	var path dbus.ObjectPath
	if m.CallWithContext(ctx, manager+".GetSessionByPID", 0, uint32(os.Getpid())).Store(&path) == nil {
		return path
	}
	if id := os.Getenv("XDG_SESSION_ID"); id != "" && m.CallWithContext(ctx, manager+".GetSession", 0, id).Store(&path) == nil {
		return path
	}
	var user dbus.ObjectPath
	if m.CallWithContext(ctx, manager+".GetUser", 0, uint32(os.Getuid())).Store(&user) != nil {
		return ""
	}
	var display dbus.Variant
	err := conn.Object(login, user).CallWithContext(ctx, properties+".Get", 0, login+".User", "Display").Store(&display)
	if pair, ok := display.Value().([]any); err == nil && ok && len(pair) == 2 {
		path, _ = pair[1].(dbus.ObjectPath)
		return path
	}
	return ""
}

// inhibit asks the login manager to wait for us before it sends the computer to sleep.
func (w *watcher) inhibit(ctx context.Context) {
	var file dbus.UnixFD
	err := w.system.Object(login, loginPath).CallWithContext(ctx, manager+".Inhibit", 0,
		"sleep", "Watchword", "Locks the vault before sleep", "delay").Store(&file)
	if err == nil {
		w.delay = int(file)
	}
}

// release lets the computer sleep.
func (w *watcher) release() {
	if w.delay > 0 {
		_ = syscall.Close(w.delay)
		w.delay = 0
	}
}

func (w *watcher) joinSession(ctx context.Context) <-chan *dbus.Signal {
	conn, signals := w.join(dbus.SessionBusPrivateNoAutoStartup)
	if conn == nil {
		return nil
	}
	for _, face := range savers {
		_ = conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(face), dbus.WithMatchMember("ActiveChanged"))
	}
	return signals
}

// hear acts on one signal. Anybody on the bus can send one; the worst that a false one does
// is to lock.
func (w *watcher) hear(ctx context.Context, s *dbus.Signal) {
	at := strings.LastIndex(s.Name, ".")
	if at < 0 {
		return
	}
	face, member := s.Name[:at], s.Name[at+1:]
	switch {
	case face == manager && member == "PrepareForSleep":
		if begins(s.Body) {
			w.lock(Sleep)
			w.release()
		} else if w.delay == 0 {
			w.inhibit(ctx) // awake again: be asked the next time too
		}
	case face == loginFace && member == "Lock" && s.Path == w.session:
		w.lock(SessionLocked)
	case face == properties && s.Path == w.session && left(s.Body):
		w.lock(SessionLocked)
	case slices.Contains(savers, face) && member == "ActiveChanged" && begins(s.Body):
		w.lock(SessionLocked)
	}
}

// begins reports whether the one argument of a signal is true.
func begins(body []any) bool {
	if len(body) == 0 {
		return false
	}
	yes, _ := body[0].(bool)
	return yes
}

// left reports whether changed properties of the session say that it is locked, or that
// another person's is shown.
func left(body []any) bool {
	if len(body) < 2 || body[0] != loginFace {
		return false
	}
	changed, _ := body[1].(map[string]dbus.Variant)
	locked, isBool := changed["LockedHint"].Value().(bool)
	active, isBool2 := changed["Active"].Value().(bool)
	return isBool && locked || isBool2 && !active
}
