package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desktop/dialogs"
	"watchword/app/widgets"
	"watchword/vault"
)

// saved tells what a save did: nothing when all is well, a banner with ways out when the
// file is still the old one.
func (a *App) saved(r vault.Result) {
	a.unsaved = nil
	if came := r.Merged.String(); came != "" {
		a.list.Toast(came, true, "", nil)
		a.refreshList()
	}
	switch {
	case r.Status == vault.NotSaved:
		a.unsaved = r.Err
		if a.unsaved == nil {
			a.unsaved = errors.New("The vault could not be saved. Your changes are still here: try again.")
		}
	case r.Status == vault.SavedNotFlushed:
		a.list.Toast("Saved, but the disk did not confirm it. A power cut now could bring the old file back.", false, "Save again", a.saveAgain)
	case r.Backup != nil:
		a.list.Toast("Saved, but without a backup: "+r.Backup.Error(), false, "", nil)
	}
	a.refreshBanner()
}

// unsavedBanner says that changes are in memory only, and offers the ways out.
func (a *App) unsavedBanner() fyne.CanvasObject {
	actions := []widgets.Action{
		{Text: "Try again", Do: a.saveAgain},
		{Text: "Save a copy", Do: a.saveCopy},
	}
	if errors.Is(a.unsaved, vault.ErrChanged) || errors.Is(a.unsaved, vault.ErrPasswordElsewhere) ||
		errors.Is(a.unsaved, vault.ErrOtherVault) || errors.Is(a.unsaved, vault.ErrBadTag) {
		actions = []widgets.Action{
			{Text: "Save a copy", Do: a.saveCopy},
			{Text: "Open it again without my change", Do: a.reopen},
		}
	}
	return widgets.NewBanner(a.unsaved.Error(), widgets.RedBanner, actions...)
}

func (a *App) saveAgain() {
	s := a.session
	a.change(func() vault.Result { return s.Save(a.ctx) }, func() { a.list.Toast("Saved.", true, "", nil) })
}

// saveCopy writes everything into a new file, for when the vault's own place is full,
// read-only or gone.
func (a *App) saveCopy() {
	s := a.session
	name := "vault-copy-" + a.o.Now().Format("2006-01-02-1504") + ".watchword"
	save := func(path string) {
		var r vault.Result
		a.o.Run(func() { r = s.Vault().SaveCopy(a.ctx, path) }, func() {
			if a.session != s {
				return
			}
			if r.Status == vault.NotSaved {
				a.list.Toast(r.Err.Error(), false, "", nil)
				return
			}
			a.list.Toast("A copy with all changes is in "+path+".", true, "", nil)
		})
	}
	a.chooseNewFile("Save a copy", homeFolder(), name, save)
}

// reopen drops what is in memory and asks for the password of the file as it is now.
func (a *App) reopen() {
	a.unsaved = nil
	a.forget()
	a.showUnlock()
}

// refresh takes in what another computer wrote, when the window gets the focus and when
// the file looks changed.
func (a *App) refresh() {
	s := a.session
	if s == nil || a.unsaved != nil {
		return
	}
	var m vault.Merged
	var err error
	a.o.Run(func() { m, err = s.Refresh(a.ctx) }, func() {
		if a.session != s {
			return
		}
		switch {
		case errors.Is(err, vault.ErrPasswordElsewhere) && !s.Vault().Dirty():
			a.forget()
			a.showUnlock()
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			a.list.Toast(err.Error(), false, "", nil)
		case !m.None():
			a.refreshList()
			a.list.Toast(m.String(), true, "", nil)
		}
	})
}

// watchEvery is how many ticks lie between two looks at the file.
const watchEvery = 5

// watch looks whether the file was written by somebody else. A look is one stat; only a
// file with another time or size is read.
func (a *App) watch() {
	a.beats++
	if a.session == nil || a.beats%watchEvery != 0 {
		return
	}
	path, seen := a.path, a.seen
	var now fileMark
	a.o.Run(func() { now = markOf(path) }, func() {
		if now != seen {
			a.seen = now
			if seen != (fileMark{}) {
				a.refresh()
			}
		}
	})
}

// fileMark tells a written file from the one before, cheaply; the vault itself compares
// contents.
type fileMark struct {
	size int64
	time time.Time
}

func markOf(path string) fileMark {
	info, err := os.Stat(path)
	if err != nil {
		return fileMark{}
	}
	return fileMark{info.Size(), info.ModTime()}
}

// modified returns when a file was written.
func modified(path string) (time.Time, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}, false
	}
	return info.ModTime(), true
}

// saveConfig writes the settings of this computer, away from the UI thread; a failure is
// told, nothing stops.
func (a *App) saveConfig() {
	if a.o.Demo {
		return
	}
	snapshot := *a.config
	var err error
	a.o.Run(func() {
		a.configSaves.Lock() // the snapshots share what they do not know
		defer a.configSaves.Unlock()
		err = snapshot.Save()
	}, func() {
		if err != nil && a.list != nil {
			a.list.Toast(err.Error(), false, "", nil)
		}
	})
}

// choosePlace asks where a new vault is to be.
func (a *App) choosePlace(change func(path string)) {
	a.chooseNewFile("Where to keep the vault", filepath.Dir(a.path), filepath.Base(a.path), change)
}

// chooseVault asks for a vault file and opens it.
func (a *App) chooseVault() {
	a.chooseFiles(dialogs.Options{
		Title: "Open a vault", Folder: filepath.Dir(a.path),
		Filters: []dialogs.Filter{{Name: "Watchword vaults", Patterns: []string{"*.watchword"}}, {Name: "All files", Patterns: []string{"*"}}},
	}, func(paths []string) {
		a.path = paths[0]
		a.showUnlock()
	})
}
