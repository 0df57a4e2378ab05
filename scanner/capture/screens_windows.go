package capture

import (
	"context"
	"runtime"

	"golang.org/x/sys/windows"

	"watchword/assets/words"
)

func screens(ctx context.Context, o Options) ([]Shot, error) {
	shots, err := o.withoutWindow(ctx, func(ctx context.Context) ([]Shot, error) {
		defer realPixels()()
		return displays(ctx)
	})
	if err != nil && ctx.Err() == nil {
		return nil, &Refusal{
			What: words.T("Windows gave no picture of the screen."),
			Next: orElse(words.T("Close a security question or the lock screen if one is shown, and try again.")),
			Err:  err,
		}
	}
	return shots, err
}

// perMonitorV2 is DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2 of windef.h: -4 as a handle.
const perMonitorV2 = ^uintptr(3)

// realPixels asks for true pixels on this thread until the function it returns is called. A
// program that has not declared itself (a terminal one) gets a picture cut to the logical
// size otherwise. Windows before 10 (1607) lacks the call and needs nothing.
func realPixels() (restore func()) {
	set := windows.NewLazySystemDLL("user32.dll").NewProc("SetThreadDpiAwarenessContext")
	if set.Find() != nil {
		return func() {}
	}
	runtime.LockOSThread()
	before, _, _ := set.Call(perMonitorV2)
	return func() {
		if before != 0 {
			_, _, _ = set.Call(before)
		}
		runtime.UnlockOSThread()
	}
}
