package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault"
)

// HomeFolder is where the user's documents lie.
func HomeFolder() string {
	home := config.Home()
	if home == "" {
		return "."
	}
	documents := filepath.Join(home, words.T("Documents"))
	if info, err := os.Stat(documents); err == nil && info.IsDir() {
		return documents
	}
	return home
}

// WriteNew writes a new file that only its owner can read, whole or not at all; an
// existing file is never touched.
func WriteNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return words.Error("There is a file of this name already. Choose another name.")
	case err != nil:
		return words.Error("The file could not be made there (%s). Choose another folder.", phrases.Bare(err))
	}
	defer vault.Unfinished(func() { os.Remove(path) })()
	_, err = f.Write(data)
	if syncErr := f.Sync(); err == nil {
		err = syncErr
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		os.Remove(path)
		return words.Error("The file could not be written (%s). Choose another folder.", phrases.Bare(err))
	}
	return nil
}

// Modified returns when a file was written.
func Modified(path string) (time.Time, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}, false
	}
	return info.ModTime(), true
}

// NotSaved is the error of a save that left the old file in place.
func NotSaved(r vault.Result) error {
	if r.Status == vault.NotSaved {
		return r.Err
	}
	return nil
}
