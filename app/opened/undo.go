package opened

import (
	"context"

	"watchword/app/session"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// Undo takes the last change back and says what is true now; it offers to make it again.
func (o *Vault) Undo() { o.UndoThen(func() {}) }

// UndoThen is undo; then is called where there was something to undo.
func (o *Vault) UndoThen(then func()) {
	last := o.Session.LastChange()
	o.turn((*session.Session).Undo, words.T("Redo"), o.Redo, func() {
		then()
		if o.after.atLock != nil && o.after.atLock.undo != nil && o.after.atLock.last == last { // what was saved at lock is undone
			o.after.atLock = nil
		}
	})
}

// Redo makes the change again that was undone last.
func (o *Vault) Redo() { o.turn((*session.Session).Redo, words.T("Undo"), o.Undo, func() {}) }

func (o *Vault) turn(do func(*session.Session, context.Context) (string, vault.Result, bool), back string, doBack, done func()) {
	s := o.Session
	var says string
	var r vault.Result
	var ok bool
	o.Run(func() { says, r, ok = do(s, o.Context) }, func() {
		switch {
		case o.Closed():
			return
		case !ok:
			o.Say(says, false)
			return
		}
		done()
		o.RefreshList()
		o.Saved(r)
		switch {
		case r.Status == vault.NotSaved: // the banner says what to do
		case o.Shows(o.List):
			o.Toast(says, true, back, o.OnlyNow(doBack))
		default:
			o.Say(says, true)
		}
		o.WriteMap()
	})
}

// OfferUndo says what was done just now, with a button that takes just that back.
func (o *Vault) OfferUndo(text string) { o.Toast(text, true, words.T("Undo"), o.OnlyNow(o.Undo)) }

// OnlyNow returns do for a button beside the last change: once another one was made, the
// button would undo that one instead.
func (o *Vault) OnlyNow(do func()) func() {
	s := o.Session
	last := s.LastChange()
	return func() {
		switch {
		case o.Closed():
		case s.LastChange() != last:
			o.Refuse(words.T("Something else was changed since then. %s+Z undoes the last change.", widgets.Control()))
		default:
			do()
		}
	}
}
