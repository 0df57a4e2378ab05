package app

import (
	"context"

	"watchword/app/session"
	"watchword/vault"
)

// undo takes the last change back and says what is true now; it offers to make it again.
func (a *App) undo() { a.undoThen(func() {}) }

// undoThen is undo; then is called where there was something to undo.
func (a *App) undoThen(then func()) {
	last := a.session.LastChange()
	a.turn((*session.Session).Undo, "Redo", a.redo, func() {
		then()
		if a.atLock != nil && a.atLock.undo != nil && a.atLock.last == last { // what was saved at lock is undone
			a.atLock = nil
		}
	})
}

// redo makes the change again that was undone last.
func (a *App) redo() { a.turn((*session.Session).Redo, "Undo", a.undo, func() {}) }

func (a *App) turn(do func(*session.Session, context.Context) (string, vault.Result, bool), back string, doBack, done func()) {
	s := a.session
	var says string
	var r vault.Result
	var ok bool
	a.o.Run(func() { says, r, ok = do(s, a.ctx) }, func() {
		switch {
		case a.session != s:
			return
		case !ok:
			a.say(says, false)
			return
		}
		done()
		a.refreshList()
		a.saved(r)
		switch {
		case r.Status == vault.NotSaved: // the banner says what to do
		case a.page == page(a.list):
			a.list.Toast(says, true, back, a.onlyNow(doBack))
		default:
			a.say(says, true)
		}
		a.writeMap()
	})
}

// offerUndo says what was done just now, with a button that takes just that back.
func (a *App) offerUndo(text string) { a.list.Toast(text, true, "Undo", a.onlyNow(a.undo)) }

// onlyNow returns do for a button beside the last change: once another one was made, the
// button would undo that one instead.
func (a *App) onlyNow(do func()) func() {
	s := a.session
	last := s.LastChange()
	return func() {
		switch {
		case a.session != s:
		case s.LastChange() != last:
			a.list.Toast("Something else was changed since then. "+control()+"+Z undoes the last change.", false, "", nil)
		default:
			do()
		}
	}
}
