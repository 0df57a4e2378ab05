package accounts

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
)

func (s *Page) rowPosition(id string) fyne.Position {
	if r := s.list.rowOf(id); r != nil {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
		return at.AddXY(60, r.Size().Height/2)
	}
	return fyne.NewPos(40, 80)
}

// OpenMenu shows the menu of the account at the keyboard cursor.
func (s *Page) OpenMenu() {
	if id := s.Selected(); id != "" {
		s.rowMenu(id, s.rowPosition(id))
	}
}

// rowMenu shows what can be done with one account, or with those that are marked.
func (s *Page) rowMenu(id string, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.search)
	i := s.indexOf(id)
	if c == nil || i < 0 {
		return
	}
	if !s.selection[id] {
		s.Unmark()
	}
	s.selectRow(i)
	widgets.ShowMenu(fyne.NewMenu("", s.RowMenu(s.Targets())...), c, at)
}

// CopyName copies the name of an account, which is typed into the service's page too.
func (s *Page) CopyName(id string) {
	if i := s.indexOf(id); i >= 0 {
		fyne.CurrentApp().Clipboard().SetContent(s.shown[i].Name)
		s.Toast(words.T("Account name copied."), true, "", nil)
	}
}
