package opened

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// Saved tells what a save did: nothing when all is well, a banner with ways out when the
// file is still the old one, when the disk did not confirm the new one, and when there is no
// backup of the old one.
func (o *Vault) Saved(r vault.Result) {
	o.Unsaved, o.flush = nil, nil
	if came := r.Merged.String(); came != "" {
		o.Tell(came)
		o.RefreshList()
	}
	if r.Status != vault.NotSaved && !o.Closed() {
		o.NoteSaved(o.Session.Vault().Path(), o.Now())
	}
	switch r.Status {
	case vault.NotSaved:
		o.Unsaved = r.Err
		if o.Unsaved == nil {
			o.Unsaved = words.Error("The vault could not be saved. Your changes are still here: try again.")
		}
	case vault.SavedNotFlushed:
		o.flush, o.Trouble = r.Err, nil
	case vault.Saved:
		o.Trouble = nil
	}
	o.tellBackup(r)
	o.RefreshBanner()
}

// tellBackup says that no backup was made, unless only the second folder is away: a disk
// that is not connected is spoken of once a month.
func (o *Vault) tellBackup(r vault.Result) {
	o.noBackup = ""
	if r.Backup == nil {
		return
	}
	s := o.Session
	var states []vault.BackupState
	o.Run(func() { states = s.Vault().BackupStates() }, func() {
		if o.Closed() {
			return
		}
		o.Around.Backups = states
		away := slices.ContainsFunc(states, func(b vault.BackupState) bool { return b.Second && b.Err != nil })
		first := slices.ContainsFunc(states, func(b vault.BackupState) bool { return !b.Second && b.Err != nil })
		if !away || first {
			o.noBackup = phrases.Backup(r)
			o.RefreshBanner()
		}
	})
}

// unsavedBanner says that changes are in memory only, and offers the ways out.
func (o *Vault) unsavedBanner() fyne.CanvasObject {
	return widgets.NewBanner(Said(o.Unsaved), widgets.RedBanner, o.WaysOut(o.Unsaved)...)
}

// SaveAgain saves, and says what came of it: the notice that offers it looks the same after a try in vain.
func (o *Vault) SaveAgain() {
	s := o.Session
	o.changeOr(func() vault.Result { return s.Save(o.Context) }, func() {
		if o.flush != nil {
			o.inVain()
			return
		}
		o.Tell(words.T("Saved."))
	}, o.inVain)
}

func (o *Vault) inVain() { o.Refuse(phrases.InVain(o.Now())) }

// SaveCopy writes everything into a new file, for when the vault's own place is full,
// read-only or gone.
func (o *Vault) SaveCopy() {
	s := o.Session
	name := "vault-copy-" + o.Now().Format("2006-01-02-1504") + ".watchword"
	save := func(path string) {
		var r vault.Result
		o.Run(func() { r = s.SaveCopy(o.Context, path) }, func() {
			if o.Closed() {
				return
			}
			if r.Status == vault.NotSaved {
				o.Refuse(phrases.Sentence(r.Err))
				return
			}
			o.Tell(words.T("A copy with all changes is in %s.", path))
		})
	}
	o.ChooseNewFile(words.T("Save a copy"), desk.HomeFolder(), name, save)
}

// Refresh takes in what another computer wrote, when the window gets the focus and when
// the file looks changed.
func (o *Vault) Refresh() {
	s := o.Session
	if s == nil || o.Unsaved != nil || s.Vault().MustSetPassword() {
		return
	}
	var m vault.Merged
	var err error
	o.Run(func() { m, err = s.Refresh(o.Context) }, func() {
		if o.Closed() {
			return
		}
		if errors.Is(err, vault.ErrPasswordElsewhere) && !s.Vault().Dirty() {
			o.TellDropped(o.Draft()) // nothing can be saved under the old password
			o.ways.PasswordElsewhere(words.T("The vault file was changed by another program or on another computer: it has a new password, or it is another vault. Enter the password of the file that is there now."))
			return
		}
		if !m.None() {
			o.RefreshList()
			o.Tell(m.String())
		}
		o.Trouble = err
		o.RefreshBanner()
		if err == nil && s.Vault().Dirty() { // both sides were changed: what they make together is saved
			o.Change(func() vault.Result { return s.Save(o.Context) }, nil)
		}
	})
}

// TookIn shows what a save on another page did, once the list is seen again.
func (o *Vault) TookIn(r vault.Result) {
	o.OnUI(func() {
		if !o.Closed() {
			o.RefreshList()
			o.Saved(r)
		}
	})
}
