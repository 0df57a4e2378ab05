package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2/driver"

	"watchword/app/desktop/sessionlock"
	"watchword/app/desktop/shield"
	"watchword/app/widgets"
)

// watchSession locks the vault with the user's session and before sleep. It runs until
// the program ends.
func (a *App) watchSession() {
	watch := a.o.WatchSession
	go func() { _ = watch(a.ctx, a.lockBecause) }() // it blocks; what it calls goes through background
}

// lockPatience is how long sleep is held up for a save that is under way.
const lockPatience = 3 * time.Second

// lockBecause covers the window and locks the vault. It returns when the accounts are gone
// from memory, or when that takes too long: changes that cannot be saved stay, behind a page
// that shows none of them. It is called from goroutines of other packages.
func (a *App) lockBecause(sessionlock.Reason) {
	done := make(chan struct{})
	a.o.OnUI(func() {
		if !a.locking && (a.session == nil || a.config.StayOpen) {
			close(done)
			return
		}
		a.locked = append(a.locked, func() { close(done) })
		a.lock()
	})
	select {
	case <-done:
	case <-time.After(lockPatience):
	case <-a.ctx.Done():
	}
}

// covered is the name of the page that stands there while the vault is being locked.
const covered = "covered"

// cover takes everything off the window at once, pop-ups and all. No page takes its place before
// the vault is locked or cannot be: what was under way may end meanwhile.
func (a *App) cover() {
	a.locking = true
	a.dropGiven()
	a.cancelWork()
	a.swap(covered, simple{widgets.NewCentered(widgets.NewHeading("Locking …").Centered())}, nil)
}

// setHidden keeps the window out of captures, or lets them see it.
func (a *App) setHidden(hidden bool) {
	a.config.AllowCapture = !hidden
	a.saveConfig()
	a.shield()
}

// shield tells the system what the setting says.
func (a *App) shield() {
	native, ok := a.window.(driver.NativeWindow)
	if !ok || !shield.Possible {
		return
	}
	hidden := !a.config.AllowCapture
	native.RunNative(func(handle any) {
		switch h := handle.(type) {
		case driver.WindowsWindowContext:
			_ = shield.Set(h.HWND, hidden) // it raises a cost; nothing depends on it
		case driver.MacWindowContext:
			_ = shield.Set(h.NSWindow, hidden)
		}
	})
}

// A WatchSession tells of locked sessions and of sleep until ctx ends.
type WatchSession func(ctx context.Context, lock func(sessionlock.Reason)) error
