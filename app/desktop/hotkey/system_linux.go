package hotkey

import (
	"context"
	"os"
)

// The session decides: where a Wayland compositor runs, X programs hear keys only while one of them has the
// focus, so there the portal tells.
func listen(ctx context.Context, k Keys, description string, ready, pressed func()) error {
	switch {
	case os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland":
		return listenPortal(ctx, k, description, ready, pressed)
	case os.Getenv("DISPLAY") == "":
		return ErrUnavailable
	}
	return listenX(ctx, k, ready, pressed)
}
