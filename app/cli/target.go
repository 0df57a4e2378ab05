package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"watchword/app/print"
	"watchword/app/privatefile"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/transfer"
)

// A target is where an export goes.
type target struct {
	path  string // "" is standard output
	out   io.Writer
	force bool
}

func isFolder(f transfer.Format) bool { return print.IsFolder(f.ID) }

// newTarget looks whether the place for an export is free, before anything is asked.
func (p *program) newTarget(f transfer.Format, o exporting) (target, error) {
	t := target{path: o.out, out: p.Out, force: o.force}
	switch {
	case o.out == "-":
		t.path = ""
	case o.out == "" && p.outIsTerminal():
		return t, wrongUse(words.T("Specify where to write with --out FILE; “--out -” prints it here."))
	}
	if f.ID == formatVault && (!o.empty() || o.tag != "") {
		return t, wrongUse(words.T("A copy of the vault has all accounts; leave out the words and --tag."))
	}
	if t.standard() {
		if isFolder(f) || f.ID == formatVault {
			return t, wrongUse(words.T("Specify where to write with --out."))
		}
		if p.Unread {
			return t, errUnread
		}
		return t, nil
	}
	if isFolder(f) {
		return t, t.checkFolder()
	}
	if err := t.checkFile(p.vaultPath()); err != nil {
		return t, err
	}
	return t, p.checkOwn(t.path, f)
}

// checkOwn refuses to replace what the program needs: its settings, what it knows about the vault,
// backups; and, with anything but a copy of the vault, any vault, whose name would promise that it
// is encrypted.
func (p *program) checkOwn(path string, f transfer.Format) error {
	info, err := os.Stat(path)
	if err != nil {
		return nil // there is nothing to replace
	}
	if own, err := os.Stat(p.Places.Config); err == nil && os.SameFile(own, info) {
		return words.Error("This file holds the settings of Watchword; nothing was written. Name another file.")
	}
	for _, folder := range []string{p.Places.Backups, p.config.SecondBackups, p.Places.State} {
		if isInside(path, folder) {
			return words.Error("This file is in a folder where Watchword keeps backups or its own data; nothing was written. Name another file.")
		}
	}
	if f.ID == formatVault {
		return nil
	}
	if _, err := vault.Open(path, p.Vault); err == nil {
		return words.Error("This file is a Watchword vault, or a backup of one; nothing was written. Name another file.")
	}
	return nil
}

// isInside reports whether the file that path leads to is somewhere in a folder; "" is no folder.
func isInside(path, folder string) bool {
	if folder == "" {
		return false
	}
	top, err := os.Stat(folder)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	path = absolute(path)
	for {
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		if info, err := os.Stat(up); err == nil && os.SameFile(info, top) {
			return true
		}
		path = up
	}
}

func (t target) standard() bool { return t.path == "" }

// outIsTerminal reports whether standard output is a screen, where keys should not land by
// mistake.
func (p *program) outIsTerminal() bool {
	out, ok := p.Out.(*output)
	if !ok {
		return false
	}
	f, ok := out.to.(*os.File)
	return ok && isTerminal(f)
}

// checkFile refuses a place where something is that must not be replaced.
func (t target) checkFile(vaultPath string) error {
	info, err := os.Stat(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(t.path); err == nil {
			return words.Error("%s is a link to nowhere. Name another file.", t.path)
		}
		return nil
	}
	if err != nil {
		return words.Error("The file %s cannot be written (%w). Name another one.", t.path, bare(err))
	}
	if own, err := os.Stat(vaultPath); err == nil && os.SameFile(own, info) {
		return words.Error("This is the vault itself; nothing was written. Name another file.")
	}
	if !info.Mode().IsRegular() {
		return words.Error("%s is no ordinary file. Name another one.", t.path)
	}
	if !t.force {
		return t.taken()
	}
	return nil
}

func (t target) taken() error {
	return words.Error("There is a file at %s already; nothing was written. Name another one, or replace it with --force.", t.path)
}

// write writes a file that only the user can read, whole or not at all.
func (t target) write(data []byte) error {
	if t.standard() {
		_, err := t.out.Write(data)
		return err
	}
	return t.place(func(path string) error { return privatefile.Write(path, data) })
}

// place has a new file made beside the target and moves it there.
func (t target) place(make func(path string) error) error {
	path := t.path
	if !t.force {
		err := make(path)
		if errors.Is(err, fs.ErrExist) {
			return t.taken()
		}
		return t.explain(err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	temp, err := newName(path)
	if err != nil {
		return t.explain(err)
	}
	defer vault.Unfinished(func() { os.Remove(temp) })()
	if err := make(temp); err != nil {
		return t.explain(err)
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return t.explain(err)
	}
	return nil
}

// newName returns the name of a file beside path that is not there.
func newName(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".export-*.tmp")
	if err != nil {
		return "", err
	}
	f.Close()
	return f.Name(), os.Remove(f.Name())
}

func (t target) explain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return words.Error("The file %s could not be written (%w). Name another place with --out.", t.path, path.Err)
	}
	return err
}
