package vault

import (
	"os"

	"golang.org/x/sys/unix"
)

func exchange(a, b string) error {
	err := unix.RenamexNp(a, b, unix.RENAME_SWAP)
	switch {
	case err == nil:
		return nil
	case noSuchCall(err):
		return ErrNoExchange
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
}

func renameNew(old, new string) error {
	err := unix.RenamexNp(old, new, unix.RENAME_EXCL)
	switch {
	case err == nil:
		return nil
	case noSuchCall(err):
		return linkNew(old, new)
	}
	return &os.LinkError{Op: "rename", Old: old, New: new, Err: err}
}

// physicalMemory returns the size of the machine's memory in KiB, 0 if unknown.
func physicalMemory() uint64 {
	bytes, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return bytes / 1024
}
