package accounts

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func (s *Screen) rowPosition(id string) fyne.Position {
	if r := s.list.rowOf(id); r != nil {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
		return at.AddXY(60, r.Size().Height/2)
	}
	return fyne.NewPos(40, 80)
}

// OpenMenu shows the menu of the account at the keyboard cursor.
func (s *Screen) OpenMenu() {
	if id := s.Selected(); id != "" {
		s.rowMenu(id, s.rowPosition(id))
	}
}

// rowMenu shows what can be done with one account, or with those that are marked.
func (s *Screen) rowMenu(id string, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.search)
	i := s.indexOf(id)
	if c == nil || i < 0 {
		return
	}
	if !s.selection[id] {
		s.Unmark()
	}
	s.selectRow(i)
	items := s.menuOfOne(i)
	if len(s.selection) > 1 {
		items = s.menuOfMany()
	}
	widgets.ShowMenu(fyne.NewMenu("", items...), c, at)
}

func pinWords(pinned bool) string {
	if pinned {
		return "Unpin"
	}
	return "Pin to the top"
}

func archiveWords(archived bool) string {
	if archived {
		return "Take out of the archive"
	}
	return "Archive"
}

func (s *Screen) menuOfOne(i int) []*fyne.MenuItem {
	a := s.shown[i]
	id, ids := a.ID, []string{a.ID}
	var items []*fyne.MenuItem
	add := func(text, keys string, do func()) { items = append(items, widgets.NewMenuItem(text, keys, do)) }
	ctrl := widgets.Control() + "+"
	line := func() { items = append(items, fyne.NewMenuItemSeparator()) }
	if a.Key.Type == otp.HOTP {
		if _, ok := s.counted(id); ok {
			add("Copy code", "Enter", func() { s.OnCopy(id) })
		}
		add("New code", "Shift+Enter", func() { s.NewCode(id) })
	} else {
		add("Copy code", "Enter", func() { s.OnCopy(id) })
		add("Copy next code", "Shift+Enter", func() { s.OnCopyNext(id) })
		add("Copy behind my password…", ctrl+"Shift+C", func() { s.OnCopyWithPassword(id) })
	}
	if a.Name != "" {
		add("Copy name", "", func() { s.copyName(a) })
	}
	add("Show QR code…", ctrl+"R", func() { s.OnShow(id) })
	line()
	add("Edit…", ctrl+"E", func() { s.OnEdit(id) })
	add("Tags…", ctrl+"T", func() { s.OnTags(ids) })
	add(pinWords(a.Pinned), ctrl+"P", func() { s.OnPin(ids, !a.Pinned) })
	add(archiveWords(a.Archived), "", func() { s.OnArchive(ids, !a.Archived) })
	if s.canMove() {
		add("Move up", "Alt+Up", func() { s.ShiftBy(-1) })
		add("Move down", "Alt+Down", func() { s.ShiftBy(1) })
	}
	line()
	add("Move to trash", "Delete", func() { s.OnTrash(ids) })
	return items
}

// copyName copies the name of an account, which is typed into the service's page too.
func (s *Screen) copyName(a account.Account) {
	fyne.CurrentApp().Clipboard().SetContent(a.Name)
	s.Toast("Account name copied.", true, "", nil)
}

func (s *Screen) menuOfMany() []*fyne.MenuItem {
	ids, pinned, archived := s.Targets(), s.allPinned(), s.allArchived()
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Tags…", func() { s.OnTags(ids) }),
		fyne.NewMenuItem(pinWords(pinned), func() { s.OnPin(ids, !pinned) }),
		fyne.NewMenuItem(archiveWords(archived), func() { s.OnArchive(ids, !archived) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Move to trash", func() { s.OnTrash(ids) }),
	}
}
