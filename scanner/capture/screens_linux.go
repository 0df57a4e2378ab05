package capture

import (
	"context"
	"errors"
	"os"

	"watchword/scanner/capture/x11"
)

func screens(ctx context.Context, o Options) ([]Shot, error) {
	switch {
	case wayland(), o.Choose:
		return waylandScreens(ctx, o)
	case os.Getenv("DISPLAY") == "":
		return nil, noDisplay(errors.New("neither DISPLAY nor WAYLAND_DISPLAY is set"))
	}
	return o.withoutWindow(ctx, x11Displays)
}

// wayland reports whether the X picture would be worthless: under Xwayland it is black.
func wayland() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland" || xwayland()
}

func x11Displays(ctx context.Context) (shots []Shot, err error) {
	x11.Alone(func() { shots, err = displays(ctx) })
	return shots, err
}
