package accounts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// TypedKey handles a key of the list; it reports false for keys that are not its own.
// The search entry asks it first, so that arrows always move the list.
func (s *Screen) TypedKey(ev *fyne.KeyEvent) bool {
	s.lastKey = s.Now()
	switch ev.Name {
	case fyne.KeyUp:
		s.move(-s.columns)
	case fyne.KeyDown:
		s.move(s.columns)
	case fyne.KeyPageUp:
		s.move(-s.page())
	case fyne.KeyPageDown:
		s.move(s.page())
	case fyne.KeyReturn, fyne.KeyEnter:
		if id := s.Selected(); id != "" {
			s.activate(id, s.Shift != nil && s.Shift())
		}
	case fyne.KeyEscape:
		if s.search.Text == "" && s.selected < 0 {
			return s.other(ev)
		}
		s.search.SetText("")
		s.filter()
		s.blur()
	case fyne.KeyDelete:
		if s.search.Text != "" || s.Selected() == "" {
			return s.other(ev)
		}
		s.OnTrash(s.Selected())
	case fyne.KeyLeft, fyne.KeyRight:
		if s.search.Text != "" || s.columns == 1 {
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
		if ev.Name == fyne.KeyHome {
			s.selectRow(0)
		} else {
			s.selectRow(len(s.shown) - 1)
		}
	case desktop.KeyMenu:
		if id := s.Selected(); id != "" {
			s.rowMenu(id, s.rowPosition(id))
		}
	default:
		return s.other(ev)
	}
	return true
}

func (s *Screen) other(ev *fyne.KeyEvent) bool { return s.OnKeyPress != nil && s.OnKeyPress(ev) }

// TypedRune begins a search: typing anywhere searches.
func (s *Screen) TypedRune(r rune) {
	s.lastKey = s.Now()
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
	}
	s.search.TypedRune(r)
}

// FocusSearch puts the cursor into the search entry.
func (s *Screen) FocusSearch() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
	}
}

// page is how many rows are in view.
func (s *Screen) page() int {
	return max(1, int(s.list.Size().Height/72)) * s.columns
}

func (s *Screen) move(by int) {
	at := s.selected + by
	if s.selected < 0 {
		at = 0
	}
	s.selectRow(min(max(at, 0), len(s.shown)-1))
}

// selectRow selects a row and brings it into view.
func (s *Screen) selectRow(at int) {
	if at < 0 || at >= len(s.shown) {
		return
	}
	s.selected = at
	s.list.ScrollTo(at / s.columns)
	s.updateRows()
}

func (s *Screen) rowPosition(id string) fyne.Position {
	for _, l := range s.lines {
		for _, r := range l.rows {
			if l.Visible() && r.Visible() && r.State().ID == id {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
				return at.AddXY(60, r.Size().Height/2)
			}
		}
	}
	return fyne.NewPos(40, 80)
}

// rowMenu shows what can be done with one account.
func (s *Screen) rowMenu(id string, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.search)
	if c == nil {
		return
	}
	pin := "Pin to the top"
	hotp := false
	for i, a := range s.shown {
		if a.ID == id {
			s.selectRow(i)
			if a.Pinned {
				pin = "Unpin"
			}
			hotp = a.Key.Type == "hotp"
		}
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem("Copy code", func() { s.OnCopy(id) }),
		fyne.NewMenuItem("Copy next code", func() { s.OnCopyNext(id) }),
	}
	if hotp {
		items = []*fyne.MenuItem{fyne.NewMenuItem("New code", func() { s.OnCount(id) })}
	}
	items = append(items,
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Edit…", func() { s.OnEdit(id) }),
		fyne.NewMenuItem(pin, func() { s.OnPin(id) }),
	)
	if s.OnShow != nil {
		items = append(items, fyne.NewMenuItem("Show QR code…", func() { s.OnShow(id) }))
	}
	items = append(items,
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Move to trash", func() { s.OnTrash(id) }),
	)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}
