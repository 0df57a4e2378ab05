package accounts

import (
	"slices"

	"fyne.io/fyne/v2"

	"watchword/app/theme"
	"watchword/vault/account"
)

// A row is dragged to another place of the user's own order. While it is on its way a
// line shows where it would go; at the list's edges the list scrolls.

// isDragged reports whether an account is on its way.
func (s *Page) isDragged(id string) bool { return slices.Contains(s.dragging, id) }

// CanMove reports whether rows have places of their own just now: a search has another order.
func (s *Page) CanMove() bool { return s.OnMove != nil && s.Query() == "" }

func (s *Page) drag(id string, at fyne.Position) {
	if !s.CanMove() {
		return
	}
	if s.dragging == nil {
		s.dragging = []string{id}
		if s.selection[id] {
			s.dragging = s.Targets()
		}
	}
	l := s.list
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.scroll)
	pos := at.Subtract(top)
	const edge = 28
	switch {
	case pos.Y < edge:
		l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, l.scroll.Offset.Y-12)))
	case pos.Y > l.scroll.Size().Height-edge:
		most := max(0, l.body.MinSize().Height-l.scroll.Size().Height)
		l.scroll.ScrollToOffset(fyne.NewPos(0, min(most, l.scroll.Offset.Y+12)))
	}
	s.dropAt = l.gapAt(fyne.NewPos(pos.X, pos.Y+l.scroll.Offset.Y))
	l.showDrop(s.dropAt)
	l.lay()
}

// gapAt returns the account before which something that is let go at a place of the body
// comes to stand.
func (l *rowList) gapAt(p fyne.Position) int {
	n := len(l.s.shown)
	line := int(max(0, p.Y) / l.height())
	if l.columns == 1 {
		return min(n, int(max(0, p.Y)/l.height()+0.5))
	}
	_, _, w, _ := l.place(0)
	column := max(0, int((p.X-theme.RowSide)/(w+columnGap)+0.5))
	return min(n, line*l.columns+min(column, l.columns))
}

// showDrop draws the line in front of an account.
func (l *rowList) showDrop(i int) {
	l.drop.FillColor, l.drop.CornerRadius = theme.Color(theme.ColorAccent), 1.5
	l.drop.Show()
	const thick = 3
	if l.columns == 1 {
		x, y, w, _ := l.place(i)
		move(l.drop, x, max(0, y-thick/2), w, thick)
	} else {
		before := min(i, max(0, len(l.s.shown)-1))
		x, y, w, h := l.place(before)
		if i > before {
			x += w + columnGap
		}
		move(l.drop, max(0, x-columnGap/2-thick/2), y+4, thick, h-8)
	}
	l.drop.Refresh()
}

// dropped ends a drag: the rows go where the line is.
func (s *Page) dropped() {
	ids := s.dragging
	if ids == nil {
		return
	}
	s.dragging = nil
	s.list.drop.Hide()
	s.cursor, s.byKeys = s.indexOf(ids[0]), false // the keys go with it
	s.list.update()
	s.moveTo(ids, s.dropAt)
}

// cancelDrag leaves everything where it is.
func (s *Page) cancelDrag() {
	if s.dragging != nil {
		s.dragging = nil
		s.list.drop.Hide()
		s.list.update()
	}
}

// moveTo moves accounts in front of the one at a place of the list. The accounts of a tag
// move among all: in front of the same one.
func (s *Page) moveTo(ids []string, at int) {
	moving := setOf(ids)
	for at < len(s.shown) && moving[s.shown[at].ID] {
		at++
	}
	before := ""
	if at < len(s.shown) {
		before = s.shown[at].ID
	} else if s.tag != "" { // behind the last of a tag, not behind everything
		before = s.behindLast(moving)
	}
	if first := s.indexOf(ids[0]); len(ids) == 1 && first >= 0 && first+1 < len(s.shown) && s.shown[first+1].ID == before {
		return // it stands there already
	}
	s.OnMove(ids, before)
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// behindLast returns the account that follows the last one shown in the whole list.
func (s *Page) behindLast(moving map[string]bool) string {
	for i := len(s.shown) - 1; i >= 0; i-- {
		if moving[s.shown[i].ID] {
			continue
		}
		at := slices.IndexFunc(s.all, func(a account.Account) bool { return a.ID == s.shown[i].ID })
		for at++; at < len(s.all); at++ {
			if !moving[s.all[at].ID] {
				return s.all[at].ID
			}
		}
		return ""
	}
	return ""
}

// ShiftBy moves the chosen accounts one place up (-1) or down (1) in the user's own order.
func (s *Page) ShiftBy(by int) {
	ids := s.Targets()
	if len(ids) == 0 || !s.CanMove() {
		return
	}
	first, last := len(s.shown), -1
	for _, id := range ids {
		at := s.indexOf(id)
		first, last = min(first, at), max(last, at)
	}
	if by < 0 {
		if first == 0 || s.shown[first-1].Group() != s.shown[first].Group() {
			return
		}
		s.OnMove(ids, s.shown[first-1].ID)
		return
	}
	if last+1 >= len(s.shown) || s.shown[last+1].Group() != s.shown[last].Group() {
		return
	}
	s.moveTo(ids, last+2)
}
