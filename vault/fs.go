package vault

import (
	"io"
	"io/fs"
	"time"

	"watchword/assets/words"
)

// An FS is the part of a file system that a vault needs. Tests put faults in here.
// Paths are the system's own.
type FS interface {
	// Resolve follows symbolic links to the file itself; fs.ErrNotExist if it is missing.
	Resolve(path string) (string, error)
	// Stat describes the file at path and does not follow a link.
	Stat(path string) (fs.FileInfo, error)
	// Open opens a file for reading.
	Open(path string) (File, error)
	// Create makes a file that was not there, for the user alone (0600), and never
	// follows a link.
	Create(path string) (File, error)
	// Rename puts the file old in the place of new in one step, written through.
	Rename(old, new string) error
	// RenameNew is Rename for a place that must be empty: fs.ErrExist if it is not.
	RenameNew(old, new string) error
	// Exchange swaps two files in one step, or fails with [ErrNoExchange].
	Exchange(a, b string) error
	// Remove deletes a file.
	Remove(path string) error
	// MkdirAll makes a folder and its parents, for the user alone (0700).
	MkdirAll(path string) error
	// Protect takes all rights of others away from a file or folder.
	Protect(path string) error
	// Writable says why the user cannot make files in a folder, nil if nothing is known
	// against it.
	Writable(dir string) error
	// Lock makes the file at path, if need be, and holds it for this program alone until
	// unlock, waiting for another program at most that long.
	Lock(path string, wait time.Duration) (unlock func(), err error)
	// ReadDir lists the names in a folder.
	ReadDir(path string) ([]string, error)
	// SyncDir flushes a folder's names to the disk where the system can do that.
	SyncDir(path string) error
}

// A File is an open file.
type File interface {
	io.Reader
	io.Writer
	Sync() error // flushes to the disk itself
	Close() error
}

// ErrNoExchange says that a file system cannot swap two files in one step.
var ErrNoExchange = words.Error("this file system cannot swap files")
