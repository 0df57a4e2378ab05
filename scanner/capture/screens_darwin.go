package capture

import (
	"context"
	"errors"

	"github.com/ebitengine/purego"
	"github.com/kbinani/screenshot"

	"watchword/assets/words"
)

// screens asks for the permission before the window goes: macOS shows its question only then,
// and without the permission it hands out the wallpaper alone instead of refusing.
func screens(ctx context.Context, o Options) ([]Shot, error) {
	if !allowed() {
		return nil, recordingDenied()
	}
	shots, err := o.withoutWindow(ctx, displays)
	switch {
	case err == nil || ctx.Err() != nil:
		return shots, err
	case errors.Is(err, screenshot.ErrUnsupported) || screenshot.NumActiveDisplays() == 0 && !built:
		return nil, &Refusal{
			What: words.T("This build of Watchword cannot take pictures of the screen on macOS."),
			Next: orElse(words.T("Use the application with the window.")),
			Err:  err,
		}
	}
	return nil, recordingDenied()
}

func recordingDenied() *Refusal {
	return &Refusal{
		What:       words.T("macOS does not let Watchword see the screen."),
		Next:       orElse(words.T("Open System Settings > Privacy & Security > Screen Recording, switch Watchword on (for the terminal command: your terminal program), start it again and scan once more.")),
		Permission: true,
	}
}

// allowed reports whether this program may record the screen, and lets macOS put its question
// if it was never answered. Before macOS 10.15 there was no such permission.
func allowed() bool {
	lib, err := purego.Dlopen("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return true
	}
	preflight, err := purego.Dlsym(lib, "CGPreflightScreenCaptureAccess")
	if err != nil {
		return true
	}
	if yes(preflight) {
		return true
	}
	request, err := purego.Dlsym(lib, "CGRequestScreenCaptureAccess")
	return err == nil && yes(request)
}

// yes calls a C function without arguments that returns bool: only the lowest byte counts.
func yes(function uintptr) bool {
	r, _, _ := purego.SyscallN(function)
	return r&0xff != 0
}
