package app

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/accounts"
	"watchword/app/edit"
	"watchword/app/session"
	"watchword/app/settings"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

// makeList makes the page of the list for the open vault.
func (a *App) makeList() {
	s := a.session
	a.list = &accounts.Screen{
		Now: a.now, Codes: s.Codes, Modifiers: a.modifiers,
		Counted: s.Counted, OnClipboard: s.OnClipboard,
		Next: accounts.NextCode(a.config.NextCode), RowSize: a.config.Rows, HideCodes: a.config.HideCodes,
		OnCopy:             func(id string) { a.copy(id, false) },
		OnCopyNext:         func(id string) { a.copy(id, true) },
		OnCount:            a.count,
		OnEdit:             a.showEdit,
		OnCopyWithPassword: a.showBehind,
		OnShow:             a.showQR,
		OnTrash:            a.trash,
		OnTags:             a.showTagger,
		OnPin:              a.pin,
		OnArchive:          a.archive,
		OnMove:             a.move,
		OnTagMenu:          a.tagMenu,
		OnAdd:              a.showAdd,
		OnScan:             a.scanScreen,
		OnPicture:          a.openPicture,
		OnPaste:            a.paste,
		OnKey:              a.showAdd,
		OnImport:           a.showImport,
		OnGuide:            a.showGuides,
		OnShowTrash:        a.showTrash,
		OnMenu:             a.showMenu,
		OnShortcut:         a.searchShortcut,
		OnKeyPress:         a.key,
	}
	widgets.OwnIcon = s.Vault().Icon
	a.list.Content() // keys and the palette reach it while thousands of accounts are still put in order
}

// showList shows the list with the accounts as they are now.
func (a *App) showList() {
	if a.session == nil {
		return
	}
	s, had, query := a.session, a.list.Count(), a.list.Query()
	var list []account.Account
	var index *account.Search
	fill := func() {
		a.setAccounts(list, index)
		if a.list.Count() > had && a.list.Query() == query { // not one that was typed meanwhile
			a.list.ShowAll() // a search would hide what was just added
		}
		a.list.Tick(a.now())
		a.refreshBanner()
	}
	if s.Ready() {
		list, index = s.Listed()
		a.setAccounts(list, index)
		a.show("list", a.list, nil)
		fill()
		return
	}
	a.show("list", a.list, nil)
	a.o.Run(func() { list, index = s.Listed() }, func() { // thousands are put in order away from the UI thread
		if a.session == s {
			fill()
		}
	})
}

// setAccounts gives the list what it shows.
func (a *App) setAccounts(list []account.Account, index *account.Search) {
	_, trashed := a.session.Vault().Sizes()
	a.list.SetTrashed(trashed)
	a.list.SetAccounts(list, a.session.Tags(), index)
}

// refreshList shows changed accounts without leaving the page.
func (a *App) refreshList() {
	s := a.session
	if s == nil {
		return
	}
	var list []account.Account
	var index *account.Search
	show := func() {
		if a.session == s {
			a.setAccounts(list, index)
			a.list.Tick(a.now())
		}
	}
	if s.Ready() {
		list, index = s.Listed()
		show()
		return
	}
	a.o.Run(func() { list, index = s.Listed() }, show)
}

// showMenu is the menu of the list. It is no longer than the window at its first size.
func (a *App) showMenu(at fyne.CanvasObject) {
	menu := fyne.NewMenu("",
		submenu("Add an account",
			fyne.NewMenuItem("Scan the screen", a.scanScreen),
			fyne.NewMenuItem("Open a picture…", a.openPicture),
			fyne.NewMenuItem("Type a key or link…", a.showAdd)),
		submenu("Import and export",
			fyne.NewMenuItem("Import…", a.showImport),
			fyne.NewMenuItem("Export…", a.showExport),
			fyne.NewMenuItem("To a phone…", a.showGallery)),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Review", a.showReview),
		fyne.NewMenuItem("Find anything…", a.showPalette),
		a.sortMenu(),
		fyne.NewMenuItem("Tags…", a.showTags),
		fyne.NewMenuItem("Trash", a.showTrash),
		fyne.NewMenuItem("Guides", a.showGuides),
		fyne.NewMenuItem("Keys", a.showKeys),
		fyne.NewMenuItem("Vault", a.showVault),
		fyne.NewMenuItem("Settings", a.showSettings),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Lock", a.lock),
		fyne.NewMenuItem("Quit", a.quit),
	)
	pop := widget.NewPopUpMenu(menu, a.window.Canvas())
	pos := a.fyne.Driver().AbsolutePositionForObject(at)
	size := pop.MinSize()
	pop.ShowAtPosition(fyne.NewPos(pos.X+at.Size().Width-size.Width, pos.Y+at.Size().Height+4))
}

func submenu(text string, items ...*fyne.MenuItem) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, nil)
	item.ChildMenu = fyne.NewMenu("", items...)
	return item
}

// copy puts a code on the clipboard and says so.
func (a *App) copy(id string, next bool) {
	s := a.session
	var c session.Copied
	var err error
	a.o.Run(func() { c, err = s.Copy(a.ctx, id, next) }, func() {
		if a.session != s {
			return
		}
		if err != nil {
			a.list.Toast(err.Error(), false, "", nil)
			return
		}
		a.used(id)
		a.list.Copied(id, c.Code, copiedText(c))
		a.outOfTheWay()
	})
}

// copiedText says what was copied and when it goes.
func copiedText(c session.Copied) string {
	text := c.Title + " code copied."
	if c.Next {
		text = fmt.Sprintf("Next %s code copied; it becomes valid in %d s.", c.Title, seconds(c.Left))
	}
	switch {
	case c.Soon:
		text += fmt.Sprintf(" New code in %d s.", max(1, seconds(c.Left)))
	case c.Clears > 0 && c.Next:
		text += fmt.Sprintf(" Cleared %d s later.", seconds(c.Clears-c.Left))
	case c.Clears > 0:
		text += fmt.Sprintf(" Cleared in %d s.", seconds(c.Clears))
	}
	return text
}

func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// copySelected copies the code of the chosen account.
func (a *App) copySelected() {
	if id := a.list.Selected(); id != "" {
		a.list.Activate(id, false)
	}
}

// count makes the next code of an HOTP account: on disk first, then on the screen.
func (a *App) count(id string) {
	s := a.session
	var c session.Copied
	var r vault.Result
	var err error
	a.unbroken(func() { c, r, err = s.Count(a.ctx, id) }, func() {
		if a.session != s {
			return
		}
		a.saved(r)
		a.refreshList()
		switch {
		case c.Code == "":
			a.list.Toast("No code was made: the counter could not be saved.", false, "", nil)
		case err != nil: // there is a code but no clipboard
			a.list.Toast(err.Error(), false, "", nil)
		default:
			a.used(id)
			a.list.Copied(id, c.Code, copiedText(c))
		}
	})
}

func (a *App) trash(ids []string) {
	s := a.session
	text := fmt.Sprintf("%d accounts moved to the trash.", len(ids))
	if len(ids) == 1 {
		acc, ok := s.Account(ids[0])
		if !ok {
			return
		}
		text = acc.Title() + " moved to the trash."
	}
	a.change(func() vault.Result { return s.Trash(a.ctx, ids...) }, func() {
		a.list.Unmark()
		a.offerUndo(text)
	})
}

func (a *App) pin(ids []string, on bool) {
	s := a.session
	a.edit(func() (vault.Result, error) { return s.Pin(a.ctx, on, ids...) }, "")
}

func (a *App) archive(ids []string, on bool) {
	s := a.session
	text := ""
	if on {
		text = "Archived: at the end of the list."
	}
	a.edit(func() (vault.Result, error) { return s.Archive(a.ctx, on, ids...) }, text)
}

// togglePin pins accounts, or unpins them where all are pinned.
func (a *App) togglePin(ids []string) {
	a.pin(ids, !a.all(ids, func(acc account.Account) bool { return acc.Pinned }))
}

// toggleArchive archives accounts, or takes them out where all are archived.
func (a *App) toggleArchive(ids []string) {
	a.archive(ids, !a.all(ids, func(acc account.Account) bool { return acc.Archived }))
}

func (a *App) all(ids []string, is func(account.Account) bool) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		acc, ok := a.session.Account(id)
		return ok && !is(acc)
	})
}

// move puts accounts in front of another in the user's own order. Where the list has
// another order, the one that is seen becomes their own.
func (a *App) move(ids []string, before string) {
	s := a.session
	if session.Sort(a.config.Sort) == session.ByOrder {
		a.edit(func() (vault.Result, error) { return s.Move(a.ctx, ids, before) }, "")
		return
	}
	seen := s.Accounts()
	a.sortBy(session.ByOrder)
	a.edit(func() (vault.Result, error) { return s.MoveAmong(a.ctx, seen, ids, before) },
		"The list is in your own order now, beginning with the one that you saw.")
}

// change runs a change that saves, and shows the list as it then is.
func (a *App) change(do func() vault.Result, done func()) {
	s := a.session
	var r vault.Result
	a.unbroken(func() { r = do() }, func() {
		if a.session != s {
			return
		}
		a.refreshList()
		a.saved(r)
		if done != nil && r.Status != vault.NotSaved {
			done()
		}
		a.writeMap()
	})
}

func (a *App) showTrash() { a.showTrashAfter("") }

// showTrashAfter is showTrash with a word on what was done there just now. The page stays
// until it is left: the list would come under a pointer that may click once more.
func (a *App) showTrashAfter(said string) {
	s := a.session
	again := func(do func() vault.Result, said string) {
		a.change(do, func() { a.showTrashAfter(said) })
	}
	page := &edit.Trash{
		Said:      said,
		OnRestore: func(ids ...string) { again(func() vault.Result { return s.Restore(a.ctx, ids...) }, "Restored.") },
		OnPurge: func(ids ...string) {
			again(func() vault.Result { return s.Purge(a.ctx, ids...) }, "Deleted permanently. Earlier backups still contain what was deleted.")
		},
		OnBack: a.showList,
	}
	from := a.page
	a.o.Run(func() { page.Accounts = s.Trashed() }, func() {
		if a.session == s && a.page == from {
			a.show("trash", page, a.showList)
		}
	})
}

func (a *App) showSettings() {
	s := a.session
	v := s.Vault()
	_, readOnly := v.ReadOnly()
	live, _ := v.Sizes()
	saved := "never"
	if a.last.path == v.Path() && !a.last.saved.IsZero() {
		saved = day(a.last.saved, a.o.Now())
	}
	a.show("settings", &settings.Screen{
		Version: a.o.Version,
		Values: settings.Values{
			Theme:      theme.Mode(a.config.Theme),
			ClearAfter: time.Duration(a.config.ClearSeconds) * time.Second,
			LockAfter:  time.Duration(a.config.LockMinutes) * time.Minute,
			List:       a.listValues(),
		},
		Vault: settings.Vault{
			Path: shorten(v.Path()), Saved: saved, Accounts: live,
			Backup: a.lastBackup(), HasRecovery: v.HasRecovery(), ReadOnly: readOnly, SetAside: len(v.SetAside()),
		},
		OnChanged: a.applySettings,
		OnVault:   a.showVault,
		OnSheet:   a.showSheet,
		OnTrash:   a.showTrash,
		OnKeys:    a.showKeys,
		OnClock:   func() { a.showClock(a.showSettings) },
		OnReview:  a.showReview,
		OnGuides:  a.showGuides,
		OnBack:    a.showList,

		Correction: a.config.ClockSeconds,
	}, a.showList)
}

func (a *App) applySettings(v settings.Values) {
	a.config.Theme = string(v.Theme)
	a.config.ClearSeconds = int(v.ClearAfter / time.Second)
	a.config.LockMinutes = int(v.LockAfter / time.Minute)
	a.takeListValues(v.List)
	a.saveConfig()
	a.session.Apply(a.sessionSettings(a.session.Vault()))
	a.applyLook()
	a.list.Apply(accounts.NextCode(a.config.NextCode), a.config.Rows, a.config.HideCodes)
	a.refreshList()
}

func (a *App) showKeys() {
	a.show("keys", simple{settings.Keys(a.keyRows(), a.showList)}, a.showList)
}

// refreshBanner shows what is lasting: changes that are not saved before all else, then
// that there is no recovery sheet yet.
func (a *App) refreshBanner() {
	if a.session == nil || a.page != page(a.list) {
		return
	}
	v := a.session.Vault()
	switch {
	case a.unsaved != nil:
		a.list.SetBanner(a.unsavedBanner())
	case a.atLockBanner():
	case a.missedBanner():
	case a.leftoverBanner():
	case a.o.Demo:
		a.list.SetBanner(widgets.NewBanner("These are examples in a throw-away vault. Nothing here is kept.", widgets.AmberBanner))
	case a.careBanner():
	case !v.HasRecovery() && !a.reminded:
		a.list.SetBanner(widgets.NewBanner("There is no recovery sheet yet. Without it, a forgotten password means that all accounts are lost.",
			widgets.AmberBanner,
			widgets.Action{Text: "Make one", Do: a.showSheet},
			widgets.Action{Text: "Later", Do: func() { a.reminded = true; a.refreshBanner() }}))
	default:
		a.list.SetBanner(nil)
	}
}
