package app

import (
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"watchword/app/desktop/dialogs"
)

// chooseFiles asks for files in the system's own window, or in the toolkit's where the
// system has none. A cancelled dialog does nothing.
func (a *App) chooseFiles(o dialogs.Options, chosen func([]string)) {
	var paths []string
	var err error
	a.o.Run(func() { paths, err = a.o.OpenFile(a.ctx, o) }, func() {
		switch {
		case errors.Is(err, dialogs.ErrUnavailable):
			a.chooseInWindow(o, chosen)
		case err == nil && len(paths) > 0:
			chosen(paths)
		}
	})
}

func (a *App) chooseInWindow(o dialogs.Options, chosen func([]string)) {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		f.Close()
		chosen([]string{f.URI().Path()})
	}, a.window)
	if folder, err := storage.ListerForURI(storage.NewFileURI(o.Folder)); err == nil && o.Folder != "" {
		d.SetLocation(folder)
	}
	d.Show() // before it has a size: the toolkit's dialog cannot be resized unseen
	d.Resize(a.window.Canvas().Size())
}

// chooseNewFile asks where to write a file.
func (a *App) chooseNewFile(title, folder, name string, chosen func(path string)) {
	var path string
	var err error
	a.o.Run(func() { path, err = a.o.SaveFile(a.ctx, dialogs.Options{Title: title, Folder: folder, Name: name}) }, func() {
		switch {
		case errors.Is(err, dialogs.ErrUnavailable):
			d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
				if err == nil && dir != nil {
					chosen(filepath.Join(dir.Path(), name))
				}
			}, a.window)
			if at, err := storage.ListerForURI(storage.NewFileURI(folder)); err == nil {
				d.SetLocation(at)
			}
			d.Show()
			d.Resize(a.window.Canvas().Size())
		case err == nil && path != "":
			chosen(path)
		}
	})
}
