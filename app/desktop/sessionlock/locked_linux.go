package sessionlock

import (
	"context"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// askLimit bounds each question to a login manager or screen saver that hangs.
const askLimit = time.Second

func locked(ctx context.Context) bool {
	w := &watcher{}
	defer w.close()
	if conn, _ := w.join(dbus.SystemBusPrivate); conn != nil && loginLocked(ctx, conn) {
		return true
	}
	conn, _ := w.join(dbus.SessionBusPrivateNoAutoStartup)
	return conn != nil && screenLocked(ctx, conn)
}

// loginLocked asks the login manager for the two properties that [left] hears of.
func loginLocked(ctx context.Context, conn *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	session := ownSession(ctx, conn)
	if session == "" {
		return false
	}
	var is map[string]dbus.Variant
	if conn.Object(login, session).CallWithContext(ctx, properties+".GetAll", 0, loginFace).Store(&is) != nil {
		return false
	}
	return left([]any{loginFace, is})
}

// screenLocked asks the screen savers that are there: none is started for it.
func screenLocked(ctx context.Context, conn *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	for _, face := range savers {
		path := dbus.ObjectPath("/" + strings.ReplaceAll(face, ".", "/"))
		var active bool
		if conn.Object(face, path).CallWithContext(ctx, face+".GetActive", dbus.FlagNoAutoStart).Store(&active) == nil && active {
			return true
		}
	}
	return false
}
