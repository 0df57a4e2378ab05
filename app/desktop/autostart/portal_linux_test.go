package autostart

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal/portaltest"
)

// inSandbox has the program believe that it runs in one.
func inSandbox(t *testing.T) {
	t.Helper()
	before := sandboxed
	sandboxed = func() bool { return true }
	t.Cleanup(func() { sandboxed = before })
}

// In a sandbox the desktop is asked, and no file is written that would start nothing.
func TestSetInASandbox(t *testing.T) {
	inSandbox(t)
	portaltest.Bus(t)
	folder := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", folder)
	asked := make(chan portaltest.Request, 2)
	(&portaltest.Portal{Background: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		asked <- r
		r.Respond(0, map[string]dbus.Variant{"background": dbus.MakeVariant(true), "autostart": r.Options["autostart"]})
		return r.Path, nil
	}}).Serve(t)
	for _, on := range []bool{true, false} {
		if err := Set(on); err != nil {
			t.Fatal(err)
		}
	}
	for _, on := range []bool{true, false} {
		r := <-asked
		command, _ := r.Options["commandline"].Value().([]string)
		if r.Options["autostart"].Value() != on || !slices.Equal(command, []string{"watchword", "--hidden"}) {
			t.Errorf("asked for %v", r.Options)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "autostart")); !os.IsNotExist(err) {
		t.Errorf("a file was written: %v", err)
	}
}

func TestPortalThatDoesNot(t *testing.T) {
	answer := func(codes ...uint32) *portaltest.Portal {
		return &portaltest.Portal{Background: func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
			for _, code := range codes {
				r.Respond(code, map[string]dbus.Variant{"autostart": dbus.MakeVariant(code == 0)})
			}
			return r.Path, nil
		}}
	}
	other := answer()
	other.Background = func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		r.Respond(0, map[string]dbus.Variant{"background": dbus.MakeVariant(true), "autostart": dbus.MakeVariant(false)})
		return r.Path, nil
	}
	nonsense := answer()
	nonsense.Background = func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		r.Respond(0, map[string]dbus.Variant{"autostart": dbus.MakeVariant("yes")})
		return r.Path, nil
	}
	dies := answer()
	dies.Background = func(r portaltest.Request) (dbus.ObjectPath, *dbus.Error) {
		dies.Die()
		return r.Path, nil
	}
	for _, tt := range []struct {
		why    string
		portal *portaltest.Portal
		want   error
	}{
		{"the user says no", answer(1), errRefused},
		{"it was refused in the past", answer(2), errRefused},
		{"it may run, but not start", other, errRefused},
		{"it answers twice", answer(0, 2), nil},
		{"it says no twice", answer(2, 0), errRefused},
		{"it hangs", answer(), errSilent},
		{"it answers nonsense", nonsense, nil}, // it said that it did it
		{"it ends", dies, errSilent},
		{"no such part", &portaltest.Portal{}, errNoPortal},
		{"no portal", nil, errNoPortal},
	} {
		t.Run(tt.why, func(t *testing.T) {
			portaltest.Bus(t)
			if tt.portal != nil {
				tt.portal.Serve(t)
			}
			if err := askPortal(true, time.Second); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}
