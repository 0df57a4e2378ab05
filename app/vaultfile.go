package app

import (
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"watchword/app/settings"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

// showVaultFile says what a vault file is that was given while a vault is open: the open one
// itself, another copy of it, or another vault. It is merged or opened only by a button. given is
// as in [App.openFilesOf].
func (a *App) showVaultFile(path string, given []string) {
	s := a.session
	var same bool
	var err error
	a.o.Run(func() {
		if same = sameFile(path, s.Vault().Path()); same {
			return
		}
		var other *vault.Vault
		if other, err = s.Vault().OpenCopy(path); err == nil {
			other.Close()
		}
	}, func() {
		name := account.Visible(filepath.Base(path))
		merge := widgets.NewButton("Merge", widgets.Main, func() { a.showMergeFile(path) })
		open := widgets.NewButton("Open it instead", widgets.Plain, func() { a.openInstead(path) })
		if a.session != s || a.otherShows(given) {
			a.waitBehind([]string{path})
			return
		}
		if !same {
			a.comes(given)
		}
		switch {
		case same:
			a.showList()
			a.list.Toast("This vault is already open.", true, "", nil)
		case err == nil:
			a.showVaultOffer("Another copy of your vault", name+" is another copy of the vault that is open. Merging adds what your vault is missing; where both changed, the later change wins.", merge, open)
		case errors.Is(err, vault.ErrOtherVault):
			a.showVaultOffer("Another vault", name+" is another Watchword vault. Opening it locks the one that is open now.", nil, open)
		case errors.Is(err, vault.ErrWrongPassword): // or another vault with the same costs and salt: nobody can tell
			a.showVaultOffer("A Watchword vault", name+" is a Watchword vault with another password. Opening it locks the one that is open now. If it is a copy of your vault, you can merge it.", merge, open)
		default:
			a.showProblemPage("The vault cannot be opened", name+": "+err.Error(), a.showList)
		}
	})
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// A vaultOffer is the page that says what a vault file is, with the ways on.
type vaultOffer struct {
	simple
	merge, open *widgets.Button
}

// Widgets names the places that a user clicks.
func (o vaultOffer) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"vaultfile.open": o.open}
	if o.merge != nil {
		out["vaultfile.merge"] = o.merge
	}
	return out
}

func (a *App) showVaultOffer(title, text string, merge, open *widgets.Button) {
	foot := widgets.Stack(8)
	if merge != nil {
		foot.Add(merge)
	}
	foot.Add(open)
	page := simple{widgets.NewPage(title, a.showList, widgets.NewLabel(text), foot)}
	a.show("vaultfile", vaultOffer{page, merge, open}, a.showList)
}

// openInstead locks the open vault and asks for the password of another.
func (a *App) openInstead(path string) {
	if a.o.Demo { // what is asked for in a vault of examples is not enough for a real one
		a.showProblemPage("This is the demo", "Start Watchword without --demo to open a vault.", a.showList)
		return
	}
	a.given = nil // it is opened
	a.settle(func() {
		a.forget()
		a.path = path
		a.showUnlock()
	}, "Open it and lose the changes")
}

// showMergeFile previews what merging another copy of the vault would do, and offers that.
func (a *App) showMergeFile(path string) {
	s := a.session
	a.show("mergefile", &settings.Backups{
		Run: a.o.Run, Title: "Merge a copy",
		Intro:   "Merging adds what this vault is missing; where both changed, the later change wins. The file itself stays as it is.",
		Backups: []settings.Backup{{Path: path, Title: account.Visible(filepath.Base(path)), Detail: account.Visible(shorten(filepath.Dir(path)))}},
		Preview: a.outlook(false), Merge: a.opening(func(b *vault.Vault) (string, error) { return a.takeIn(b, false) }), MergeText: "Merge",
		CanUndo: s.CanUndoCopy, OnUndo: a.undo, OnBack: a.showList, OnShortcut: a.entryShortcut,
	}, a.showList)
}
