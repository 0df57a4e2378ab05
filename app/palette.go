package app

import (
	"watchword/app/palette"
	"watchword/vault/account"
)

// showPalette finds every action and every account by typing. What an action does it does
// on the list, to the account that was chosen there.
func (a *App) showPalette() {
	if a.session == nil {
		return
	}
	title := ""
	if chosen := a.list.Targets(); len(chosen) == 1 {
		if acc, ok := a.session.Account(chosen[0]); ok {
			title = account.Visible(acc.Title())
		}
	} else if len(chosen) > 1 {
		title = "the chosen accounts"
	}
	all, index := a.list.All()
	a.show("palette", &palette.Screen{
		Actions: a.paletteItems(title),
		Accounts: func(query string, most int) []palette.Item {
			found := index.Find(query)
			var out []palette.Item
			for _, i := range found[:min(len(found), most)] {
				out = append(out, a.accountItem(all[i]))
			}
			return out
		},
		OnBack: a.showList, OnShortcut: a.entryShortcut,
	}, a.showList)
}

// paletteItems are the actions that can be done from the list as it is; title is the
// account that those on an account are about.
func (a *App) paletteItems(title string) []palette.Item {
	var items []palette.Item
	seen := map[string]bool{"Find any action or account": true}
	for _, act := range a.actions() {
		if act.do == nil || seen[act.text] || act.when == onAccount && title == "" {
			continue
		}
		seen[act.text] = true
		item := palette.Item{Text: act.text, Words: act.words, Do: func() {
			a.showList()
			act.do()
		}}
		if act.chord.key != "" {
			item.Key = act.chord.String()
		} else {
			item.Key = act.keys
		}
		if act.when == onAccount {
			item.Detail = title
		}
		items = append(items, item)
	}
	return items
}

// accountItem copies the code of an account; of a counter it makes the first one.
func (a *App) accountItem(acc account.Account) palette.Item {
	detail := account.Visible(acc.Name)
	if acc.Issuer == "" {
		detail = ""
	}
	return palette.Item{Text: account.Visible(acc.Title()), Detail: detail, Icon: acc.Icon, Key: "Copy", IsCode: true, Do: func() {
		a.showList()
		if !a.list.Select(acc.ID) { // a search hides it
			a.list.ShowAll()
			a.list.Select(acc.ID)
		}
		a.list.Activate(acc.ID, false)
	}}
}
