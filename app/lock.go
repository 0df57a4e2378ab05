package app

import (
	"watchword/app/session"
	"watchword/app/widgets"
	"watchword/vault"
)

// lock covers the window, for nobody is to read on while something is saved, and closes the vault.
// Changes that could not be saved are tried once more; if that fails the vault stays open, for they
// exist nowhere else.
func (a *App) lock() {
	if a.session == nil || a.locking {
		return
	}
	d := a.draft()
	a.cover()
	a.keepDraft(d, func() { a.settle(a.showLocked, "Lock and lose the changes") })
}

// unbroken is a [background.Runner] for work that is not to be cut off: who locks the vault or ends
// the program waits for it. So it has to be work of a moment.
func (a *App) unbroken(work, done func()) {
	a.unfinished++
	a.o.Run(work, func() {
		a.unfinished--
		done()
		if a.unfinished == 0 {
			waiting := a.afterwards
			a.afterwards = nil
			for _, f := range waiting {
				f()
			}
		}
	})
}

// afterUnbroken goes on with then once nothing is under way that is not to be cut off.
func (a *App) afterUnbroken(then func()) {
	if a.unfinished == 0 {
		then()
		return
	}
	a.afterwards = append(a.afterwards, then)
}

// showLocked closes the vault, away from the UI thread, for a save on a share that hangs would hold it
// up, and asks for its password.
func (a *App) showLocked() {
	s := a.drop()
	a.cover()
	a.unbroken(func() {
		if s != nil {
			s.Lock(a.ctx)
		}
	}, func() {
		a.locking = false
		told := a.locked
		a.locked = nil
		for _, tell := range told {
			tell()
		}
		if a.o.Demo || a.ending {
			a.leave()
			return
		}
		a.showUnlock()
	})
}

// forget drops the open vault from memory and from the window.
func (a *App) forget() {
	if s := a.drop(); s != nil {
		s.Lock(a.ctx)
	}
}

// drop takes the open vault off the window; it returns the session, which is still to be locked.
func (a *App) drop() *session.Session {
	s := a.session
	a.locking = false
	a.dropGiven()
	a.leavePage()
	a.hold(nil)
	widgets.OwnIcon = nil
	a.session, a.list, a.unsaved, a.care = nil, nil, nil, care{}
	a.parts, a.left = nil, leftovers{}
	if s != nil {
		a.forgetTold(s.Vault())
	}
	a.page = simple{widgets.Gap(1)}
	a.window.SetContent(widgets.Gap(1))
	_ = a.use.Save() // nothing is lost with it
	return s
}

// settle lets finish what is not to be cut off, saves what is unsaved and goes on, or shows what to
// do about it.
func (a *App) settle(then func(), anyway string) {
	s := a.session
	a.afterUnbroken(func() {
		if a.session == s {
			a.saveBefore(then, anyway)
		}
	})
}

func (a *App) saveBefore(then func(), anyway string) {
	s := a.session
	if s == nil || !s.Vault().Dirty() || s.Vault().MustSetPassword() {
		then()
		return
	}
	var r vault.Result
	a.o.Run(func() { r = s.Save(a.ctx) }, func() {
		if a.session != s {
			return
		}
		if r.Status != vault.NotSaved {
			then()
			return
		}
		a.unsaved = r.Err
		a.showUnsaved(then, anyway)
	})
}

// showUnsaved stands before the lock or the end of the program while changes are in
// memory only.
func (a *App) showUnsaved(then func(), anyway string) {
	a.locking = false
	a.dropGiven()
	a.show("unsaved", simple{widgets.NewPage("Changes are not saved", a.showList,
		widgets.Stack(0, widgets.NewWarningCard(widgets.Stack(6,
			widgets.NewStrong("Your last changes are only in memory"),
			widgets.NewLabel(a.unsaved.Error())))),
		widgets.Stack(8,
			widgets.NewButton("Try again", widgets.Main, func() { a.settle(then, anyway) }),
			widgets.NewButton("Save a copy elsewhere", widgets.Plain, a.saveCopy),
			widgets.NewButton(anyway, widgets.Danger, then)))}, a.showList)
}

// quit ends the program: unsaved text and changes first, then the clipboard.
func (a *App) quit() {
	a.leaving(func() { a.settle(a.leave, "Quit and lose the changes") })
}

// End ends the program because it was told to from outside. Nobody is asked: what is typed is saved as
// at lock. It may be called from any goroutine.
func (a *App) End() {
	a.o.OnUI(func() {
		a.ending = true
		switch {
		case a.locking: // and ends then
		case a.session == nil:
			a.leave()
		default:
			a.lock()
		}
	})
}

func (a *App) leave() {
	a.forget()
	a.stopped()
	a.fyne.Quit()
}

// ClearUp is for a program that was told to end from outside, once nothing else happens in the
// window any more: it clears the clipboard of a code and deletes a throw-away vault.
func (a *App) ClearUp() { a.stopped() }

// stopped clears up behind the program, however it ends.
func (a *App) stopped() {
	if a.o.Leaving != nil {
		a.o.Leaving()
	}
	if a.session != nil {
		a.session.ClearClipboard(a.ctx)
	}
	a.stop()
	if a.cleanup != nil {
		a.cleanup()
		a.cleanup = nil
	}
}
