package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"watchword/app/config"
	"watchword/app/phrases"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A section is a part of the main menu.
type section int

const (
	nowhere section = iota
	inAdd           // "Add an account"
	inMove          // "Import and export"
	inList
	inProgram
	inMore // "More"
	inLeave
)

// An entry is the place of an action in the main menu, and its text there.
type entry struct {
	section section
	text    string
}

// showMenu is the menu of the list, below at.
func (a *App) showMenu(at fyne.CanvasObject) {
	items := func(s section) (list []*fyne.MenuItem) {
		for _, act := range a.actions() {
			if act.menu.section == s {
				list = append(list, widgets.NewMenuItem(act.menu.text, act.key(), func() { a.try(act) }))
			}
		}
		return list
	}
	line := fyne.NewMenuItemSeparator
	lines := slices.Concat(
		[]*fyne.MenuItem{submenu(words.T("Add an account"), items(inAdd)), submenu(words.T("Import and export"), items(inMove)), line(), sortMenu(a.open)},
		items(inList), []*fyne.MenuItem{line()},
		items(inProgram), []*fyne.MenuItem{submenu(words.T("More"), items(inMore)), line()},
		items(inLeave))
	widgets.ShowMenuBelow(fyne.NewMenu("", lines...), a.shell.Window.Canvas(), at)
}

func submenu(text string, items []*fyne.MenuItem) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, nil)
	item.ChildMenu = fyne.NewMenu("", items...)
	return item
}

// sortMenu chooses the order of the list.
func sortMenu(u *unlocked) *fyne.MenuItem {
	setting := config.Named("sort")
	choices, chosen := setting.Choices(u.Config.Values)
	var items []*fyne.MenuItem
	for i, choice := range choices {
		child := fyne.NewMenuItem(phrases.Capital(choice.Text), func() {
			u.Config.Choose(setting, choice)
			u.ApplySettings()
		})
		child.Checked = i == chosen
		items = append(items, child)
	}
	return submenu(words.T(setting.Label), items)
}
