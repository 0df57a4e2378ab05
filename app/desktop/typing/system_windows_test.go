package typing

import (
	"errors"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A field is an edit control of Windows in a window of this test.
type field uintptr

var (
	createWindow  = user32.NewProc("CreateWindowExW")
	destroyWindow = user32.NewProc("DestroyWindow")
	setFocus      = user32.NewProc("SetFocus")
	setForeground = user32.NewProc("SetForegroundWindow")
	getText       = user32.NewProc("GetWindowTextW")
	peekMessage   = user32.NewProc("PeekMessageW")
	translate     = user32.NewProc("TranslateMessage")
	dispatch      = user32.NewProc("DispatchMessageW")
)

func newField(t *testing.T) field {
	t.Helper()
	class, err := windows.UTF16PtrFromString("EDIT")
	if err != nil {
		t.Fatal(err)
	}
	const visibleOverlapped = 0x10CF0000 // WS_VISIBLE | WS_OVERLAPPEDWINDOW
	w, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(class)), 0, visibleOverlapped, 0, 0, 200, 80, 0, 0, 0, 0)
	if w == 0 {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _, _ = destroyWindow.Call(w) })
	_, _, _ = setForeground.Call(w)
	_, _, _ = setFocus.Call(w)
	return field(w)
}

// pump handles what came to the window.
func (field) pump() {
	var m [64]byte // MSG is 48
	for {
		if got, _, _ := peekMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0, 1); got == 0 {
			return
		}
		_, _, _ = translate.Call(uintptr(unsafe.Pointer(&m)))
		_, _, _ = dispatch.Call(uintptr(unsafe.Pointer(&m)))
	}
}

func (f field) text() string {
	var b [64]uint16
	n, _, _ := getText.Call(uintptr(f), uintptr(unsafe.Pointer(&b)), uintptr(len(b)))
	return windows.UTF16ToString(b[:n])
}

// What is sent reaches an edit control as it is, letters too, and the window of this program is known as its own.
func TestSentCharactersArrive(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	f := newField(t)
	for end := time.Now().Add(20 * time.Second); ; f.pump() {
		if _, err := focused(); errors.Is(err, ErrOwnWindow) {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the window did not get the focus")
		}
		time.Sleep(time.Millisecond)
	}
	for _, c := range []byte("492039BC4F9w") {
		if err := strike(c); err != nil {
			t.Fatal(err)
		}
		f.pump()
	}
	for end := time.Now().Add(20 * time.Second); f.text() != "492039BC4F9w"; f.pump() {
		if time.Now().After(end) {
			t.Fatalf("%q arrived", f.text())
		}
		time.Sleep(time.Millisecond)
	}
	if !untouched() {
		t.Error("a key is held down")
	}
}
