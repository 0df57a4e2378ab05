package adding

import (
	"context"
	"crypto/sha256"
	"image"
	"path/filepath"

	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/helper"
	"watchword/app/intake"
	"watchword/app/phrases"
	"watchword/assets/words"
)

func pictureFiles() dialogs.Filter {
	return dialogs.Filter{Name: words.T("Pictures"), Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.bmp", "*.tif", "*.tiff"}}
}

func allFiles() dialogs.Filter {
	return dialogs.Filter{Name: words.T("All files"), Patterns: []string{"*"}}
}

// OpenPicture asks for picture files and shows the codes in them.
func (f *Flow) OpenPicture() {
	f.ChooseFiles(dialogs.Options{Title: words.T("Open a picture with a QR code"), Many: true, Folder: desk.HomeFolder(),
		Filters: []dialogs.Filter{pictureFiles(), allFiles()}}, f.OnFiles)
}

// OpenFile asks for pictures and exports: what they are, their content tells.
func (f *Flow) OpenFile() {
	f.ChooseFiles(dialogs.Options{Title: words.T("Open a picture or an export file"), Many: true, Folder: desk.HomeFolder(),
		Filters: []dialogs.Filter{allFiles(), pictureFiles()}}, f.OnFiles)
}

// ScanFiles reads the codes of picture files.
func (f *Flow) ScanFiles(items []*intake.Item) {
	items, passed := intake.PassedOver(items)
	where, what := words.T("in the picture"), words.T("The picture was scanned.")
	if len(items) > 1 {
		where, what = words.N(len(items), "in 1 picture", "in %d pictures"), words.N(len(items), "1 picture was scanned.", "%d pictures were scanned.")
	}
	f.scanData(func(ctx context.Context) ([]*picture, error) {
		var all []*picture
		for _, i := range items {
			data, err := i.Bytes()
			if err != nil {
				return nil, intake.Named(i.Path, err)
			}
			more, err := decodePicture(ctx, filepath.Base(i.Path), data)
			if err != nil {
				return nil, intake.Named(i.Path, intake.NotRead(i.Path, data, err))
			}
			for _, p := range more {
				p.file, p.read = i.Path, i.File()
			}
			all = append(all, more...)
		}
		return all, nil
	}, source{where: where, again: words.T("Another picture"), retry: f.OpenPicture, files: true, what: what, passed: passed,
		next: words.T("Take a picture that shows the whole code, straight and sharp.")})
}

// scanClipboard reads the codes of the picture on the clipboard.
func (f *Flow) scanClipboard(data []byte) {
	f.scanData(func(ctx context.Context) ([]*picture, error) {
		all, err := decodePicture(ctx, "clipboard", data)
		for _, p := range all {
			p.clipboard = true
		}
		return all, err
	}, source{where: words.T("in the clipboard's picture"), again: words.T("Paste again"), retry: f.Paste, files: true,
		what: words.T("The picture on the clipboard was scanned."), next: words.T("Copy a part that shows the whole code.")})
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
			p.name = words.T("%s, frame %d", name, i+1)
			p.frame = true
		}
		out = append(out, p)
	}
	return out, nil
}

// scanData reads the codes of encoded pictures.
func (f *Flow) scanData(load func(context.Context) ([]*picture, error), from source) {
	ctx := f.Wait(words.T("Scanning …"), "")
	s := &search{flow: f, from: from}
	var err error
	f.Run(func() { s.pictures, err = load(ctx) }, func() {
		switch {
		case ctx.Err() != nil || f.Closed():
			s.drop()
		case err != nil:
			if intake.NoPictureMeant(err) {
				from.again, from.retry = words.T("Another file"), f.OpenFile
			}
			f.showProblem(words.T("This cannot be read"), phrases.Sentence(err), from)
		default:
			s.start(ctx)
		}
	})
}
