package shield

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A window's affinity is what was asked for, and nothing breaks without a window.
func TestAffinity(t *testing.T) {
	if Set(0, true) == nil {
		t.Error("no window, no error")
	}
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil {
		t.Skip("Wine refuses every affinity; only Windows has it")
	}
	user32 := windows.NewLazySystemDLL("user32.dll")
	class, err := windows.UTF16PtrFromString("STATIC")
	if err != nil {
		t.Fatal(err)
	}
	const overlapped = 0x00CF0000 // WS_OVERLAPPEDWINDOW
	window, _, err := user32.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(class)), uintptr(unsafe.Pointer(class)), overlapped, 0, 0, 100, 100, 0, 0, 0, 0)
	if window == 0 {
		t.Fatal(err)
	}
	for _, hidden := range []bool{true, false} {
		if err := Set(window, hidden); err != nil {
			t.Fatal(err)
		}
		var is uint32
		if ok, _, err := user32.NewProc("GetWindowDisplayAffinity").Call(window, uintptr(unsafe.Pointer(&is))); ok == 0 {
			t.Fatal(err)
		}
		if (is != none) != hidden {
			t.Errorf("hidden %v: affinity %#x", hidden, is)
		}
	}
}
