package vault

import (
	"errors"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

func exchange(a, b string) error { return ErrNoExchange }

// renameInto replaces and waits until the disk has it; os.Rename does not wait.
func renameInto(old, new string) error {
	return move(old, new, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH)
}

func renameNew(old, new string) error { return move(old, new, windows.MOVEFILE_WRITE_THROUGH) }

// move tries again for ten seconds: virus scanners and sync clients hold files open for a
// moment.
func move(old, new string, flags uint32) error {
	from, err := windows.UTF16PtrFromString(old)
	if err != nil {
		return err
	}
	to, err := windows.UTF16PtrFromString(new)
	if err != nil {
		return err
	}
	for wait, until := 10*time.Millisecond, time.Now().Add(10*time.Second); ; wait *= 2 {
		err = windows.MoveFileEx(from, to, flags)
		if err == nil {
			return nil
		}
		if !held(err) || time.Now().Add(wait).After(until) {
			return &os.LinkError{Op: "rename", Old: old, New: new, Err: err}
		}
		time.Sleep(wait)
	}
}

func held(err error) bool {
	return errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}

// syncDir has nothing to do: MoveFileEx wrote through.
func syncDir(string) error { return nil }

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) || errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// physicalMemory returns the size of the machine's memory in KiB, 0 if unknown.
func physicalMemory() uint64 {
	var status struct {
		length, load                                                      uint32
		total, available, totalPage, availPage, totalVirt, availVirt, ext uint64
	}
	status.length = uint32(unsafe.Sizeof(status))
	call := windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
	if ok, _, _ := call.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return 0
	}
	return status.total / 1024
}
