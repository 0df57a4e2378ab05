package vault

import (
	"errors"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

func exchange(a, b string) error { return ErrNoExchange }

const hasPermissionBits = false

// makeFolder makes a folder whose contents only the user and the system may touch, however
// open the folder around it is.
func makeFolder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	protect(path) // a disk without rights (FAT) is still a disk
	return nil
}

// protect leaves rights to the user and the system alone.
func protect(path string) error {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	rights, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;" + user.User.Sid.String() + ")")
	if err != nil {
		return err
	}
	return setRights(path, rights)
}

// setRights gives a file the rights of a descriptor.
func setRights(path string, d *windows.SECURITY_DESCRIPTOR) error {
	list, _, err := d.DACL()
	if err != nil {
		return err
	}
	control, _, err := d.Control()
	if err != nil {
		return err
	}
	how := windows.SECURITY_INFORMATION(windows.DACL_SECURITY_INFORMATION | windows.UNPROTECTED_DACL_SECURITY_INFORMATION)
	if control&windows.SE_DACL_PROTECTED != 0 {
		how = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	}
	return windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, how, nil, nil, list, nil)
}

// keepRights gives the file that is about to replace another the rights of that one: a
// folder elsewhere may be shared on purpose.
func keepRights(from, to string) {
	d, err := windows.GetNamedSecurityInfo(from, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err == nil {
		setRights(to, d) // where that is refused, the folder's rights hold
	}
}

// lockFile locks an open file; held reports that another program has it.
func lockFile(file *os.File) (held bool, err error) {
	err = windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	return errors.Is(err, windows.ERROR_LOCK_VIOLATION), err
}

// writable knows nothing: rights on Windows show only when they are used.
func writable(string) error { return nil }

// renameInto replaces and waits until the disk has it; os.Rename does not wait.
func renameInto(old, new string) error {
	keepRights(new, old)
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
