package shell

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"

	"watchword/app/choose"
	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/phrases"
	"watchword/assets/words"
)

// ChooseFiles asks for files in the system's own window, or on a page of ours where the
// system has none. A cancelled dialog does nothing.
func (s *Shell) ChooseFiles(o dialogs.Options, chosen func([]string)) {
	var paths []string
	var err error
	s.Run(func() { paths, err = s.OpenFile(s.Context, o) }, func() {
		switch {
		case errors.Is(err, dialogs.ErrUnavailable):
			o.Name = ""
			s.chooseHere(o, func(path string) { chosen([]string{path}) })
		case err == nil && len(paths) > 0:
			chosen(paths)
		}
	})
}

// ChooseNewFile asks where to write a file.
func (s *Shell) ChooseNewFile(title, folder, name string, chosen func(path string)) {
	o := dialogs.Options{Title: title, Folder: folder, Name: name}
	var path string
	var err error
	s.Run(func() { path, err = s.SaveFile(s.Context, o) }, func() {
		switch {
		case errors.Is(err, dialogs.ErrUnavailable):
			s.chooseHere(o, chosen)
		case err == nil && path != "":
			chosen(path)
		}
	})
}

// chooseHere asks on a page of ours, for a new file where the options have a name.
func (s *Shell) chooseHere(o dialogs.Options, chosen func(path string)) {
	p := &choose.Page{Run: s.Run, Title: o.Title, Folder: o.Folder, File: o.Name, OnShortcut: s.EntryShortcut}
	if p.Folder == "" {
		p.Folder = desk.HomeFolder()
	}
	if len(o.Filters) > 0 {
		p.Patterns = o.Filters[0].Patterns
	}
	s.inFront(func(back func()) Page {
		p.OnBack = back
		p.OnChosen = func(path string) {
			back()
			chosen(path)
		}
		return p
	})
}

// ChooseFolder asks for a folder: by a file in it where the system's dialog has no other way.
func (s *Shell) ChooseFolder(title string, chosen func(dir string)) {
	s.ChooseNewFile(title, desk.HomeFolder(), "watchword-backups", func(path string) {
		var err error
		s.Run(func() { err = makeFolder(path) }, func() {
			if err != nil {
				s.Problem(words.T("The folder cannot be used"), words.T("It could not be made (%s). Choose another place.", phrases.Bare(err)), s.Return)
				return
			}
			chosen(path)
		})
	})
}

// makeFolder makes a folder that only its owner enters, unless it is there.
func makeFolder(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	return os.MkdirAll(path, 0o700)
}

// OpenOutside shows a file in the program that the system has for it.
func (s *Shell) OpenOutside(path string) {
	if err := s.Fyne.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil {
		s.Say(words.T("No program was found to open it. It is in %s.", phrases.Shorten(path)), false)
	}
}
