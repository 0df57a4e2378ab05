package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"watchword/app/print"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// exportPictures writes a folder of QR codes. All are drawn before the first is written.
// What is left out was said before.
func (p *program) exportPictures(f transfer.Format, accounts []account.Account, out target) error {
	files, left, err := print.Pictures(f.ID, accounts)
	if err != nil {
		return err
	}
	for _, l := range left {
		if whole, _ := f.Limits(accounts[l.Position-1]); !whole { // it fits alone: there are too many
			p.note(words.T("%s is left out: %s.", fullName(accounts[l.Position-1]), l.Reason))
		}
	}
	if err := out.writeFolder(files); err != nil {
		return err
	}
	p.sayWritten(f, len(accounts)-len(left), out)
	return nil
}

// checkFolder refuses a folder that has something in it: pictures would mix.
func (t target) checkFolder() error {
	entries, err := os.ReadDir(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return words.Error("The folder %s cannot be used (%w). Name another one.", t.path, bare(err))
	case len(entries) > 0 && !t.force:
		return words.Error("The folder %s is not empty; nothing was written. Name another one, or write into it with --force.", t.path)
	}
	return nil
}

// writeFolder writes the pictures, all or none of them.
func (t target) writeFolder(files []print.File) (err error) {
	made := os.Mkdir(t.path, 0o700)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return words.Error("The folder %s cannot be made (%w). Name another one.", t.path, bare(made))
	}
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			os.Remove(path)
		}
		if made == nil {
			os.Remove(t.path)
		}
	}()
	for _, file := range files {
		one := target{path: filepath.Join(t.path, file.Name), force: t.force}
		if err := one.write(file.Data); err != nil {
			return err
		}
		written = append(written, one.path)
	}
	return nil
}
