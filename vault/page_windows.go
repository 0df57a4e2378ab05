package vault

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// lockedPage returns memory outside of Go's heap, kept out of the page file where the
// system agrees.
func lockedPage(size int) []byte {
	at, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return make([]byte, size)
	}
	windows.VirtualLock(at, uintptr(size)) // may be refused by a limit; there is nothing to do about it
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size)
}
