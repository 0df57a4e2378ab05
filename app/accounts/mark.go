package accounts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// Several accounts are chosen by Ctrl and Shift with a click or the arrows, by Space and by
// Ctrl+A; a bar at the foot then says how many and what can be done with them.

// Targets returns the accounts that a command is about: those that are marked, in the order
// of the list, else the one at the keyboard cursor.
func (s *Page) Targets() []string {
	var ids []string
	for _, a := range s.shown {
		if s.selection[a.ID] {
			ids = append(ids, a.ID)
		}
	}
	if ids == nil && s.Selected() != "" {
		ids = []string{s.Selected()}
	}
	return ids
}

// Marked returns how many accounts are marked.
func (s *Page) Marked() int { return len(s.selection) }

// MarkAll marks every account that is shown.
func (s *Page) MarkAll() {
	s.mark(0, len(s.shown)-1)
	s.showMarked()
}

// Unmark marks none any more.
func (s *Page) Unmark() {
	s.selection = nil
	s.showMarked()
}

func (s *Page) mark(from, to int) {
	if from > to {
		from, to = to, from
	}
	if s.selection == nil {
		s.selection = map[string]bool{}
	}
	for i := max(from, 0); i <= to && i < len(s.shown); i++ {
		s.selection[s.shown[i].ID] = true
	}
}

// toggleMark marks one account, or not any more. The one where the keys were joins in: it
// looked chosen already.
func (s *Page) toggleMark(at int) {
	if s.selection == nil && s.cursor >= 0 && s.cursor != at && !s.byKeys {
		s.mark(s.cursor, s.cursor)
	}
	id := s.shown[at].ID
	if s.selection[id] {
		delete(s.selection, id)
	} else {
		s.mark(at, at)
	}
	if len(s.selection) == 0 {
		s.selection = nil
	}
	s.anchor = at
	s.selectRow(at)
	s.showMarked()
}

// markTo marks everything from the place where marking began.
func (s *Page) markTo(at int) {
	anchor := s.anchor
	if anchor < 0 || anchor >= len(s.shown) {
		anchor = max(s.cursor, 0)
		s.anchor = anchor
	}
	s.selection = nil
	s.mark(anchor, at)
	s.selectRow(at)
	s.showMarked()
}

// dropMarks forgets marks of accounts that are not shown any more: nothing is done to what
// nobody sees.
func (s *Page) dropMarks() {
	if s.selection == nil {
		return
	}
	there := map[string]bool{}
	for _, a := range s.shown {
		if s.selection[a.ID] {
			there[a.ID] = true
		}
	}
	if s.selection = there; len(there) == 0 {
		s.selection = nil
	}
}

// makeMarkBar makes the bar at the foot.
func (s *Page) makeMarkBar() fyne.CanvasObject {
	s.markCount = widgets.NewLine("", theme.Body, true, theme.ColorText)
	button := func(icon fyne.Resource, label string, do func()) *widgets.Button {
		return widgets.NewIconButton(icon, label, widgets.Plain, do)
	}
	s.markPin = button(widgets.PinIcon(), words.T("Pin to the top"), func() { s.OnPin(s.Targets(), !s.allPinned()) })
	s.markTags = button(fynetheme.ListIcon(), words.T("Tags"), func() { s.OnTags(s.Targets()) })
	s.markTrash = button(fynetheme.DeleteIcon(), words.T("Move to trash"), func() { s.OnTrash(s.Targets()) })
	s.markNone = button(fynetheme.CancelIcon(), words.T("Clear selection"), s.Unmark)
	bar := widgets.NewBar(container.NewBorder(nil, nil, nil,
		widgets.Row(s.markPin, s.markTags, s.markTrash, s.markNone), s.markCount))
	bar.Hide()
	return bar
}

func (s *Page) allPinned() bool {
	return s.allChosen(func(a account.Account) bool { return a.Pinned })
}

// allChosen reports whether something is true of all that is chosen.
func (s *Page) allChosen(is func(account.Account) bool) bool {
	for _, id := range s.Targets() {
		if at := s.indexOf(id); at >= 0 && !is(s.shown[at]) {
			return false
		}
	}
	return true
}

// showMarked brings rows and bar up to the marks.
func (s *Page) showMarked() {
	s.markCount.Set(words.N(len(s.selection), "1 selected", "%d selected"), theme.ColorText)
	if show(s.markBar, len(s.selection) > 0) {
		s.arrange()
	}
	s.list.update()
}
