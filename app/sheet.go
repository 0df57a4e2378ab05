package app

import (
	"fmt"
	"net/url"
	"path/filepath"

	"watchword/app/print"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
)

// showSheet makes a new recovery sheet, from the list.
func (a *App) showSheet() { a.offerSheet(a.showList) }

// offerSheet offers a recovery sheet. Saved, or copied by hand and confirmed, it is active; left
// before, its key is forgotten and never was.
func (a *App) offerSheet(then func()) {
	s := a.session
	v := s.Vault()
	sheet, err := v.MakeSheet()
	if err != nil {
		then()
		a.list.Toast(err.Error(), false, "", nil)
		return
	}
	active, _ := v.ActiveSheet()
	var last vault.Result // of the last save
	p := &unlock.Sheet{
		Run: a.o.Run, Key: string(sheet.Key), Number: sheet.Number, Earlier: v.HasRecovery(),
		File: filepath.Join(homeFolder(), print.SheetName(sheet, ".pdf")),
		OnPlace: func(path string, change func(string)) {
			a.chooseNewFile("Save the recovery sheet", filepath.Dir(path), filepath.Base(path), change)
		},
		OnOpen: a.openOutside, OnShortcut: a.entryShortcut,
	}
	p.Save = func(path string) (kept string, err error) {
		page, err := print.SheetData(sheet, path)
		if err != nil {
			return "", err
		}
		kept, last = s.KeepSheet(a.ctx, sheet, page, path)
		if kept == "" {
			return "", notActive(last)
		}
		return kept, nil
	}
	p.Adopt = func() error {
		r, err := s.AdoptSheet(a.ctx, sheet)
		if err != nil {
			return err
		}
		last = r
		if last.Status == vault.NotSaved {
			return notActive(last)
		}
		return nil
	}
	isActive := "Your recovery sheet " + sheet.Number + " is active."
	p.OnTried = func() {
		if p.Active() && a.sheetLost == v.ID() {
			a.sheetLost = ""
		}
		if a.session != s {
			if !p.Active() { // the vault was locked meanwhile
				a.sheetLost = v.ID()
				a.refreshBanner()
			}
			return
		}
		if last.Status != vault.NotSaved || v.Dirty() { // else nothing waits to be saved: its page says why
			a.saved(last)
		}
		switch {
		case a.page == page(p): // it says so itself
		case p.Active():
			a.list.Toast(isActive, true, "", nil)
		default:
			a.list.Toast(sentence(last.Err), false, "", nil)
		}
	}
	close := func(said string) {
		then()
		if a.session == s {
			a.list.Toast(said, true, "", nil)
		}
	}
	p.OnDone = func() { close(isActive) }
	p.OnLater = func() {
		a.sheetLost = ""
		switch {
		case p.Busy():
			then() // what comes of it is told then
		case p.Active():
			p.OnDone()
		case active.Number != "":
			close("Nothing was changed: recovery sheet " + active.Number + " is still active.")
		default:
			close("No recovery sheet was made.")
		}
	}
	p.OnLost = func() { a.sheetLost = v.ID() }
	a.show("sheet", p, p.Later)
}

// notActive says why a sheet does not work yet.
func notActive(r vault.Result) error {
	if r.Status != vault.NotSaved {
		return r.Err
	}
	return fmt.Errorf("This recovery sheet does not work yet. %w", r.Err)
}

// lostSheet is the notice about a sheet whose page was taken away before it was saved: by the
// lock, say, while the user was on the way to the printer.
func (a *App) lostSheet() notice {
	text := "The recovery sheet was not saved before its page closed, so it does not work and there is none. Without one, a forgotten password means that all accounts are lost."
	if active, ok := a.session.Vault().ActiveSheet(); ok {
		text = "The new recovery sheet was not saved before its page closed, so it does not work. The earlier one is still active."
		if active.Number != "" {
			text = "The new recovery sheet was not saved before its page closed, so it does not work. Sheet " + active.Number + " is still active."
		}
	}
	return notice{key: "sheet", text: text, later: "Later", actions: []widgets.Action{{Text: "Make one", Do: a.showSheet}}}
}

// openOutside shows a file in the program that the system has for it.
func (a *App) openOutside(path string) {
	if err := a.fyne.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil && a.list != nil {
		a.list.Toast("No program was found to open it. It is in "+shorten(path)+".", false, "", nil)
	}
}
