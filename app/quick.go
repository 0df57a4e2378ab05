package app

import (
	"context"

	"watchword/app/desktop/hotkey"
	"watchword/app/flow/quick"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/unlock"
	"watchword/assets/words"
)

// The quick window, and the keys that bring it up from wherever the user is.

func (a *App) newQuick() *quick.Flow {
	return &quick.Flow{
		Shell: a.shell,
		Opened: func() *opened.Vault {
			if a.open == nil || a.shell.Covered() {
				return nil
			}
			return a.open.Vault
		},
		Unlocking: a.quickUnlocking,
		OnWindow:  a.showWindow,
		OnGone:    a.quickGone,
	}
}

// RaiseQuick brings the quick window up, or sends it away. It may be called from any goroutine.
func (a *App) RaiseQuick() { a.finder.Raise() }

// quickUnlocking is how the quick window opens the vault; nil where the program's window has to ask something
// first.
func (a *App) quickUnlocking() *quick.Unlocking {
	if _, asks := a.shell.Page().(*unlock.Page); !asks || a.shell.Covered() {
		return nil
	}
	attempt := a.unlocking.NewAttempt()
	return &quick.Unlocking{
		Open:  func(password []byte) error { return attempt.Open(password, false) },
		Quick: attempt.Quick(),
		Enter: attempt.Enter,
	}
}

// started shows the quick window where only that was asked for.
func (a *App) started() {
	if a.alone {
		a.finder.Raise()
	}
}

// quickGone ends a program that has nothing to show any more.
func (a *App) quickGone() {
	if a.alone && a.open == nil {
		a.leave()
	}
}

// showWindow brings the program's window to the front.
func (a *App) showWindow() {
	a.alone = false
	a.shell.Unhide()
	a.shell.Window.RequestFocus()
}

// A keyWatch hears the keys that the settings name.
type keyWatch struct {
	keys    string // that are asked for now; "" for none
	stop    context.CancelFunc
	trouble string // why they are not heard
}

// watchKeys hears the keys that the settings name, and no longer those that they named before.
func (a *App) watchKeys() {
	w, wanted := &a.keyWatch, a.shell.Config.QuickKey
	if w.keys == wanted {
		return
	}
	if w.stop != nil {
		w.stop()
	}
	*w = keyWatch{keys: wanted}
	if wanted == "" {
		return
	}
	keys, err := hotkey.Parse(wanted)
	if err != nil {
		w.trouble = phrases.Hotkey(err)
		return
	}
	ctx, cancel := context.WithCancel(a.shell.Context)
	w.stop = cancel
	a.shell.Run(func() {
		err = a.shell.Listen(ctx, keys, words.T("Search your accounts"), func() {}, a.finder.Raise)
	}, func() {
		if ctx.Err() == nil && err != nil && w.keys == wanted {
			w.trouble = phrases.Hotkey(err)
			a.shell.Say(w.trouble, false)
		}
	})
}
