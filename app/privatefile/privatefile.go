// Package privatefile writes files that only their owner can read, for window and terminal.
package privatefile

import (
	"os"

	"watchword/vault"
)

// Write makes a new file and flushes it. Something that has the name already, a link too, is never
// touched: that is [io/fs.ErrExist]. After a failure, or where the program is ended in between, there
// is no file. Errors name the path, and the operation "open" where the file could not be made.
func Write(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer vault.Unfinished(func() { os.Remove(path) })()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}

// Replace is [Write] for a file that may be there: it has its old content or the new one, whatever happens.
func Replace(path string, data []byte) error {
	next := path + ".new"
	os.Remove(next) // what a run that was killed left
	if err := Write(next, data); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		os.Remove(next)
		return err
	}
	return nil
}
