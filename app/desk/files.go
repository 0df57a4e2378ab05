package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/app/privatefile"
	"watchword/assets/words"
	"watchword/vault"
)

// documents is the folder for the user's documents; nil before it was looked for.
var documents atomic.Pointer[string]

// HomeFolder is where the user's documents lie. It does not look itself: a home on a share that hangs must not
// hold the window up.
func HomeFolder() string {
	if folder := documents.Load(); folder != nil {
		return *folder
	}
	if home := config.Home(); home != "" {
		return home
	}
	return "."
}

// findDocuments looks for the folder for documents.
func findDocuments() {
	folder := config.Home()
	if folder == "" {
		folder = "."
	} else if in := filepath.Join(folder, "Documents"); isFolder(in) {
		folder = in
	}
	documents.Store(&folder)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// WriteNew writes a new file that only its owner can read, whole or not at all; an
// existing file is never touched.
func WriteNew(path string, data []byte) error {
	err := privatefile.Write(path, data)
	var failed *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return words.Error("There is a file of this name already. Choose another name.")
	case errors.As(err, &failed) && failed.Op == "open":
		return words.Error("The file could not be made there (%s). Choose another folder.", phrases.Bare(err))
	}
	return words.Error("The file could not be written (%s). Choose another folder.", phrases.Bare(err))
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
