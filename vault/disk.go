package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Disk returns the file system of this computer.
func Disk() FS { return disk{} }

// disk is the real file system; exchange, renameInto and renameNew are the system's own.
type disk struct{}

func (disk) Resolve(path string) (string, error)   { return filepath.EvalSymlinks(path) }
func (disk) Stat(path string) (fs.FileInfo, error) { return os.Lstat(path) }
func (disk) Open(path string) (File, error)        { return os.Open(path) }
func (disk) Rename(old, new string) error          { return renameInto(old, new) }
func (disk) RenameNew(old, new string) error       { return renameNew(old, new) }
func (disk) Exchange(a, b string) error            { return exchange(a, b) }
func (disk) Remove(path string) error              { return os.Remove(path) }
func (disk) MkdirAll(path string) error            { return makeFolder(path) }
func (disk) Protect(path string) error             { return protect(path) }
func (disk) Writable(dir string) error             { return writable(dir) }
func (disk) SyncDir(path string) error             { return syncDir(path) }

// Create relies on O_EXCL, which refuses a link as well as a file.
func (disk) Create(path string) (File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

func (disk) ReadDir(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// Lock uses the system's own lock on an open file, which ends with the program at the latest.
func (disk) Lock(path string, wait time.Duration) (func(), error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := await(wait, func() (bool, error) { return lockFile(file) }); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}

// linkNew is renameNew for file systems that cannot refuse by themselves: a link is never
// made over a file that is there.
func linkNew(old, new string) error {
	err := os.Link(old, new)
	if err == nil {
		return os.Remove(old)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	// No hard links either (FAT, some shares): look, then rename.
	if _, err := os.Lstat(new); err == nil {
		return &os.LinkError{Op: "rename", Old: old, New: new, Err: fs.ErrExist}
	}
	return os.Rename(old, new)
}
