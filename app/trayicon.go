package app

import (
	"fmt"
	"time"

	"watchword/app/flow/quick"
	"watchword/app/opened"
	"watchword/app/tray"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// The icon in the tray. Without a place for it nothing is hidden there.

// A trayIcon is what is known of it.
type trayIcon struct {
	runs  bool // it was switched on since the start
	there bool // the desktop shows it
	empty <-chan struct{}
	stale time.Time // when a code in its menu ends, by the clock of codes; zero without codes

	minimised bool // the window was, at the last frame
}

// startTray shows the icon where the settings want it. It is taken away with the program only.
func (a *App) startTray() {
	if a.shell.Tray == nil || !a.shell.Config.Tray || a.icon.runs {
		return
	}
	a.icon.runs = true
	a.showTray()
	go a.shell.Tray.Run(a.shell.Context, func(there bool) { a.shell.OnUI(func() { a.trayCame(there) }) })
}

// trayCame takes note of whether the desktop shows the icon. A hidden window comes back where it does not any
// more, minimised, for nothing else would lead to it.
func (a *App) trayCame(there bool) {
	was := a.icon.there
	a.icon.there = there
	if was && !there && a.shell.Hidden() {
		a.showMinimised()
	}
	if there {
		a.showTray() // its codes stood still
	}
}

// applied does what changed settings ask for outside of the vault.
func (a *App) applied() {
	a.watchKeys()
	a.startTray()
	a.showTray()
	a.applyAutostart()
}

// applyAutostart has the system start the program at login where the settings want it. Where they do not,
// what is there is taken away only if this program put it there.
func (a *App) applyAutostart() {
	wanted := a.shell.Config.Autostart
	if a.shell.Demo || wanted == a.autostart {
		return
	}
	a.autostart = wanted
	var err error
	a.shell.Run(func() { err = a.shell.Autostart(wanted) }, func() {
		if err != nil {
			a.warn(err)
		}
	})
}

// hostPatience is how long a panel may take to come at login.
const hostPatience = 60 * time.Second

// StartHidden shows no window. Without an icon in the tray it comes minimised, for nothing else would lead to it.
// Call it before the loop runs.
func (a *App) StartHidden() {
	a.shell.StayHidden()
	patience := hostPatience
	if !a.icon.runs {
		patience = 0
	}
	a.shell.After(patience, func() {
		if a.shell.Hidden() && !a.icon.there {
			a.showMinimised()
		}
	})
}

func (a *App) showMinimised() {
	a.shell.Unhide()
	_ = a.shell.Minimise(a.shell.Window) // where it cannot be done it just shows
}

// showTray puts what is so now on the icon and its menu.
func (a *App) showTray() {
	if a.icon.runs {
		a.icon.empty = a.shell.Tray.Show(a.trayLook())
	}
}

// emptyPatience is how long the lock waits for a desktop that does not take the menu's names away.
const emptyPatience = time.Second

// waitForEmptyTray returns once the names of accounts are out of the menu: before the vault is locked. Call it
// away from the UI thread.
func waitForEmptyTray(i trayIcon) {
	if !i.there {
		return
	}
	select {
	case <-i.empty:
	case <-time.After(emptyPatience):
	}
}

func (a *App) trayLook() tray.Look {
	a.icon.stale = time.Time{}
	l := tray.Look{Name: words.T("Watchword"), Locked: a.open == nil}
	if a.open == nil {
		l.Entries = []tray.Entry{a.trayEntry(words.T("Unlock"), a.showWindow)}
	} else {
		u := a.open
		most := a.shell.Config.TrayAccounts
		if !a.shell.Config.Tray { // switched off since the start
			most = 0
		}
		for _, found := range quick.First(u.Vault, most) {
			l.Entries = append(l.Entries, a.trayEntry(trayTitle(found)+a.trayCode(u.Vault, found), func() { a.trayUse(u.Vault, found) }))
		}
		if len(l.Entries) > 0 {
			l.Entries = append(l.Entries, tray.Entry{})
		}
		l.Entries = append(l.Entries,
			a.trayEntry(words.T("Scan the screen"), func() { a.showWindow(); a.open.adding.ScanScreen() }),
			a.trayEntry(words.T("Quick search"), a.finder.Raise),
			a.trayEntry(words.T("Open Watchword"), a.showWindow),
			a.trayEntry(words.T("Lock"), a.lock))
	}
	l.Entries = append(l.Entries, tray.Entry{}, a.trayEntry(words.T("Quit"), a.quitFromTray))
	return l
}

// trayEntry is a line that does something if the vault is still as it was: locked or the same one.
func (a *App) trayEntry(text string, do func()) tray.Entry {
	u := a.open
	return tray.Entry{Text: text, Do: func() {
		a.shell.OnUI(func() {
			if a.open != u || a.shell.Covered() {
				return
			}
			a.touch()
			do()
		})
	}}
}

// trayTitle is how an account is called in the menu.
func trayTitle(a account.Account) string {
	title := account.Visible(a.Title())
	if a.Issuer == "" || a.Name == "" {
		return title
	}
	return fmt.Sprintf("%s (%s)", title, account.Visible(a.Name))
}

// trayUse copies the code of an account, as it is now. A counter's code is a decision: the window shows it.
func (a *App) trayUse(o *opened.Vault, found account.Account) {
	if found.Key.Type == otp.HOTP {
		a.showWindow()
		o.ShowList()
		o.List.Select(found.ID)
		return
	}
	o.Copy(found.ID, false)
}

// quitFromTray asks in the window what is to be asked.
func (a *App) quitFromTray() {
	if a.open != nil {
		a.showWindow()
	}
	a.quit()
}

// closed is what the window's own button does: it ends the program, or puts the window into the tray.
func (a *App) closed() {
	if a.shell.Config.CloseToTray && a.traysWindow() {
		a.shell.Hide()
		return
	}
	a.quit()
}

// traysWindow reports whether the window may be hidden in the tray: an icon leads back to it.
func (a *App) traysWindow() bool { return a.shell.Config.Tray && a.icon.there }

// watchMinimised puts a window into the tray that has just been minimised, where the settings want that.
func (a *App) watchMinimised() {
	was := a.icon.minimised
	a.icon.minimised = a.shell.IsMinimised()
	if a.icon.minimised && !was && a.shell.Config.MinimiseToTray && a.traysWindow() {
		a.shell.HideMinimised()
	}
}

// trayTrouble says why there is no icon although one is wanted; "" where there is none to be.
func (a *App) trayTrouble() string {
	if !a.icon.runs || a.icon.there || !a.shell.Config.Tray {
		return ""
	}
	return words.T("This desktop shows no tray icons, so the window is not hidden there. On GNOME the extension AppIndicator adds them.")
}
