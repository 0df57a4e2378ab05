package shell

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
)

// A waiting page stands behind the one that shows and comes back as it was, with all that was typed on it.
type waiting struct {
	page    Page
	back    func()
	content fyne.CanvasObject
	focused fyne.Focusable // where the text cursor was; may be nil
}

// Aside visits a page that asks for nothing to be decided first, such as the list of keys: where something was
// typed on the page that shows, that one waits behind it. make is given what leads back.
func (s *Shell) Aside(make func(back func()) Page, again func()) {
	s.BringBack() // one page waits at most
	if s.typedOn() {
		s.inFront(make)
	} else {
		s.Visit(make(s.Back), again)
	}
}

// typedOn reports whether there is text on the page that shows which would be gone when the page is shown anew.
// What the page that all others lead back to shows, it keeps.
func (s *Shell) typedOn() bool {
	root := len(s.trail) > 0 && s.page != nil && s.trail[0].name == s.page.Name()
	return !s.Draft().None() || !root && widgets.HasText(s.Window.Content())
}

// HasBehind reports whether a page waits behind the one that shows.
func (s *Shell) HasBehind() bool { return s.behind != nil }

// inFront shows a page before the one that shows.
func (s *Shell) inFront(make func(back func()) Page) {
	if s.covered {
		return
	}
	var p Page
	back := func() {
		if s.page == p { // else something else shows by now
			s.BringBack()
		}
	}
	p = make(back)
	behind := &waiting{s.page, s.back, s.Window.Content(), s.Window.Canvas().Focused()}
	s.turn(p, back, widgets.WithTips(p.Content()))
	s.behind = behind
	if f, ok := p.(focuser); ok {
		f.Focus(s.Window.Canvas())
	}
	s.WriteMap()
}

// BringBack shows the page that waits behind the one that shows; it reports false where none does.
func (s *Shell) BringBack() bool {
	w := s.behind
	if w == nil {
		return false
	}
	s.behind = nil
	s.turn(w.page, w.back, w.content)
	if w.focused != nil {
		s.Window.Canvas().Focus(w.focused)
	}
	s.WriteMap()
	return true
}

// turn puts a page on the window. The one that showed is not left: it comes back, or did what it was for.
func (s *Shell) turn(p Page, back func(), content fyne.CanvasObject) {
	s.closePopups()
	s.noteScroll()
	s.page, s.back = p, back
	s.Window.Canvas().Unfocus() // the page that goes may come back: nothing on it still has the focus then
	s.Window.SetContent(content)
	for _, b := range widgets.Dangers(content) { // some pages are shown again as they were
		b.Wait()
	}
	s.Window.Canvas().Unfocus()
}
