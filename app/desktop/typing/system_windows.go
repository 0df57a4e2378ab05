package typing

import (
	"context"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"watchword/app/desktop/sessionlock"
)

// On Windows SendInput types characters as such (KEYEVENTF_UNICODE), whatever the keyboard's layout.
var (
	user32         = windows.NewLazySystemDLL("user32.dll")
	foreground     = user32.NewProc("GetForegroundWindow")
	sendInput      = user32.NewProc("SendInput")
	asyncKeyState  = user32.NewProc("GetAsyncKeyState")
	inputKeyboard  = uint32(1)      // INPUT_KEYBOARD
	asCharacter    = uint32(0x0004) // KEYEVENTF_UNICODE
	keyUp          = uint32(0x0002) // KEYEVENTF_KEYUP
	enterKey       = uint16(0x0D)   // VK_RETURN
	heldDown       = uintptr(0x8000)
	firstKey, last = uintptr(0x08), uintptr(0xFE) // virtual keys behind those of the mouse
)

// input is INPUT with a KEYBDINPUT in it (winuser.h). The union is aligned as its longest member, and as long
// as its MOUSEINPUT.
type input struct {
	kind uint32
	keyboardInput
	_ [8]byte
}

type keyboardInput struct {
	key   uint16
	scan  uint16
	flags uint32
	time  uint32
	extra uintptr
}

func focused() (Target, error) {
	window, _, _ := foreground.Call()
	if window == 0 {
		return Target{}, ErrElsewhere
	}
	var pid uint32
	if _, err := windows.GetWindowThreadProcessId(windows.HWND(window), &pid); err != nil {
		return Target{}, ErrElsewhere
	}
	if int(pid) == os.Getpid() {
		return Target{}, ErrOwnWindow
	}
	return Target{uint64(window)}, nil
}

func typeCode(ctx context.Context, to Target, code string, o Options) error {
	h := hands{focused: focused, untouched: untouched, strike: strike}
	if err := h.wait(ctx, to); err != nil {
		return err
	}
	return h.typeAll(ctx, to, o.characters(code))
}

// strike presses and releases a key in one call, so that nothing comes between. A window of higher rights
// takes no keys from this program: then none are sent.
func strike(c byte) error {
	key, scan, flags := uint16(0), uint16(c), asCharacter
	if c == enter {
		key, scan, flags = enterKey, 0, 0
	}
	keys := [2]input{
		{kind: inputKeyboard, keyboardInput: keyboardInput{key: key, scan: scan, flags: flags}},
		{kind: inputKeyboard, keyboardInput: keyboardInput{key: key, scan: scan, flags: flags | keyUp}},
	}
	sent, _, _ := sendInput.Call(2, uintptr(unsafe.Pointer(&keys[0])), unsafe.Sizeof(keys[0]))
	if sent != 2 {
		return ErrRefused
	}
	return nil
}

func untouched() bool {
	for key := firstKey; key <= last; key++ {
		if state, _, _ := asyncKeyState.Call(key); state&heldDown != 0 {
			return false
		}
	}
	return true
}

func locked(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return sessionlock.Locked(ctx)
}
