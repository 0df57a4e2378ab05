package appearance

import (
	"image/color"
	"math"
	"testing"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal/portaltest"
)

// settings is a portal that knows some settings.
type settings map[string]any

// ReadOne is the method of version 2 of the portal.
func (s settings) ReadOne(namespace, key string) (dbus.Variant, *dbus.Error) {
	v, ok := s[key]
	if namespace != "org.freedesktop.appearance" || !ok {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
	}
	return dbus.MakeVariant(v), nil
}

// old is a portal of version 1: its one method wraps the value twice.
type old struct{ s settings }

func (o old) Read(namespace, key string) (dbus.Variant, *dbus.Error) {
	v, err := o.s.ReadOne(namespace, key)
	return dbus.MakeVariant(v), err
}

func serve(t *testing.T, portal any) {
	t.Helper()
	portaltest.Bus(t)
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	if err := bus.Export(portal, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"); err != nil {
		t.Fatal(err)
	}
	if reply, err := bus.RequestName("org.freedesktop.portal.Desktop", 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
}

type rgb struct{ R, G, B float64 } // a D-Bus struct, as the portal sends it

func TestRead(t *testing.T) {
	orange := Appearance{HasAccent: true, Accent: color.NRGBA{R: 0xE6, G: 0x61, B: 0x00, A: 0xff}}
	strong := orange
	strong.HighContrast = true
	for _, row := range []struct {
		why    string
		portal any
		want   Appearance
	}{
		{"GNOME's orange", settings{"contrast": uint32(0), "accent-color": rgb{0.902, 0.38, 0}}, orange},
		{"high contrast", settings{"contrast": uint32(1), "accent-color": rgb{0.902, 0.38, 0}}, strong},
		{"no accent: out of range", settings{"contrast": uint32(1), "accent-color": rgb{-1, -1, -1}}, Appearance{HighContrast: true}},
		{"a portal of version 1", old{settings{"contrast": uint32(1), "accent-color": rgb{0.902, 0.38, 0}}}, strong},
		{"a portal that knows neither", settings{}, Appearance{}},
		{"values of other kinds", settings{"contrast": "yes", "accent-color": "orange"}, Appearance{}},
	} {
		t.Run(row.why, func(t *testing.T) {
			serve(t, row.portal)
			if got := Read(t.Context()); got != row.want {
				t.Errorf("%+v, want %+v", got, row.want)
			}
		})
	}
}

func TestNoBus(t *testing.T) {
	for _, address := range []string{"", "unix:path=/nowhere"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if got := Read(t.Context()); got != (Appearance{}) {
			t.Errorf("%+v", got)
		}
	}
}

func TestAccentIsANumber(t *testing.T) {
	if _, ok := accent([]any{math.NaN(), 0.5, 0.5}); ok {
		t.Error("no number is taken for a colour")
	}
	if _, ok := accent([]any{0.5, 0.5}); ok {
		t.Error("two numbers are taken for a colour")
	}
}
