package hotkey

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal/portaltest"
)

const hang = 20 * time.Second

func wayland(t *testing.T) {
	t.Helper()
	portaltest.Bus(t)
	t.Setenv("WAYLAND_DISPLAY", "wayland-none")
}

func start(t *testing.T, text string) (ready, pressed chan struct{}, done chan error, stop func()) {
	t.Helper()
	k, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	ready, pressed, done = make(chan struct{}), make(chan struct{}, 8), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() {
		done <- Listen(ctx, k, "Search your codes", func() { close(ready) }, func() { pressed <- struct{}{} })
	}()
	return ready, pressed, done, cancel
}

func came(t *testing.T, what string, ch <-chan struct{}) {
	t.Helper()
	select {
	case <-ch:
	case <-time.After(hang):
		t.Fatalf("%s did not come", what)
	}
}

func TestPortalTellsOfTheKeys(t *testing.T) {
	wayland(t)
	keys := &portaltest.Shortcuts{}
	(&portaltest.Portal{Shortcuts: keys}).Serve(t)
	ready, pressed, done, stop := start(t, "Ctrl+Alt+Space")
	came(t, "the answer", ready)
	if id, trigger, about := keys.Bound(); id != "quick-search" || trigger != "CTRL+ALT+space" || about != "Search your codes" {
		t.Errorf("bound %q %q %q", id, trigger, about)
	}
	keys.Press("/another/session", "quick-search")
	keys.Press("", "another shortcut")
	keys.Press("", "quick-search")
	came(t, "the press", pressed)
	if len(pressed) > 0 {
		t.Error("another's press counted")
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestPortalWithoutKeys(t *testing.T) {
	answer := func(code uint32, results map[string]dbus.Variant) *portaltest.Portal {
		return &portaltest.Portal{Shortcuts: &portaltest.Shortcuts{Bind: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			r.Respond(code, results)
			return r.Path, nil
		}}}
	}
	for name, row := range map[string]struct {
		portal *portaltest.Portal
		want   error
	}{
		"the user says no":       {answer(1, nil), ErrRefused},
		"the user gives no key":  {answer(0, map[string]dbus.Variant{"shortcuts": dbus.MakeVariantWithSignature([][]any{}, dbus.ParseSignatureMust("a(sa{sv})"))}), ErrRefused},
		"no such part (sway's)":  {&portaltest.Portal{}, ErrUnavailable},
		"no portal, only a bus":  {nil, ErrUnavailable},
		"the portal fails first": {answer(2, nil), ErrRefused},
	} {
		t.Run(name, func(t *testing.T) {
			wayland(t)
			if row.portal != nil {
				row.portal.Serve(t)
			}
			_, _, done, _ := start(t, "F9")
			select {
			case err := <-done:
				if !errors.Is(err, row.want) {
					t.Errorf("%v, not %v", err, row.want)
				}
			case <-time.After(hang):
				t.Fatal("listens all the same")
			}
		})
	}
}

// A portal that ends takes the keys with it: settings say so instead of waiting for ever.
func TestPortalLeaves(t *testing.T) {
	wayland(t)
	keys := &portaltest.Shortcuts{}
	p := &portaltest.Portal{Shortcuts: keys}
	p.Serve(t)
	ready, _, done, _ := start(t, "F9")
	came(t, "the answer", ready)
	p.Die()
	select {
	case err := <-done:
		if !errors.Is(err, ErrUnavailable) {
			t.Error(err)
		}
	case <-time.After(hang):
		t.Fatal("listens to a portal that is gone")
	}
}
