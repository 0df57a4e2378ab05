package appearance

import (
	"context"
	"image/color"
	"math"
	"os"

	"github.com/godbus/dbus/v5"
)

// The settings portal, org.freedesktop.portal.Settings: "contrast" is 1 for higher contrast,
// "accent-color" three numbers from 0 to 1, anything outside that range meaning none.
const (
	portal    = "org.freedesktop.portal.Desktop"
	object    = "/org/freedesktop/portal/desktop"
	readOne   = "org.freedesktop.portal.Settings.ReadOne"
	readOld   = "org.freedesktop.portal.Settings.Read" // before version 2 of the portal
	namespace = "org.freedesktop.appearance"
)

func read(ctx context.Context) Appearance {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return Appearance{} // the library would start a bus of its own
	}
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return Appearance{}
	}
	defer bus.Close()
	var out Appearance
	settings := bus.Object(portal, object)
	if v, ok := setting(ctx, settings, "contrast"); ok {
		n, _ := v.(uint32)
		out.HighContrast = n == 1
	}
	if v, ok := setting(ctx, settings, "accent-color"); ok {
		out.Accent, out.HasAccent = accent(v)
	}
	return out
}

func setting(ctx context.Context, settings dbus.BusObject, key string) (any, bool) {
	for _, method := range []string{readOne, readOld} {
		var v dbus.Variant
		if settings.CallWithContext(ctx, method, 0, namespace, key).Store(&v) != nil {
			continue
		}
		if inner, ok := v.Value().(dbus.Variant); ok { // the old method wraps twice
			v = inner
		}
		return v.Value(), true
	}
	return nil, false
}

func accent(v any) (color.NRGBA, bool) {
	parts, ok := v.([]any)
	if !ok || len(parts) != 3 {
		return color.NRGBA{}, false
	}
	out := [3]uint8{}
	for i, p := range parts {
		f, ok := p.(float64)
		if !ok || !(f >= 0 && f <= 1) {
			return color.NRGBA{}, false
		}
		out[i] = uint8(math.Round(f * 255))
	}
	return color.NRGBA{R: out[0], G: out[1], B: out[2], A: 0xff}, true
}
