package typing

import (
	"context"
	"os"

	"watchword/app/desktop/sessionlock"
)

// On Linux the session decides, not the toolkit of the window: where a Wayland compositor runs, keys that a
// program sends to its X server reach X programs alone, so there the portal types.
func onWayland() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland"
}

func focused() (Target, error) {
	switch {
	case onWayland():
		return Target{}, nil
	case os.Getenv("DISPLAY") == "":
		return Target{}, ErrUnavailable
	}
	x, err := openX()
	if err != nil {
		return Target{}, ErrUnavailable
	}
	defer x.Close()
	return x.focused()
}

func typeCode(ctx context.Context, to Target, code string, o Options) error {
	switch {
	case onWayland():
		return typeByPortal(ctx, o.characters(code), o)
	case os.Getenv("DISPLAY") == "":
		return ErrUnavailable
	}
	x, err := openX()
	if err != nil {
		return ErrUnavailable
	}
	defer x.Close()
	return x.typeCode(ctx, to, o.characters(code))
}

func locked(ctx context.Context) bool { return sessionlock.Locked(ctx) }
