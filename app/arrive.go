package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/add"
	"watchword/app/intake"
	"watchword/app/unlock"
	"watchword/assets/words"
	"watchword/bounds"
)

// What comes from outside, from a second start of the program or dropped on the window.

// Raise brings the window to the front and opens what a second start of the program was
// given. It may be called from any goroutine.
func (a *App) Raise(open []string) {
	a.shell.OnUI(func() {
		a.showWindow()
		switch {
		case len(open) == 0:
		case a.occupied() && slices.Equal(a.shell.Given(), open): // it shows already
		case a.occupied(), a.open != nil && a.open.Typing():
			a.arrivals.Wait(open)
			a.noteWaiting()
		case a.open == nil:
			a.openGiven(open)
		default:
			a.arrivals.Wait(open)
			a.openPending()
		}
	})
}

// noteWaiting says over the page that shows that something waits for its end.
func (a *App) noteWaiting() {
	if a.open != nil && !a.shell.Shows(a.open.List) && !a.shell.Covered() {
		a.shell.Note(a.arrivals.WaitingHere())
	}
}

// dropped takes files that were dropped on the window.
func (a *App) dropped(uris []fyne.URI) {
	a.touch()
	var files []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			files = append(files, u.Path())
		}
	}
	if len(files) == 0 {
		return
	}
	if r, ok := a.shell.Page().(*unlock.Recover); ok {
		a.unlocking.RecoverFromFile(r, files[0])
		return
	}
	a.shell.Leaving(func() { a.openFiles(files) })
}

// workPages are the pages on which something is typed, under way or to be decided that another page
// would end, beside those that say so themselves.
var workPages = []string{"busy", "filepassword", "costly", "confirm", "strengthen", "elsewhere", "sheet", "password", "unsaved", "choose",
	"nothing", "region", "vaultfile", "mergefile", "waiting"}

// occupied reports whether the page that shows must not be taken away by what comes from outside.
func (a *App) occupied() bool {
	if a.shell.Covered() || a.shell.HasBehind() {
		return true
	}
	if p, ok := a.shell.Page().(*add.Results); ok && (p.Undecided() || p.Adding()) {
		return true
	}
	return !a.shell.Draft().None() || slices.Contains(workPages, a.shell.Name())
}

// dropGiven notes what came from outside when its page goes without the user's decision. A page
// that says only what cannot be used has done what it is for.
func (a *App) dropGiven() {
	undecided := slices.Contains([]string{"busy", "filepassword", "costly", "region", "vaultfile"}, a.shell.Name())
	if p, ok := a.shell.Page().(*add.Results); ok {
		undecided = p.Undecided()
	}
	if undecided {
		a.arrivals.Miss(a.shell.Given())
	}
	a.shell.ForgetGiven()
}

// openWaiting opens what came from outside meanwhile, once the list shows again.
func (a *App) openWaiting() {
	if u := a.open; u != nil && len(a.arrivals.Pending) > 0 && u.Shows(u.List) && !u.Typing() {
		a.openPending()
	}
}

// openPending takes what the program was started with, or what was dropped while the
// vault was locked.
func (a *App) openPending() {
	links, files := intake.Links(a.arrivals.Take())
	switch {
	case len(links) > 0:
		a.arrivals.Pending = files // they wait for the list
		a.shell.Comes(links)
		a.open.adding.ShowLinks(links)
	case len(files) > 0:
		a.openGiven(files)
	}
}

// openFiles opens vaults as vaults, pictures as pictures and everything else as an export
// of another program. While the vault is locked a vault is asked for its password, and what else
// is given waits.
func (a *App) openFiles(paths []string) { a.openFilesOf(paths, nil) }

// openGiven is openFiles for what came from outside.
func (a *App) openGiven(paths []string) { a.openFilesOf(paths, paths) }

// openFilesOf is openFiles; given is what came from outside, nil for what the user opens in the
// window: it takes no page away on which something is typed or under way.
func (a *App) openFilesOf(paths, given []string) {
	u := a.open
	if u == nil {
		a.openLocked(paths)
		return
	}
	ctx, cancel := context.WithCancel(u.Context)
	ended := false
	tell := time.AfterFunc(bounds.TellAfter, func() {
		u.OnUI(func() {
			if !ended && !u.Closed() && !u.OtherShows(given) {
				u.Comes(given)
				a.stillLooking(cancel)
			}
		})
	})
	var items []*intake.Item
	u.Run(func() { items = intake.Look(ctx, paths) }, func() {
		ended = true
		tell.Stop()
		stopped := ctx.Err() != nil
		cancel()
		switch {
		case stopped:
		case u.Closed(), u.OtherShows(given): // since the files were looked at
			a.arrivals.WaitBehind(paths)
			a.noteWaiting()
		case len(items) == 1 && items[0].Kind == intake.Vault:
			u.keeping.ShowVaultFile(items[0].Path, given)
		default:
			u.Comes(given)
			u.take(items)
		}
	})
}

// take opens files whose kind is known: as an import where one of them is an export of another program,
// which reads pictures too, else as pictures. A vault among them is named as what it is.
func (u *unlocked) take(items []*intake.Item) {
	imports := func(i *intake.Item) bool {
		return i.Kind == intake.Export || i.Kind == intake.Entry || i.Kind == intake.Vault
	}
	switch read, why := intake.PassedOver(items); {
	case len(read) == 0 && len(why) > 0:
		u.adding.ShowProblem(words.T("Nothing to import"), strings.Join(why, "\n"), words.T("Another file"), u.moving.ShowImport)
	case len(read) == 0:
		u.adding.ShowProblem(words.T("Nothing to import"), words.T("The folder is empty."), words.T("Another file"), u.moving.ShowImport)
	case slices.ContainsFunc(read, imports):
		u.moving.ImportFiles(items)
	default:
		u.adding.ScanFiles(items)
	}
}

// openLocked asks for the password of a vault, and takes the key of a recovery sheet; everything else waits.
func (a *App) openLocked(paths []string) {
	var vaults, rest []string
	sheet, asked := "", a.shell.Name() == "unlock"
	a.shell.Run(func() {
		vaults, rest = intake.Vaults(paths)
		if asked {
			sheet, rest = intake.Sheet(rest)
		}
	}, func() {
		if a.open != nil { // unlocked meanwhile
			a.arrivals.WaitBehind(paths)
			return
		}
		if len(rest) > 0 {
			a.arrivals.Wait(rest)
		}
		if len(vaults) > 0 && !a.shell.Demo {
			a.arrivals.Met(vaults[:1])
			a.arrivals.Miss(vaults[1:])
			a.unlocking.Path = vaults[0]
			a.unlocking.ShowUnlock()
		}
		if sheet != "" {
			a.unlocking.RecoverFrom(sheet)
		}
		a.unlocking.TellWaiting()
	})
}

// stillLooking shows that many files are looked through, and stops when its page goes.
func (a *App) stillLooking(stop func()) {
	context.AfterFunc(a.shell.Wait(words.T("Reading the files …"), ""), stop)
}
