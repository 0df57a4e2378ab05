package app

import (
	"fyne.io/fyne/v2"

	"watchword/app/accounts"
	"watchword/app/flow/adding"
	"watchword/app/flow/editing"
	"watchword/app/flow/keeping"
	"watchword/app/flow/moving"
	"watchword/app/flow/settings"
	"watchword/app/flow/unlocking"
	"watchword/app/opened"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// enter is where every way of opening a vault ends.
func (a *App) enter(v *vault.Vault, how unlocking.How) *opened.Vault {
	u := a.adopt(v)
	u.Info = how.Info
	if how.Typed {
		u.keeping.PasswordTyped()
	}
	if v.MustSetPassword() {
		u.keeping.ShowNewPassword(words.T("Choose a new password"), words.T("The vault was opened with its recovery sheet. Choose a new password; it is needed before anything can be saved."))
		return u.Vault
	}
	u.Do(func() { u.Session.Accounts() }, func() { // thousands take their time to be put in order
		u.ShowListAhead()
		u.Recall()
		u.LookAround()
		if !u.Typing() { // else it waits: see openWaiting
			a.openPending()
		}
	})
	if u.Closed() {
		return nil
	}
	return u.Vault
}

// created shows a vault that was made just now.
func (a *App) created(v *vault.Vault) {
	u := a.adopt(v)
	u.AcceptPlace()
	a.shell.Confirmed() // the password was typed just now
	u.keeping.OfferSheet(func() {
		u.ShowList()
		a.openPending()
	})
}

// adopt makes v the open vault with its list and its flows.
func (a *App) adopt(v *vault.Vault) *unlocked {
	s := a.shell
	if !s.Demo {
		a.unlocking.Path = v.Path()
		s.Config.Remember(v.Path())
		s.SaveConfig()
	}
	o := opened.New(s, v, &a.after)
	u := &unlocked{
		Vault:    o,
		adding:   &adding.Flow{Vault: o, Arrivals: &a.arrivals},
		moving:   &moving.Flow{Vault: o},
		keeping:  &keeping.Flow{Vault: o, Arrivals: &a.arrivals, After: &a.after},
		editing:  &editing.Flow{Vault: o},
		settings: &settings.Flow{Vault: o},
	}
	a.open = u
	o.OnAccounts = a.showTray
	a.tie(u)
	o.Start(a.list(u), a.ways(u))
	return u
}

// tie leads from each flow to the others.
func (a *App) tie(u *unlocked) {
	u.adding.OnFiles, u.adding.OnGuides, u.adding.OnClock = a.openFiles, u.settings.ShowGuides, u.settings.ShowClock
	u.moving.OnFiles, u.moving.OnAdd = a.openFiles, u.adding.ShowAdd
	u.settings.KeyRows, u.settings.KeyTrouble = a.keyRows, func() string { return a.keyWatch.trouble }
	u.settings.TrayTrouble = a.trayTrouble
	u.settings.OnVault, u.settings.OnSheet = u.keeping.ShowVault, u.keeping.ShowSheet
	u.settings.OnTrash, u.settings.OnReview = u.editing.ShowTrash, u.keeping.ShowReview
	u.keeping.OnSettings, u.keeping.OnClock = u.settings.ShowSettings, u.settings.ShowClock
	u.keeping.OnLock, u.keeping.OnPending, u.keeping.OnInstead = a.lock, a.openPending, a.openInstead
	a.shell.Turn = u.adding.Turn
}

// ways are where the notices of a vault lead.
func (a *App) ways(u *unlocked) opened.Ways {
	k := u.keeping
	return opened.Ways{
		Sheet: k.ShowSheet, Backups: k.ShowBackups, Copies: k.ShowCopies, ChooseSecond: k.ChooseSecond,
		Protect: k.Protect, Strengthen: k.ShowStrengthen, MergeMissing: k.MergeMissing, AcceptOlder: k.AcceptOlder,
		Elsewhere: func() { a.unlocking.ShowElsewhere(u.Vault) },
		Reopen:    func() { a.unlocking.Reopen(u.Vault) },
		Earlier:   func(id string) { a.unlocking.ShowEarlier(u.Vault, id) },
		FindCopy:  func() { a.unlocking.LeaveForLadder(u.Vault) },
		PasswordElsewhere: func(note string) {
			a.forget()
			a.unlocking.ShowUnlockBecause(note)
		},
		Banners: []func() fyne.CanvasObject{a.missedBanner, u.adding.LeftoverBanner},
	}
}

// list makes the page of the list.
func (a *App) list(u *unlocked) *accounts.Page {
	s := u.Session
	return &accounts.Page{
		Now: u.CodeTime, Codes: s.Codes, Modifiers: u.Modifiers,
		Counted: s.Counted, OnClipboard: s.Clip().Code,
		Next: u.Config.NextCode, RowSize: u.Config.Rows, HideCodes: u.Config.HideCodes,
		OnCopy:      func(id string) { u.Copy(id, false) },
		OnCopyNext:  func(id string) { u.Copy(id, true) },
		OnCount:     u.Count,
		OnEdit:      u.editing.ShowEdit,
		OnTrash:     u.editing.Trash,
		OnTags:      u.editing.ShowTagger,
		OnPin:       u.editing.Pin,
		OnMove:      u.editing.Move,
		OnTagMenu:   u.editing.TagMenu,
		OnAdd:       u.adding.ShowAdd,
		OnScan:      u.adding.ScanScreen,
		OnPicture:   u.adding.OpenPicture,
		OnPaste:     u.adding.Paste,
		OnKey:       u.adding.ShowAdd,
		OnImport:    u.moving.ShowImport,
		OnGuide:     u.settings.ShowGuides,
		OnShowTrash: u.editing.ShowTrash,
		OnMenu:      a.showMenu,
		RowMenu:     a.rowMenu,
		OnShortcut:  a.searchShortcut,
		OnKeyPress:  a.key,
	}
}

// missedBanner tells on the list what came from outside and was dropped.
func (a *App) missedBanner() fyne.CanvasObject {
	text := a.arrivals.Missed()
	if text == "" {
		return nil
	}
	return widgets.NewBanner(text, widgets.AmberBanner,
		widgets.Action{Text: words.T("OK"), Do: func() { a.arrivals.Forget(); a.open.RefreshBanner() }})
}
