package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"watchword/app/desktop/dialogs"
	"watchword/app/helper"
	"watchword/app/leftover"
	"watchword/bounds"
)

var (
	pictureFiles = dialogs.Filter{Name: "Pictures", Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.bmp", "*.tif", "*.tiff"}}
	allFiles     = dialogs.Filter{Name: "All files", Patterns: []string{"*"}}
)

// openPicture asks for picture files and shows the codes in them.
func (a *App) openPicture() {
	a.chooseFiles(dialogs.Options{Title: "Open a picture with a QR code", Many: true, Folder: homeFolder(),
		Filters: []dialogs.Filter{pictureFiles, allFiles}}, a.openFiles)
}

// openFile asks for pictures and exports: what they are, their content tells.
func (a *App) openFile() {
	a.chooseFiles(dialogs.Options{Title: "Open a picture or an export file", Many: true, Folder: homeFolder(),
		Filters: []dialogs.Filter{allFiles, pictureFiles}}, a.openFiles)
}

// scanFiles reads the codes of picture files.
func (a *App) scanFiles(paths []string) {
	if a.session == nil {
		a.wait(paths)
		return
	}
	where, what := "in the picture", "The picture was looked at."
	if len(paths) > 1 {
		where, what = fmt.Sprintf("in %d pictures", len(paths)), fmt.Sprintf("%d pictures were looked at.", len(paths))
	}
	a.scanData(func(ctx context.Context) ([]*picture, error) {
		var all []*picture
		for _, path := range paths {
			data, err := readPicture(path)
			if err != nil {
				return nil, named(path, err)
			}
			more, err := decodePicture(ctx, filepath.Base(path), data)
			if err != nil {
				return nil, named(path, notRead(path, data, err))
			}
			for _, p := range more {
				p.file, p.read = path, leftover.Of(path, data)
			}
			all = append(all, more...)
		}
		return all, nil
	}, source{where: where, again: "Another picture", retry: a.openPicture, files: true, what: what,
		next: "Take a picture in which the whole code is seen, straight and sharp."})
}

// scanClipboard reads the codes of the picture on the clipboard.
func (a *App) scanClipboard(data []byte) {
	a.scanData(func(ctx context.Context) ([]*picture, error) {
		all, err := decodePicture(ctx, "clipboard", data)
		for _, p := range all {
			p.clipboard = true
		}
		return all, err
	}, source{where: "in the clipboard's picture", again: "Paste again", retry: a.paste, files: true,
		what: "The picture on the clipboard was looked at.", next: "Copy a part in which the whole code is seen."})
}

// decodePicture makes pictures of the bytes of one: several of an animated one.
func decodePicture(ctx context.Context, name string, data []byte) ([]*picture, error) {
	var frames []image.Image
	left := helper.NewBudget()
	err := left.Spend(ctx, func(ctx context.Context) (err error) {
		frames, err = helper.Decode(ctx, data)
		return err
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	var out []*picture
	for i, frame := range frames {
		p := &picture{name: name, image: frame, budget: left, sum: sum}
		if i > 0 {
			p.name = fmt.Sprintf("%s, frame %d", name, i+1)
			p.frame = true
		}
		out = append(out, p)
	}
	return out, nil
}

// scanData reads the codes of encoded pictures.
func (a *App) scanData(load func(context.Context) ([]*picture, error), from source) {
	ctx := a.busyPage("Looking for codes …", "")
	s := &search{app: a, from: from}
	var err error
	a.o.Run(func() { s.pictures, err = load(ctx) }, func() {
		switch {
		case ctx.Err() != nil || a.session == nil:
			s.drop()
		case err != nil:
			if noPictureMeant(err) {
				from.again, from.retry = "Another file", a.openFile
			}
			a.showProblem("This cannot be read", err.Error(), from)
		default:
			s.start(ctx)
		}
	})
}

// maxPicture bounds a picture file before it is read.
const maxPicture = bounds.Picture

func readPicture(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("The file could not be read (%s).", bareError(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("This is not a file. Choose a picture.")
	case info.Size() > maxPicture:
		return nil, errors.New("The file is larger than 128 MiB. Cut the part with the code out of it and open that.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("The file could not be read (%s).", bareError(err))
	}
	return data, nil
}
