package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desktop/dialogs"
	"watchword/app/widgets"
	"watchword/vault"
)

// saved tells what a save did: nothing when all is well, a banner with ways out when the
// file is still the old one, when the disk did not confirm the new one, and when there is no
// backup of the old one.
func (a *App) saved(r vault.Result) {
	a.unsaved, a.care.flush = nil, nil
	if came := r.Merged.String(); came != "" {
		a.list.Toast(came, true, "", nil)
		a.refreshList()
	}
	if r.Status != vault.NotSaved && a.session != nil {
		a.lastSaved(a.session.Vault().Path(), a.o.Now())
	}
	switch r.Status {
	case vault.NotSaved:
		a.unsaved = r.Err
		if a.unsaved == nil {
			a.unsaved = errors.New("The vault could not be saved. Your changes are still here: try again.")
		}
	case vault.SavedNotFlushed:
		a.care.flush, a.care.trouble = r.Err, nil
	case vault.Saved:
		a.care.trouble = nil
	}
	a.tellBackup(r)
	a.refreshBanner()
}

// tellBackup says that no backup was made, unless only the second folder is away: a disk
// that is not connected is spoken of once a month.
func (a *App) tellBackup(r vault.Result) {
	a.care.backup = ""
	if r.Backup == nil {
		return
	}
	s := a.session
	var states []vault.BackupState
	a.o.Run(func() { states = s.Vault().BackupStates() }, func() {
		if a.session != s {
			return
		}
		a.care.backups = states
		away := slices.ContainsFunc(states, func(b vault.BackupState) bool { return b.Second && b.Err != nil })
		first := slices.ContainsFunc(states, func(b vault.BackupState) bool { return !b.Second && b.Err != nil })
		if !away || first {
			a.care.backup = r.BackupText()
			a.refreshBanner()
		}
	})
}

// unsavedBanner says that changes are in memory only, and offers the ways out.
func (a *App) unsavedBanner() fyne.CanvasObject {
	return widgets.NewBanner(a.unsaved.Error(), widgets.RedBanner, a.waysOut(a.unsaved)...)
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
	s := a.session
	a.afterUnbroken(func() {
		if a.session == s {
			a.unsaved = nil
			a.forget()
			a.showUnlock()
		}
	})
}

// refresh takes in what another computer wrote, when the window gets the focus and when
// the file looks changed.
func (a *App) refresh() {
	s := a.session
	if s == nil || a.unsaved != nil || s.Vault().MustSetPassword() {
		return
	}
	var m vault.Merged
	var err error
	a.o.Run(func() { m, err = s.Refresh(a.ctx) }, func() {
		if a.session != s {
			return
		}
		if errors.Is(err, vault.ErrPasswordElsewhere) && !s.Vault().Dirty() {
			a.tellDropped(a.draft()) // nothing can be saved under the old password
			a.forget()
			a.showUnlockBecause("The password of this vault was changed by another program or on another computer. Type the new one.")
			return
		}
		if !m.None() {
			a.refreshList()
			a.list.Toast(m.String(), true, "", nil)
		}
		a.care.trouble = err
		a.refreshBanner()
		if err == nil && s.Vault().Dirty() { // both sides were changed: what they make together is saved
			a.change(func() vault.Result { return s.Save(a.ctx) }, nil)
		}
	})
}

// watch looks whether the file or its folder was changed by somebody else: two looks at the
// disk, away from the UI thread, which a share that hangs keeps from piling up. A change
// counts when it has been there for a second: until then somebody may still be writing.
func (a *App) watch() {
	if a.session == nil || a.watching.Swap(true) {
		return
	}
	path, seen, settling := a.session.Vault().Path(), a.seen, a.settling
	a.o.Run(func() {
		defer a.watching.Store(false)
		now := markOf(path)
		if now == seen && now == settling {
			return
		}
		a.o.OnUI(func() { a.looked(path, now) })
	}, nil)
}

// looked takes note of what the file looks like now.
func (a *App) looked(path string, now fileMark) {
	if a.session == nil || a.session.Vault().Path() != path {
		return
	}
	settled := now == a.settling
	a.settling = now
	if !settled || now == a.seen {
		return
	}
	before := a.seen
	a.seen = now
	if now.size >= 0 {
		a.lastSaved(path, now.time)
	}
	if before == (fileMark{}) {
		return // the first look after unlocking
	}
	if before.size != now.size || before.time != now.time {
		a.refresh()
	}
	a.lookAround()
}

// fileMark tells a written file from the one before, cheaply; the vault itself compares
// contents.
type fileMark struct {
	size         int64 // -1: the file is gone
	time, folder time.Time
}

func markOf(path string) fileMark {
	m := fileMark{size: -1}
	if info, err := os.Stat(path); err == nil {
		m.size, m.time = info.Size(), info.ModTime()
	}
	if info, err := os.Stat(filepath.Dir(path)); err == nil {
		m.folder = info.ModTime()
	}
	return m
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
