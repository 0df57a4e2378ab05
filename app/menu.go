package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/session"
)

// A section is a part of the main menu.
type section int

const (
	nowhere section = iota
	inAdd           // "Add an account"
	inMove          // "Import and export"
	inView
	inLeave
)

// An entry is the place of an action in the main menu, and its text there.
type entry struct {
	section section
	text    string
}

// showMenu is the menu of the list, below at. It is no longer than the window at its first size.
func (a *App) showMenu(at fyne.CanvasObject) {
	items := func(s section) (list []*fyne.MenuItem) {
		for _, act := range a.actions() {
			if act.menu.section == s {
				list = append(list, fyne.NewMenuItem(act.menu.text, func() { a.try(act) }))
			}
		}
		return list
	}
	menu := fyne.NewMenu("", submenu("Add an account", items(inAdd)), submenu("Import and export", items(inMove)), fyne.NewMenuItemSeparator(), sortMenu(a.open))
	menu.Items = append(append(menu.Items, items(inView)...), fyne.NewMenuItemSeparator())
	menu.Items = append(menu.Items, items(inLeave)...)
	pop := widget.NewPopUpMenu(menu, a.shell.Window.Canvas())
	pos := a.shell.Fyne.Driver().AbsolutePositionForObject(at)
	size := pop.MinSize()
	pop.ShowAtPosition(fyne.NewPos(pos.X+at.Size().Width-size.Width, pos.Y+at.Size().Height+4))
}

func submenu(text string, items []*fyne.MenuItem) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, nil)
	item.ChildMenu = fyne.NewMenu("", items...)
	return item
}

// sortMenu chooses the order of the list.
func sortMenu(u *unlocked) *fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, s := range []struct {
		text string
		by   session.Sort
	}{{"My own order", session.ByOrder}, {"Name", session.ByName}, {"Use", session.ByUse}} {
		child := fyne.NewMenuItem(s.text, func() { u.SortBy(s.by) })
		child.Checked = u.Config.Sort == string(s.by)
		items = append(items, child)
	}
	return submenu("Sort by", items)
}
