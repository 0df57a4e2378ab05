package app

import (
	"errors"

	"watchword/app/choose"
	"watchword/app/desktop/dialogs"
)

// chooseFiles asks for files in the system's own window, or on a page of ours where the
// system has none. A cancelled dialog does nothing.
func (a *App) chooseFiles(o dialogs.Options, chosen func([]string)) {
	var paths []string
	var err error
	a.o.Run(func() { paths, err = a.o.OpenFile(a.ctx, o) }, func() {
		switch {
		case errors.Is(err, dialogs.ErrUnavailable):
			o.Name = ""
			a.chooseHere(o, func(path string) { chosen([]string{path}) })
		case err == nil && len(paths) > 0:
			chosen(paths)
		}
	})
}

// chooseNewFile asks where to write a file.
func (a *App) chooseNewFile(title, folder, name string, chosen func(path string)) {
	o := dialogs.Options{Title: title, Folder: folder, Name: name}
	var path string
	var err error
	a.o.Run(func() { path, err = a.o.SaveFile(a.ctx, o) }, func() {
		switch {
		case errors.Is(err, dialogs.ErrUnavailable):
			a.chooseHere(o, chosen)
		case err == nil && path != "":
			chosen(path)
		}
	})
}

// chooseHere asks on a page of ours, for a new file where the options have a name.
func (a *App) chooseHere(o dialogs.Options, chosen func(path string)) {
	s := &choose.Screen{Run: a.o.Run, Title: o.Title, Folder: o.Folder, Name: o.Name, OnShortcut: a.entryShortcut}
	if s.Folder == "" {
		s.Folder = homeFolder()
	}
	if len(o.Filters) > 0 {
		s.Patterns = o.Filters[0].Patterns
	}
	var back func()
	s.OnBack = func() { back() }
	s.OnChosen = func(path string) {
		back()
		chosen(path)
	}
	back = a.choosing(s)
}

// A cover is a page that stands before another, which waits behind it as it is.
type cover struct {
	*choose.Screen
	behind page
}

// Leave implements [leaver]: with the cover goes what it hides.
func (c *cover) Leave() {
	if l, ok := c.behind.(leaver); ok {
		l.Leave()
	}
}

// choosing shows the page before the one that shows now, and returns how to come back to that.
func (a *App) choosing(s *choose.Screen) (back func()) {
	if a.locking {
		return func() {}
	}
	behind, was, leads := a.page, a.name, a.back
	content := a.window.Content()
	c := &cover{s, behind}
	set := func(p page, name string) {
		a.closePopups()
		a.page, a.name = p, name
		a.back = leads
		a.window.Canvas().Unfocus()
	}
	back = func() {
		if a.page != page(c) {
			return // something else shows by now
		}
		set(behind, was)
		a.window.SetContent(content)
		a.writeMap()
	}
	set(c, "choose")
	a.back = back
	a.window.SetContent(s.Content())
	s.Focus(a.window.Canvas())
	a.writeMap()
	return back
}
