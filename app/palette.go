package app

import (
	"watchword/app/config"
	"watchword/app/palette"
	"watchword/app/shell"
	"watchword/assets/words"
	"watchword/vault/account"
)

// showPalette finds every action and every account by typing. What an action does it does
// on the list, to the accounts that are selected there.
func (a *App) showPalette() {
	u := a.open
	selected := u.accounts(u.List.Targets())
	all, index := u.List.All()
	u.Aside(func(back func()) shell.Page {
		return &palette.Page{
			Actions: a.paletteItems(selected),
			Accounts: func(query string, most int) []palette.Item {
				found := index.Find(query)
				var out []palette.Item
				for _, i := range found[:min(len(found), most)] {
					out = append(out, u.paletteItem(all[i]))
				}
				return out
			},
			OnBack: back, OnShortcut: u.EntryShortcut,
		}
	}, a.showPalette)
}

// paletteItems are the actions that can be done from the list as it is, where these accounts are selected.
func (a *App) paletteItems(selected []account.Account) []palette.Item {
	title := ""
	switch {
	case len(selected) == 1:
		title = account.Visible(selected[0].Title())
	case len(selected) > 1:
		title = words.T("the selected accounts")
	}
	var items []palette.Item
	seen := map[string]bool{"Find any action or account": true}
	for _, act := range a.actions() {
		about, none := act.when == onAccount, len(selected) == 0
		if !act.does() || seen[act.text] || about && !none && !act.fits(a.open, selected) {
			continue
		}
		seen[act.text] = true
		item := palette.Item{Text: act.text, Words: act.words, Key: act.key(), Do: func() { a.doFound(act) }}
		switch {
		case about && none: // whoever looks for it learns what is missing
			item.Detail, item.Asked = words.T("Select an account first."), true
		case about:
			item.Detail = title
		}
		items = append(items, item)
	}
	return append(items, a.settingItems()...)
}

// settingItems are the settings, each by its own name.
func (a *App) settingItems() (items []palette.Item) {
	for _, setting := range config.Settings {
		if setting.Section == "" || !a.open.settings.Can(setting.Needs) {
			continue
		}
		items = append(items, palette.Item{Text: words.T(setting.Label), Detail: words.T("Settings"), Words: setting.Words, Asked: true,
			Do: a.shell.Guarded(func() {
				a.open.ShowList()
				a.open.settings.ShowSetting(setting.Key)
			})})
	}
	return items
}

// doFound does an action that was found, on the list. Where a page with unsaved text waits behind the palette, that
// is asked about first; what looks after such text itself is done before it.
func (a *App) doFound(act action) {
	if act.keeps && a.shell.BringBack() {
		act.run(a.open)
		return
	}
	a.shell.Leaving(func() {
		a.open.ShowList()
		a.try(act)
	})
}

// paletteItem copies the code of an account; of a counter it makes the first one.
func (u *unlocked) paletteItem(acc account.Account) palette.Item {
	detail := account.Visible(acc.Name)
	if acc.Issuer == "" {
		detail = ""
	}
	return palette.Item{Text: account.Visible(acc.Title()), Detail: detail, Icon: acc.Icon, Key: words.T("Copy"), IsCode: true, Do: u.Guarded(func() {
		u.ShowList()
		if !u.List.Select(acc.ID) { // a search hides it
			u.List.ShowAll()
			u.List.Select(acc.ID)
		}
		u.List.Activate(acc.ID, false)
	})}
}
