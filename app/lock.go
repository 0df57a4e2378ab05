package app

import (
	"time"

	"watchword/app/desktop/sessionlock"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// lock covers the window, for nobody is to read on while something is saved, and closes the vault.
// Changes that could not be saved are tried once more; if that fails the vault stays open, for they
// exist nowhere else.
func (a *App) lock() {
	u := a.open
	if u == nil || a.shell.Covered() {
		return
	}
	d := a.shell.Draft()
	a.cover()
	u.KeepDraft(d, func() { a.settle(a.showLocked, words.T("Lock and lose the changes")) })
}

// cover takes everything off the window.
func (a *App) cover() {
	a.dropGiven()
	a.finder.Locked()
	a.shell.Cover()
}

// showLocked closes the vault, away from the UI thread, for a save on a share that hangs would hold it
// up, and asks for its password.
func (a *App) showLocked() {
	o := a.drop()
	a.cover()
	icon := a.icon
	a.shell.Unbroken(func() {
		waitForEmptyTray(icon)
		if o != nil {
			o.Session.Lock(o.Context)
		}
	}, func() {
		a.shell.Uncover()
		told := a.locked
		a.locked = nil
		for _, tell := range told {
			tell()
		}
		switch {
		case a.ending || a.alone:
			a.leave()
			return
		case a.shell.Demo:
			a.unlocking.ShowDemoOver(a.leave)
			return
		}
		a.unlocking.ShowUnlock()
	})
}

// forget drops the open vault from memory and from the window.
func (a *App) forget() {
	if o := a.drop(); o != nil {
		waitForEmptyTray(a.icon)
		o.Session.Lock(o.Context)
	}
}

// drop takes the open vault off the window; its session is still to be locked. nil where none is open.
func (a *App) drop() *opened.Vault {
	a.shell.Uncover()
	a.dropGiven()
	u := a.open
	if u == nil {
		a.shell.Empty()
		return nil
	}
	a.finder.Locked()
	a.open, a.shell.Turn, a.shell.Confirm = nil, nil, nil
	u.adding.Drop()
	u.Drop()
	a.showTray()
	a.arrivals.ForgetTold()
	return u.Vault
}

// openInstead locks the open vault and asks for the password of another.
func (a *App) openInstead(path string) {
	a.settle(func() {
		a.forget()
		a.unlocking.Path = path
		a.unlocking.ShowUnlock()
	}, words.T("Open it and lose the changes"))
}

// settle lets finish what is not to be cut off, saves what is unsaved and goes on, or shows what to
// do about it.
func (a *App) settle(then func(), anyway string) { a.settleOr(then, anyway, "") }

// settleOr is settle; tried is what the page says of an earlier try, "" for none.
func (a *App) settleOr(then func(), anyway, tried string) {
	u := a.open
	a.shell.AfterUnbroken(func() {
		if a.open == u {
			a.saveBefore(then, anyway, tried)
		}
	})
}

func (a *App) saveBefore(then func(), anyway, tried string) {
	u := a.open
	if u == nil || !u.OnlyHere() || u.Session.Vault().MustSetPassword() {
		then()
		return
	}
	var r vault.Result
	u.Do(func() { r = u.Session.Save(u.Context) }, func() {
		if r.Status != vault.NotSaved {
			then()
			return
		}
		u.Unsaved = r.Err
		a.showUnsaved(then, anyway, tried)
	})
}

// showUnsaved stands before the lock or the end of the program while changes are in
// memory only. tried says that something was tried in vain: the page looks the same otherwise.
func (a *App) showUnsaved(then func(), anyway, tried string) {
	u := a.open
	a.shell.Uncover()
	a.dropGiven()
	title, what := words.T("Unsaved changes"), words.T("Your last changes are only in memory")
	if u.Broken() && !u.Session.Vault().Dirty() {
		title, what, anyway = words.T("The vault file is damaged"), words.T("Your accounts are in memory, but not in the vault file"), words.T("Go on all the same")
	}
	first := widgets.NewButton(words.T("Try again"), widgets.Main, func() { a.settleOr(then, anyway, phrases.InVain(a.shell.Now())) })
	if u.Broken() {
		first = widgets.NewButton(words.T("Restore the file"), widgets.Main, func() { a.putBackBefore(then, anyway) })
	}
	why := widgets.Stack(6, widgets.NewStrong(what), widgets.NewLabel(opened.Said(u.Unsaved)))
	if tried != "" {
		why.Add(widgets.NewMuted(tried))
	}
	u.Show(shell.Static("unsaved", widgets.NewPage(title, u.ShowList, widgets.Stack(0, widgets.NewWarningCard(why)),
		widgets.Stack(8, first,
			widgets.NewButton(words.T("Save a copy elsewhere"), widgets.Plain, u.SaveCopy),
			widgets.NewButton(anyway, widgets.Danger, then)))), u.ShowList)
}

// putBackBefore restores a damaged file; what was wanted can be asked for again on the list.
func (a *App) putBackBefore(then func(), anyway string) {
	u := a.open
	u.RestoreFileThen(func() {
		if u.Unsaved != nil {
			a.showUnsaved(then, anyway, phrases.InVain(a.shell.Now()))
			return
		}
		u.ShowList()
	})
}

// watchSession locks the vault with the user's session and before sleep. It runs until
// the program ends.
func (a *App) watchSession() {
	watch := a.shell.WatchSession
	go func() { _ = watch(a.shell.Context, a.lockBecause) }() // it blocks; what it calls goes through background
}

// lockPatience is how long sleep is held up for a save that is under way.
const lockPatience = 3 * time.Second

// lockBecause covers the window and locks the vault. It returns when the accounts are gone
// from memory, or when that takes too long: changes that cannot be saved stay, behind a page
// that shows none of them. It is called from goroutines of other packages.
func (a *App) lockBecause(sessionlock.Reason) {
	done := make(chan struct{})
	a.shell.OnUI(func() {
		if !a.shell.Covered() && (a.open == nil || a.shell.Config.StayOpen) {
			close(done)
			return
		}
		a.locked = append(a.locked, func() { close(done) })
		a.lock()
	})
	select {
	case <-done:
	case <-time.After(lockPatience):
	case <-a.shell.Context.Done():
	}
}
