package shell

import (
	"slices"

	"watchword/app/widgets"
)

// A place is a page that others lead back to.
type place struct {
	name  string
	again func()  // shows it as it is by then
	at    float32 // how far it was scrolled when it was left
}

// Visit shows a page whose way back is where one came from, and to which the pages behind it lead back:
// again shows it anew. A page of a name that one came by already is that one.
func (s *Shell) Visit(p Page, again func()) {
	if g, ok := p.(guarded); ok && s.Confirm != nil && !s.confirmed {
		s.Confirm(g.NeedsPassword(), s.Return, func() {
			s.Confirmed()
			s.Visit(p, again)
		})
		return
	}
	if s.covered {
		return
	}
	if i := slices.IndexFunc(s.trail, func(at place) bool { return at.name == p.Name() }); i >= 0 {
		s.trail = s.trail[:i]
	}
	s.trail = append(s.trail, place{name: p.Name(), again: again})
	s.Show(p, s.Back)
}

// Root shows the page that all others lead back to in the end.
func (s *Shell) Root(p Page, again func()) {
	s.Begin(p.Name(), again)
	s.Show(p, nil)
}

// Begin begins the way back anew, at a page that may show later.
func (s *Shell) Begin(name string, again func()) { s.trail = []place{{name: name, again: again}} }

// Before is the name of the page that [Shell.Back] leads to from a page that was visited.
func (s *Shell) Before() string {
	if n := len(s.trail); n > 1 {
		return s.trail[n-2].name
	}
	return ""
}

// Back goes where one came from.
func (s *Shell) Back() {
	if n := len(s.trail); n > 1 && s.page != nil && s.trail[n-1].name == s.about().Name() {
		s.trail = s.trail[:n-1]
	}
	s.Return()
}

// about is the page that the one that shows, such as a question, stands before.
func (s *Shell) about() Page {
	if s.behind != nil {
		return Front(s.behind.page)
	}
	return Front(s.page)
}

// Return goes back to the page that led to a question or to slow work.
func (s *Shell) Return() {
	if n := len(s.trail); n > 0 {
		s.returning = s.trail[n-1]
		s.trail[n-1].again()
	}
}

// noteScroll notes how far a page is scrolled that is left for another one.
func (s *Shell) noteScroll() {
	if s.page == nil {
		return
	}
	for i := range s.trail {
		if s.trail[i].name == s.page.Name() {
			s.trail[i].at = widgets.Scrolled(s.Window.Content())
		}
	}
}

// scrollBack scrolls a page that one comes back to to where it was. The first page stays there by itself.
func (s *Shell) scrollBack() {
	if to := s.returning; to.name == s.page.Name() && len(s.trail) > 1 {
		widgets.ScrollTo(s.Window.Content(), to.at)
	}
	s.returning = place{}
}
