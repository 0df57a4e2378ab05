package autostart

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"

	"watchword/assets/words"
	"watchword/scanner/capture/portal"
)

// In a sandbox a file of ours starts nothing: the desktop keeps the entry, and may ask the user.
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html
const background = "org.freedesktop.portal.Background"

var (
	errNoPortal = words.Error("This desktop has no way to start a program from a sandbox at login (the desktop portal’s part Background is missing).")
	errRefused  = words.Error("The desktop did not allow Watchword to start at login. Allow it in the desktop’s settings for apps, then switch it on again.")
	errSilent   = words.Error("The desktop did not answer whether Watchword may start at login. Try again later.")
)

// askPortal has the desktop start the program at login, or no longer. The limit is how long its user may take.
func askPortal(on bool, limit time.Duration) error {
	results, err := portal.Ask(context.Background(), portal.Call{
		Interface: background, Method: "RequestBackground", Args: []any{""}, Limit: limit,
		Options: map[string]dbus.Variant{
			"reason":    dbus.MakeVariant(words.T("Watchword waits in the tray, locked.")),
			"autostart": dbus.MakeVariant(on), "commandline": dbus.MakeVariant([]string{"watchword", Flag}),
			"dbus-activatable": dbus.MakeVariant(false),
		},
	})
	switch is, told := results["autostart"].Value().(bool); {
	case errors.Is(err, portal.ErrNoService):
		return errNoPortal
	case errors.Is(err, portal.ErrNoAnswer), errors.Is(err, portal.ErrGone):
		return errSilent
	case err != nil && on, on && told && !is:
		return errRefused
	case err != nil, !on && told && is:
		return words.Error("The desktop did not take Watchword from what it starts at login. Do it in the desktop’s settings for apps.")
	}
	return nil
}
