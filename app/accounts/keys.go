package accounts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/widgets"
)

// The modifiers that mean something here.
const (
	shift = fyne.KeyModifierShift
	ctrl  = fyne.KeyModifierShortcutDefault // Cmd on macOS
)

// held reports whether a modifier is held down.
func (s *Page) held(m fyne.KeyModifier) bool { return s.Modifiers != nil && s.Modifiers()&m != 0 }

// TypedKey handles a key of the list; it reports false for keys that are not its own.
// The search entry asks it first, so that arrows always move the list.
func (s *Page) TypedKey(ev *fyne.KeyEvent) bool {
	s.lastKey = s.Now()
	switch ev.Name {
	case fyne.KeyUp:
		s.move(-s.list.columns)
	case fyne.KeyDown:
		s.move(s.list.columns)
	case fyne.KeyPageUp:
		s.move(-s.page())
	case fyne.KeyPageDown:
		s.move(s.page())
	case fyne.KeyReturn, fyne.KeyEnter:
		if id := s.Selected(); id != "" && !widgets.KeyRepeats(ev) { // one code of a counter for one press
			s.activate(id, s.held(shift))
		}
	case fyne.KeyEscape:
		return s.escape(ev)
	case fyne.KeyDelete:
		if s.search.Text != "" || len(s.Targets()) == 0 {
			return s.other(ev)
		}
		if !widgets.KeyRepeats(ev) { // the next account comes to the keyboard cursor
			s.OnTrash(s.Targets())
		}
	case fyne.KeyLeft, fyne.KeyRight:
		if s.search.Text != "" || s.list.columns == 1 {
			return s.other(ev)
		}
		step := 1
		if ev.Name == fyne.KeyLeft {
			step = -1
		}
		s.move(step)
	case fyne.KeyHome, fyne.KeyEnd:
		if s.search.Text != "" {
			return s.other(ev)
		}
		at := 0
		if ev.Name == fyne.KeyEnd {
			at = len(s.shown) - 1
		}
		s.goTo(at)
	case desktop.KeyMenu:
		s.OpenMenu()
	case fyne.KeyF10:
		if !s.held(shift) {
			return s.other(ev)
		}
		s.OpenMenu()
	default:
		return s.other(ev)
	}
	return true
}

// escape takes one thing back at a time: a drag, the marks, the search.
func (s *Page) escape(ev *fyne.KeyEvent) bool {
	switch {
	case s.dragging != nil:
		s.cancelDrag()
	case len(s.selection) > 0:
		s.Unmark()
	case s.search.Text == "" && s.cursor < 0 && s.tag == "":
		return s.other(ev)
	default:
		if s.search.Text == "" && s.cursor < 0 {
			s.setTag("")
		}
		s.search.SetText("")
		s.filter(true)
		s.blur()
	}
	return true
}

func (s *Page) other(ev *fyne.KeyEvent) bool { return s.OnKeyPress != nil && s.OnKeyPress(ev) }

// TypedRune begins a search: typing anywhere searches. A space at the beginning marks.
func (s *Page) TypedRune(r rune) {
	s.lastKey = s.Now()
	if s.space(r) {
		return
	}
	s.FocusSearch()
	s.search.TypedRune(r)
}

// TypeAhead searches for what was typed before the list was there; at is where the text cursor
// is. Enter copies where exactly
// one account is found: nobody saw which one it would be about.
func (s *Page) TypeAhead(text string, at int, enter bool) {
	if text == "" {
		return
	}
	s.lastKey = s.Now()
	s.SearchFor(text)
	s.FocusSearch()
	s.search.CursorColumn = at
	s.search.Refresh()
	if enter && len(s.shown) == 1 {
		s.activate(s.shown[0].ID, false)
	}
}

// Typing reports whether something is typed into the search just now.
func (s *Page) Typing(now time.Time) bool {
	return s.search.Text != "" && now.Sub(s.lastKey) < typingFor
}

// space marks the account at the keyboard cursor; no search begins with a space.
func (s *Page) space(r rune) bool {
	if r != ' ' || s.search.Text != "" {
		return false
	}
	if s.cursor >= 0 && s.cursor < len(s.shown) {
		s.byKeys = true
		s.toggleMark(s.cursor)
	}
	return true
}

// FocusSearch puts the cursor into the search entry.
func (s *Page) FocusSearch() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
	}
}

// keysSeen reports whether the chosen row is to be outlined: keys go to it, and not into
// the search.
func (s *Page) keysSeen() bool {
	if s.list.focused {
		return true
	}
	return s.byKeys && s.search.Text == ""
}

// page is how many rows are in view.
func (s *Page) page() int {
	return max(1, int(s.list.Size().Height/s.list.height())-1) * s.list.columns
}

func (s *Page) move(by int) {
	at := s.cursor + by
	if s.cursor < 0 {
		at = 0
	}
	s.goTo(min(max(at, 0), len(s.shown)-1))
}

// goTo takes the keys to a row; with Shift all on the way are marked.
func (s *Page) goTo(at int) {
	if at < 0 || at >= len(s.shown) {
		return
	}
	s.byKeys, s.keyAt = true, s.Now()
	if s.held(shift) {
		s.markTo(at)
		return
	}
	s.anchor = at
	s.selectRow(at)
}

// selectRow selects a row and brings it into view.
func (s *Page) selectRow(at int) {
	if at < 0 || at >= len(s.shown) {
		return
	}
	s.cursor = at
	s.list.scrollTo(at)
	s.list.update()
}

// Select takes the keys to an account; it reports whether the account is shown.
func (s *Page) Select(id string) bool {
	s.selectRow(s.indexOf(id))
	return s.Selected() == id
}
