package capture

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/jezek/xgb"
)

func init() {
	// The X library reports a missing .Xauthority on standard error, which is not worth a line.
	xgb.Logger.SetOutput(io.Discard)
}

func screens(ctx context.Context, o Options) ([]Shot, error) {
	switch {
	case wayland(), o.Choose:
		return waylandScreens(ctx, o)
	case os.Getenv("DISPLAY") == "":
		return nil, noDisplay(errors.New("neither DISPLAY nor WAYLAND_DISPLAY is set"))
	}
	return o.withoutWindow(ctx, displays)
}

// wayland reports whether the X picture would be worthless: under Xwayland it is black.
func wayland() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland" || xwayland()
}
