package appearance

import (
	"context"
	"image/color"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

var systemParametersInfo = windows.NewLazySystemDLL("user32.dll").NewProc("SystemParametersInfoW")

// highContrast is HIGHCONTRASTW of winuser.h.
type highContrast struct {
	size   uint32
	flags  uint32
	scheme *uint16
}

const (
	spiGetHighContrast = 0x0042
	highContrastOn     = 0x00000001
)

func read(context.Context) Appearance {
	var out Appearance
	h := highContrast{}
	h.size = uint32(unsafe.Sizeof(h))
	if ok, _, _ := systemParametersInfo.Call(spiGetHighContrast, uintptr(h.size), uintptr(unsafe.Pointer(&h)), 0); ok != 0 {
		out.HighContrast = h.flags&highContrastOn != 0
	}
	key, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\DWM`, registry.QUERY_VALUE)
	if err != nil {
		return out
	}
	defer key.Close()
	if v, _, err := key.GetIntegerValue("AccentColor"); err == nil { // 0xAABBGGRR
		out.Accent, out.HasAccent = color.NRGBA{R: uint8(v), G: uint8(v >> 8), B: uint8(v >> 16), A: 0xff}, true
	}
	return out
}
