package shield

import "github.com/ebitengine/purego/objc"

// Possible says whether this system can do it. From macOS 15 on, programs that use
// ScreenCaptureKit see the window all the same.
const Possible = true

// The values of NSWindowSharingType.
const (
	sharingNone     = 0
	sharingReadOnly = 1 // what windows have at first
)

func set(handle uintptr, hidden bool) error {
	sharing := uint(sharingReadOnly)
	if hidden {
		sharing = sharingNone
	}
	objc.ID(handle).Send(objc.RegisterName("setSharingType:"), sharing)
	return nil
}
