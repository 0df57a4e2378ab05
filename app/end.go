package app

import (
	"watchword/assets/words"
)

// quit ends the program: unsaved text and changes first, then the clipboard.
func (a *App) quit() {
	a.shell.Leaving(func() { a.settle(a.leave, words.T("Quit and lose the changes")) })
}

// End ends the program because it was told to from outside. Nobody is asked: what is typed is saved as
// at lock. It may be called from any goroutine.
func (a *App) End() {
	a.shell.OnUI(func() {
		a.ending = true
		switch {
		case a.shell.Covered(): // and ends then
		case a.open == nil:
			a.leave()
		default:
			a.lock()
		}
	})
}

func (a *App) leave() {
	a.shell.NotePlace()
	_ = a.shell.Places.Save() // nothing is lost with it
	a.forget()
	a.stopped()
	a.shell.Fyne.Quit()
}

// ClearUp is for a program that was told to end from outside, once nothing else happens in the
// window any more: it clears the clipboard of a code and deletes a throw-away vault.
func (a *App) ClearUp() { a.stopped() }

// stopped clears up behind the program, however it ends.
func (a *App) stopped() {
	if a.shell.Options.Leaving != nil {
		a.shell.Options.Leaving()
	}
	if a.open != nil {
		a.open.Session.Clip().Clear(a.shell.Context)
	}
	a.shell.End()
	if clean := a.unlocking.Cleanup; clean != nil {
		a.unlocking.Cleanup = nil
		clean()
	}
}
