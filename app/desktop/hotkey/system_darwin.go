package hotkey

import (
	"context"
	"sync"

	"github.com/ebitengine/purego"
)

// On macOS Carbon hears the keys: its hot keys need no permission, which watching all keys would. Its events
// come by the run loop of the main thread, which the window keeps going.
const (
	carbonPath = "/System/Library/Frameworks/Carbon.framework/Carbon"
	classKeys  = 0x6b657962 // kEventClassKeyboard, "keyb"
	kindHotKey = 5          // kEventHotKeyPressed
	signature  = 0x77777264 // "wwrd"
)

type carbon struct {
	target   func() uintptr
	install  func(target, handler uintptr, n uint64, kinds *eventKind, data uintptr, out *uintptr) int32
	remove   func(handler uintptr) int32
	register func(code, modifiers uint32, id uint64, target uintptr, options uint32, out *uintptr) int32
	drop     func(key uintptr) int32
}

// An eventKind is EventTypeSpec.
type eventKind struct{ class, kind uint32 }

var load = sync.OnceValues(func() (carbon, error) {
	var c carbon
	lib, err := purego.Dlopen(carbonPath, purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return c, err
	}
	purego.RegisterLibFunc(&c.target, lib, "GetEventDispatcherTarget")
	purego.RegisterLibFunc(&c.install, lib, "InstallEventHandler")
	purego.RegisterLibFunc(&c.remove, lib, "RemoveEventHandler")
	purego.RegisterLibFunc(&c.register, lib, "RegisterEventHotKey")
	purego.RegisterLibFunc(&c.drop, lib, "UnregisterEventHotKey")
	return c, nil
})

// heard is what the callback below tells; one shortcut is heard at a time. A callback is never freed, so
// there is one.
var heard = make(chan struct{}, 1)

var callback = sync.OnceValue(func() uintptr {
	return purego.NewCallback(func(_, _, _ uintptr) uintptr {
		select {
		case heard <- struct{}{}:
		default: // one is waiting already
		}
		return 0 // noErr
	})
})

func listen(ctx context.Context, k Keys, _ string, ready, pressed func()) error {
	c, err := load()
	if err != nil {
		return ErrUnavailable
	}
	target := c.target()
	var handler, key uintptr
	if c.install(target, callback(), 1, &eventKind{classKeys, kindHotKey}, 0, &handler) != 0 {
		return ErrUnavailable
	}
	defer c.remove(handler)
	// EventHotKeyID is a structure of two 32-bit numbers, which is passed in one register.
	if c.register(keyCodes[k.Key], k.carbon(), signature|1<<32, target, 0, &key) != 0 {
		return ErrTaken
	}
	defer c.drop(key)
	ready()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-heard:
			pressed()
		}
	}
}

// carbon are the modifiers as Carbon has them (Events.h).
func (k Keys) carbon() (mask uint32) {
	for m, is := range map[Modifier]uint32{Super: 0x100, Shift: 0x200, Alt: 0x800, Ctrl: 0x1000} {
		if k.Modifiers&m != 0 {
			mask |= is
		}
	}
	return mask
}

// keyCodes are the places of the keys on an American keyboard (kVK_..., Events.h).
var keyCodes = map[string]uint32{
	"Space": 49,
	"A":     0, "B": 11, "C": 8, "D": 2, "E": 14, "F": 3, "G": 5, "H": 4, "I": 34, "J": 38, "K": 40, "L": 37, "M": 46,
	"N": 45, "O": 31, "P": 35, "Q": 12, "R": 15, "S": 1, "T": 17, "U": 32, "V": 9, "W": 13, "X": 7, "Y": 16, "Z": 6,
	"0": 29, "1": 18, "2": 19, "3": 20, "4": 21, "5": 23, "6": 22, "7": 26, "8": 28, "9": 25,
	"F1": 122, "F2": 120, "F3": 99, "F4": 118, "F5": 96, "F6": 97, "F7": 98, "F8": 100, "F9": 101, "F10": 109, "F11": 103, "F12": 111,
}
