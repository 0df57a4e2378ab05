package hotkey

import (
	"context"
	"errors"
	"strings"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal"
)

// Under Wayland the desktop hears the keys, and asks the user which:
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
const (
	shortcuts = "org.freedesktop.portal.GlobalShortcuts"
	id        = "quick-search" // never another one: desktops keep what the user set by it
)

// A shortcut is an entry of BindShortcuts, (sa{sv}).
type shortcut struct {
	ID    string
	About map[string]dbus.Variant
}

func listenPortal(ctx context.Context, k Keys, description string, ready, pressed func()) error {
	conn, err := portal.Dial()
	if err != nil {
		return ErrUnavailable
	}
	defer conn.Close()
	conn.Register(ctx)
	session, err := conn.CreateSession(ctx, shortcuts)
	if err != nil {
		return failed(ctx, err)
	}
	defer conn.CloseSession(session)
	signals, err := conn.Listen(shortcuts, "Activated")
	if err != nil {
		return ErrUnavailable
	}
	want := []shortcut{{id, map[string]dbus.Variant{
		"description": dbus.MakeVariant(description), "preferred_trigger": dbus.MakeVariant(k.trigger())}}}
	bound, err := conn.Ask(ctx, portal.Call{Interface: shortcuts, Method: "BindShortcuts", Args: []any{session, want, ""}})
	switch {
	case err != nil:
		return failed(ctx, err)
	case isEmpty(bound["shortcuts"]): // the user gave no key in the desktop's window
		return ErrRefused
	}
	ready()
	return hear(ctx, signals, session, pressed)
}

// hear waits for the signals of a session. The portal ends it with the connection.
func hear(ctx context.Context, signals <-chan *dbus.Signal, session dbus.ObjectPath, pressed func()) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case s, ok := <-signals:
			if !ok || portal.Gone(s) {
				return ErrUnavailable
			}
			if len(s.Body) < 2 || s.Name != shortcuts+".Activated" {
				continue
			}
			if of, _ := s.Body[0].(dbus.ObjectPath); of == session && s.Body[1] == id {
				pressed()
			}
		}
	}
}

// isEmpty reports whether a portal says that it bound nothing. One that does not say has bound it.
func isEmpty(v dbus.Variant) bool {
	list, ok := v.Value().([][]any)
	return ok && len(list) == 0
}

// trigger writes keys as the specification of shortcuts has them: https://specifications.freedesktop.org/shortcuts-spec/
func (k Keys) trigger() string {
	var parts []string
	for _, m := range []struct {
		is   Modifier
		name string
	}{{Ctrl, "CTRL"}, {Alt, "ALT"}, {Shift, "SHIFT"}, {Super, "LOGO"}} {
		if k.Modifiers&m.is != 0 {
			parts = append(parts, m.name)
		}
	}
	key := k.Key
	if !k.function() { // keysyms have their names: "space", "w"
		key = strings.ToLower(key)
	}
	return strings.Join(append(parts, key), "+")
}

// failed says in this package's words why the portal did not do it.
func failed(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return nil
	case errors.Is(err, portal.ErrNoService):
		return ErrUnavailable
	}
	return ErrRefused
}
