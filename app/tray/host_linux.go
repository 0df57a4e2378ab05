package tray

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// The names of the StatusNotifierItem specification. The watcher knows the items and the hosts; a host is what
// shows them.
const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = "/StatusNotifierWatcher"
)

// watchHost tells whether the desktop shows such icons, now and whenever that changes, until ctx ends. Without
// a session bus it tells that it does not.
func watchHost(ctx context.Context, tell func(there bool)) {
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		tell(false)
		return
	}
	defer bus.Close()
	if bus.Auth(nil) != nil || bus.Hello() != nil {
		tell(false)
		return
	}
	changes := make(chan *dbus.Signal, 16)
	bus.Signal(changes)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher)},
		{dbus.WithMatchInterface(watcher)},
	} {
		if bus.AddMatchSignalContext(ctx, match...) != nil {
			tell(false)
			return
		}
	}
	there := hosted(ctx, bus)
	tell(there)
	for {
		select {
		case <-ctx.Done():
			return
		case s, ok := <-changes:
			if !ok { // the bus is gone
				tell(false)
				return
			}
			if s.Name == watcher+".StatusNotifierItemRegistered" || s.Name == watcher+".StatusNotifierItemUnregistered" {
				continue
			}
		}
		if now := hosted(ctx, bus); now != there {
			there = now
			tell(there)
		}
	}
}

// hosted asks the watcher whether anything shows the icons that it knows.
func hosted(ctx context.Context, bus *dbus.Conn) bool {
	var there dbus.Variant
	err := bus.Object(watcher, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcher, "IsStatusNotifierHostRegistered").Store(&there)
	is, _ := there.Value().(bool)
	return err == nil && is
}
