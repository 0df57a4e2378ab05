package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/widgets"
)

type (
	keyed interface{ TypedKey(*fyne.KeyEvent) bool }
	typed interface{ TypedRune(rune) }
)

// BindKeys hands keys that no entry takes to the page, then to other.
func (s *Shell) BindKeys(other func(*fyne.KeyEvent) bool) {
	c := s.Window.Canvas()
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(widgets.KeyPressed)
		d.SetOnKeyUp(widgets.KeyReleased)
	}
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		s.Touch()
		if k, ok := s.page.(keyed); ok && k.TypedKey(ev) {
			return
		}
		other(ev)
	})
	c.SetOnTypedRune(func(r rune) {
		s.Touch()
		if t, ok := s.page.(typed); ok {
			t.TypedRune(r)
			return
		}
		widgets.TypeInto(c, s.Window.Content(), r)
	})
}

// Bind has the window's canvas hand a shortcut to the program. Entries, which swallow shortcuts, hand
// theirs to [Shell.EntryShortcut].
func (s *Shell) Bind(shortcut fyne.Shortcut) {
	s.Window.Canvas().AddShortcut(shortcut, func(c fyne.Shortcut) { s.Shortcut(c) })
}

// EntryShortcut runs the shortcuts of entries other than the search: there copy, paste
// and undo mean the text.
func (s *Shell) EntryShortcut(c fyne.Shortcut) bool {
	s.Touch()
	if _, ok := c.(*desktop.CustomShortcut); !ok {
		return false
	}
	return s.Shortcut(c)
}

// Escape goes back, asking first where text would go; it reports whether there is a way back.
func (s *Shell) Escape() bool {
	if s.back == nil {
		return false
	}
	if _, asking := s.page.(*askDraft); asking || s.behind != nil { // back to the text, which nothing takes away
		s.back()
		return true
	}
	s.Leaving(s.back)
	return true
}
