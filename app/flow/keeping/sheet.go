package keeping

import (
	"path/filepath"

	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/print"
	"watchword/app/unlock"
	"watchword/assets/words"
	"watchword/vault"
)

// ShowSheet makes a new recovery sheet, from the list.
func (f *Flow) ShowSheet() { f.OfferSheet(f.Return) }

// OfferSheet offers a recovery sheet. Saved, or copied by hand and confirmed, it is active; left
// before, its key is forgotten and never was.
func (f *Flow) OfferSheet(then func()) {
	s := f.Session
	v := s.Vault()
	sheet, err := v.MakeSheet()
	if err != nil {
		then()
		f.Complain(err)
		return
	}
	active, _ := v.ActiveSheet()
	var last vault.Result // of the last save
	p := &unlock.Sheet{
		Run: f.Run, Key: string(sheet.Key), Number: sheet.Number, Earlier: v.HasRecovery(),
		File: filepath.Join(desk.HomeFolder(), print.SheetName(sheet, ".pdf")),
		OnPlace: func(path string, change func(string)) {
			f.ChooseNewFile(words.T("Save the recovery sheet"), filepath.Dir(path), filepath.Base(path), change)
		},
		OnOpen: f.OpenOutside, OnCopy: f.CopyKey, OnShortcut: f.EntryShortcut,
	}
	p.Save = func(path string) (kept string, err error) {
		page, err := print.SheetData(sheet, path)
		if err != nil {
			return "", err
		}
		kept, last = s.KeepSheet(f.Context, sheet, page, path)
		if kept == "" {
			return "", notActive(last)
		}
		return kept, nil
	}
	p.Adopt = func() error {
		r, err := s.AdoptSheet(f.Context, sheet)
		if err != nil {
			return err
		}
		last = r
		if last.Status == vault.NotSaved {
			return notActive(last)
		}
		return nil
	}
	isActive := words.T("Your recovery sheet %s is active.", sheet.Number)
	p.OnTried = func() {
		if p.Active() && f.After.SheetLost == v.ID() {
			f.After.SheetLost = ""
		}
		if f.Closed() {
			if !p.Active() { // the vault was locked meanwhile
				f.After.SheetLost = v.ID()
				f.RefreshBanner()
			}
			return
		}
		if last.Status != vault.NotSaved || v.Dirty() { // else nothing waits to be saved: its page says why
			f.Saved(last)
		}
		switch {
		case f.Shows(p): // it says so itself
		case p.Active():
			f.Tell(isActive)
		default:
			f.Refuse(phrases.Sentence(last.Err))
		}
	}
	close := func(said string, good bool) {
		then()
		if !f.Closed() {
			f.Toast(said, good, "", nil)
		}
	}
	p.OnDone = func() { close(isActive, true) }
	p.OnLater = func() {
		f.After.SheetLost = ""
		switch {
		case p.Busy():
			then() // what comes of it is told then
		case p.Active():
			p.OnDone()
		case active.Number != "":
			close(words.T("Nothing was changed: recovery sheet %s is still active.", active.Number), false)
		default:
			close(words.T("No recovery sheet was made."), false)
		}
	}
	p.OnLost = func() { f.After.SheetLost = v.ID() }
	f.Show(p, p.Later)
}

// notActive says why a sheet does not work yet.
func notActive(r vault.Result) error {
	if r.Status != vault.NotSaved {
		return r.Err
	}
	return words.Error("This recovery sheet does not work yet. %w", r.Err)
}
