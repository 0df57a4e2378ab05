package app

import (
	"os"
	"path/filepath"
	"strings"

	"watchword/vault/account"
	"watchword/vault/transfer"
)

// Raise brings the window to the front and opens what a second start of the program was
// given. It may be called from any goroutine.
func (a *App) Raise(open []string) {
	a.o.OnUI(func() {
		a.window.Show()
		a.window.RequestFocus()
		a.pending = append(a.pending, open...)
		if a.session != nil && len(a.pending) > 0 {
			a.openPending()
		}
	})
}

// openPending takes what the program was started with, or what was dropped while the
// vault was locked.
func (a *App) openPending() {
	pending := a.pending
	a.pending = nil
	var files []string
	var links []string
	for _, p := range pending {
		if account.IsLink(p) {
			links = append(links, p)
		} else {
			files = append(files, p)
		}
	}
	switch {
	case len(links) > 0:
		a.showLinks(links)
	case len(files) > 0:
		a.openFiles(files)
	}
}

// openFiles opens vaults as vaults, pictures as pictures and everything else as an export
// of another program.
func (a *App) openFiles(paths []string) {
	if a.session == nil {
		for _, p := range paths {
			if strings.EqualFold(filepath.Ext(p), ".watchword") {
				a.path = p
				a.showUnlock()
				return
			}
		}
		a.pending = append(a.pending, paths...)
		return
	}
	exports := false
	a.o.Run(func() {
		paths = withoutFolders(paths)
		for _, p := range paths {
			exports = exports || isExport(p)
		}
	}, func() {
		switch {
		case a.session == nil:
		case len(paths) == 0:
			a.showProblem("Nothing to import", "There are no files in this folder.", source{again: "Another file", retry: a.showImport})
		case exports:
			a.importFiles(paths)
		default:
			a.scanFiles(paths)
		}
	})
}

// withoutFolders puts the files of folders in place of these. Those whose name begins with a
// dot, and those that no program is known to write, are no exports.
func withoutFolders(paths []string) []string {
	var files []string
	for _, p := range paths {
		entries, err := os.ReadDir(p)
		if err != nil { // no folder
			files = append(files, p)
			continue
		}
		for _, e := range entries {
			file := filepath.Join(p, e.Name())
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			if data, err := readPicture(file); err == nil {
				if _, known := transfer.Detect(data); known {
					files = append(files, file)
				}
			}
		}
	}
	return files
}

// isExport reports whether a file is an export of another program, by its content.
func isExport(path string) bool {
	data, err := readPicture(path)
	if err != nil {
		return false
	}
	f, ok := transfer.Detect(data)
	return ok && f.ID != "qr"
}
