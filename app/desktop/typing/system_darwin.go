package typing

import (
	"context"
	"os"
	"sync"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"

	"watchword/app/desktop/sessionlock"
)

// On macOS events with a Unicode string type characters as such. The system asks for the permission
// Accessibility, in its own settings.
const (
	hidEventTap = 0  // kCGHIDEventTap
	returnKey   = 36 // kVK_Return
	frameworks  = "/System/Library/Frameworks/"
)

// A keyboard is what is called of macOS.
type keyboard struct {
	trusted   func() bool
	event     func(source uintptr, key uint16, down bool) uintptr
	text      func(event uintptr, n uint64, text *uint16)
	flags     func(event uintptr, flags uint64)
	post      func(tap uint32, event uintptr)
	release   func(object uintptr)
	modifiers func(source int32) uint64
}

var load = sync.OnceValues(func() (keyboard, error) {
	var k keyboard
	app, err := purego.Dlopen(frameworks+"ApplicationServices.framework/ApplicationServices", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return k, err
	}
	core, err := purego.Dlopen(frameworks+"CoreFoundation.framework/CoreFoundation", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return k, err
	}
	purego.RegisterLibFunc(&k.trusted, app, "AXIsProcessTrusted")
	purego.RegisterLibFunc(&k.event, app, "CGEventCreateKeyboardEvent")
	purego.RegisterLibFunc(&k.text, app, "CGEventKeyboardSetUnicodeString")
	purego.RegisterLibFunc(&k.flags, app, "CGEventSetFlags")
	purego.RegisterLibFunc(&k.post, app, "CGEventPost")
	purego.RegisterLibFunc(&k.modifiers, app, "CGEventSourceFlagsState")
	purego.RegisterLibFunc(&k.release, core, "CFRelease")
	return k, nil
})

// focused returns the program in front: macOS tells no more without further rights.
func focused() (Target, error) {
	if _, err := purego.Dlopen(frameworks+"AppKit.framework/AppKit", purego.RTLD_LAZY|purego.RTLD_GLOBAL); err != nil {
		return Target{}, ErrUnavailable
	}
	front := objc.ID(objc.GetClass("NSWorkspace")).Send(objc.RegisterName("sharedWorkspace")).Send(objc.RegisterName("frontmostApplication"))
	if front == 0 {
		return Target{}, ErrElsewhere
	}
	pid := objc.Send[int32](front, objc.RegisterName("processIdentifier"))
	if int(pid) == os.Getpid() {
		return Target{}, ErrOwnWindow
	}
	return Target{uint64(pid)}, nil
}

func typeCode(ctx context.Context, to Target, code string, o Options) error {
	k, err := load()
	if err != nil {
		return ErrUnavailable
	}
	if !k.trusted() {
		return ErrRefused
	}
	const held = 1<<17 | 1<<18 | 1<<19 | 1<<20 // Shift, Control, Option, Command
	h := hands{focused: focused, untouched: func() bool { return k.modifiers(0)&held == 0 }, strike: k.strike}
	if err := h.wait(ctx, to); err != nil {
		return err
	}
	return h.typeAll(ctx, to, o.characters(code))
}

// strike presses and releases a key; with a text it stands for that, whatever the key.
func (k keyboard) strike(c byte) error {
	key, text := uint16(0), uint16(c)
	if c == enter {
		key = returnKey
	}
	for _, down := range []bool{true, false} {
		event := k.event(0, key, down)
		if event == 0 {
			return ErrRefused
		}
		k.flags(event, 0)
		if c != enter {
			k.text(event, 1, &text)
		}
		k.post(hidEventTap, event)
		k.release(event)
	}
	return nil
}

func locked(ctx context.Context) bool { return sessionlock.Locked(ctx) }
