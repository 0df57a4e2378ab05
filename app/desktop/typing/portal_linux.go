package typing

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/app/privatefile"
	"watchword/scanner/capture/portal"
)

// Under Wayland the desktop types for a program that the user has allowed to:
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.RemoteDesktop.html
const (
	remote       = "org.freedesktop.portal.RemoteDesktop"
	keyboardOnly = uint32(1) // of the device types
	untilRevoked = uint32(2) // persist_mode: the token holds until the user takes it back
	answered     = 600 * time.Millisecond
)

// typeByPortal types into whichever window has the focus: no program is told which that is. The portal's
// session is open only while it types.
func typeByPortal(ctx context.Context, text []byte, o Options) error {
	conn, err := portal.Dial()
	if err != nil {
		return ErrUnavailable
	}
	defer conn.Close()
	conn.Register(ctx)
	session, err := start(ctx, conn, o)
	if err != nil {
		return err
	}
	defer conn.CloseSession(session)
	for _, c := range text {
		for _, state := range []uint32{1, 0} { // down, up
			if err := conn.Call(ctx, remote+".NotifyKeyboardKeysym", session, map[string]dbus.Variant{}, int32(keysym(c)), state); err != nil {
				return failed(ctx, err)
			}
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
	return nil
}

// start opens a session for the keyboard alone. The desktop asks the user where the token is none of its
// own any more.
func start(ctx context.Context, conn *portal.Conn, o Options) (dbus.ObjectPath, error) {
	session, err := conn.CreateSession(ctx, remote)
	if err != nil {
		return "", failed(ctx, err)
	}
	devices := map[string]dbus.Variant{"types": dbus.MakeVariant(keyboardOnly), "persist_mode": dbus.MakeVariant(untilRevoked)}
	if token := o.permission(); token != "" {
		devices["restore_token"] = dbus.MakeVariant(token)
	}
	if _, err := conn.Ask(ctx, portal.Call{Interface: remote, Method: "SelectDevices", Args: []any{session}, Options: devices}); err != nil {
		conn.CloseSession(session)
		return "", failed(ctx, err)
	}
	asked := time.Now()
	begun, err := conn.Ask(ctx, portal.Call{Interface: remote, Method: "Start", Args: []any{session, ""}})
	if err != nil {
		conn.CloseSession(session)
		return "", failed(ctx, err)
	}
	if next, _ := begun["restore_token"].Value().(string); next != "" {
		o.keep(next) // each is good for one time
	}
	if got, _ := begun["devices"].Value().(uint32); got&keyboardOnly == 0 {
		conn.CloseSession(session)
		return "", ErrRefused
	}
	if time.Since(asked) > answered { // a question was open: the window before it gets the focus back
		if err := sleep(ctx, answered); err != nil {
			conn.CloseSession(session)
			return "", err
		}
	}
	return session, nil
}

func (o Options) permission() string {
	if o.Permission == "" {
		return ""
	}
	token, _ := os.ReadFile(o.Permission) // there is none the first time
	return string(token)
}

// keep stores a permission. Where that fails the desktop asks again.
func (o Options) keep(token string) {
	if o.Permission == "" || os.MkdirAll(filepath.Dir(o.Permission), 0o700) != nil {
		return
	}
	_ = privatefile.Replace(o.Permission, []byte(token))
}

// failed says in this package's words why the portal did not do it.
func failed(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, portal.ErrNoService):
		return ErrUnavailable
	}
	return ErrRefused
}
