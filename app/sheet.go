package app

import (
	"net/url"
	"path/filepath"

	"watchword/app/print"
	"watchword/app/unlock"
)

// showSheet makes a new recovery sheet, from the list.
func (a *App) showSheet() { a.offerSheet(a.showList) }

// offerSheet offers a recovery sheet: the key once, to be kept, its end typed back.
func (a *App) offerSheet(then func()) {
	s := a.session
	sheet, err := s.Vault().MakeSheet()
	if err != nil {
		then()
		a.list.Toast(err.Error(), false, "", nil)
		return
	}
	a.show("sheet", &unlock.Sheet{
		Run: a.o.Run, Key: string(sheet.Key),
		File: filepath.Join(homeFolder(), "watchword-recovery-sheet.pdf"),
		Save: func(path string) error {
			data, err := print.SheetData(sheet, path)
			if err != nil {
				return err
			}
			return writeNew(path, data)
		},
		Adopt: func() error {
			if err := s.Vault().AdoptSheet(sheet); err != nil {
				return err
			}
			return resultError(s.Save(a.ctx))
		},
		OnDone: func() {
			then()
			a.list.Toast("The recovery sheet counts from now on.", true, "", nil)
		},
		OnPlace: func(path string, change func(string)) {
			a.chooseNewFile("Save the recovery sheet", filepath.Dir(path), filepath.Base(path), change)
		},
		OnOpen:  a.openOutside,
		OnLater: then, OnShortcut: a.entryShortcut,
	}, then)
}

// openOutside shows a file in the program that the system has for it.
func (a *App) openOutside(path string) {
	if err := a.fyne.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil && a.list != nil {
		a.list.Toast("No program was found to open it. It is in "+shorten(path)+".", false, "", nil)
	}
}
