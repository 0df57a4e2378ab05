package typing

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal/portaltest"
)

// wayland makes this test's session one of Wayland, with a bus of its own.
func wayland(t *testing.T) {
	t.Helper()
	portaltest.Bus(t)
	t.Setenv("WAYLAND_DISPLAY", "wayland-none")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
}

func text(keysyms []int32) string {
	var s []rune
	for _, k := range keysyms {
		s = append(s, rune(k))
	}
	return string(s)
}

func TestPortalTypes(t *testing.T) {
	wayland(t)
	remote := &portaltest.Remote{}
	remote.Start = func(r portaltest.Request, devices map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
		if got, _ := devices["types"].Value().(uint32); got != 1 {
			t.Errorf("asked for the devices %d, not for the keyboard alone", got)
		}
		if got, _ := devices["restore_token"].Value().(string); got != "the last one" {
			t.Errorf("restored by the token %q", got)
		}
		portaltest.Allow(r, "the next one")
		return r.Path, nil
	}
	(&portaltest.Portal{Remote: remote}).Serve(t)
	permission := filepath.Join(t.TempDir(), "typing")
	if err := os.WriteFile(permission, []byte("the last one"), 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := Focused()
	if err != nil || to != (Target{}) {
		t.Fatal("under Wayland no program knows the window with the focus", to, err)
	}
	o := Options{Enter: true, Permission: permission}
	if err := Type(t.Context(), to, "492039", o); err != nil {
		t.Fatal(err)
	}
	if got := text(remote.Typed()); got != "492039"+string(rune(keysymReturn)) {
		t.Errorf("typed %q", got)
	}
	if kept, err := os.ReadFile(permission); err != nil || string(kept) != "the next one" {
		t.Errorf("kept the token %q: %v", kept, err)
	}
	if info, err := os.Stat(permission); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("the token is not the user's alone", info, err)
	}
	for end := time.Now().Add(20 * time.Second); remote.Ended() != 1; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the session is open still")
		}
	}
}

func TestPortalRefuses(t *testing.T) {
	answer := func(code uint32, results map[string]dbus.Variant) *portaltest.Remote {
		return &portaltest.Remote{Start: func(r portaltest.Request, _ map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
			r.Respond(code, results)
			return r.Path, nil
		}}
	}
	for name, row := range map[string]struct {
		portal *portaltest.Portal
		want   error
	}{
		"the user says no":              {&portaltest.Portal{Remote: answer(1, nil)}, ErrRefused},
		"the portal fails":              {&portaltest.Portal{Remote: answer(2, nil)}, ErrRefused},
		"the mouse alone":               {&portaltest.Portal{Remote: answer(0, map[string]dbus.Variant{"devices": dbus.MakeVariant(uint32(2))})}, ErrRefused},
		"no such part (sway's portal)":  {&portaltest.Portal{}, ErrUnavailable},
		"no portal at all (bus only)":   {nil, ErrUnavailable},
		"answers twice, with no second": {&portaltest.Portal{Remote: twice()}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			wayland(t)
			if row.portal != nil {
				row.portal.Serve(t)
			}
			if err := Type(t.Context(), Target{}, "1", Options{}); !errors.Is(err, row.want) {
				t.Errorf("%v, not %v", err, row.want)
			}
			if row.want != nil && row.portal != nil && row.portal.Remote != nil && len(row.portal.Remote.Typed()) > 0 {
				t.Error("typed all the same")
			}
		})
	}
}

func twice() *portaltest.Remote {
	return &portaltest.Remote{Start: func(r portaltest.Request, _ map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
		portaltest.Allow(r, "a")
		portaltest.Allow(r, "b")
		return r.Path, nil
	}}
}

// A portal that hangs is left when the caller gives up.
func TestPortalHangs(t *testing.T) {
	wayland(t)
	asked := make(chan struct{})
	(&portaltest.Portal{Remote: &portaltest.Remote{Start: func(r portaltest.Request, _ map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
		close(asked)
		return r.Path, nil
	}}}).Serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if err := Type(ctx, Target{}, "1", Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A locked screen gets no code: it would go into the password field.
func TestNothingIsTypedIntoALockedScreen(t *testing.T) {
	wayland(t)
	conn := portaltest.Connect(t)
	if err := conn.Export(saver(true), "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.freedesktop.ScreenSaver", 0); err != nil {
		t.Fatal(err)
	}
	remote := &portaltest.Remote{}
	(&portaltest.Portal{Remote: remote}).Serve(t)
	if err := Type(t.Context(), Target{}, "1", Options{}); !errors.Is(err, ErrLocked) {
		t.Error(err)
	}
	if len(remote.Typed()) > 0 {
		t.Error("typed all the same")
	}
}

type saver bool

func (s saver) GetActive() (bool, *dbus.Error) { return bool(s), nil }
