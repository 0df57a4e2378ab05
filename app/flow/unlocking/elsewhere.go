package unlocking

import (
	"watchword/app/opened"
	"watchword/app/shell"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// ShowElsewhere unlocks the file with the password that another computer gave it, and takes
// in what was not saved here.
func (f *Flow) ShowElsewhere(old *opened.Vault) {
	var unlocked *vault.Vault
	var r vault.Result
	asked := &unlock.Page{
		As:  "elsewhere",
		Run: f.Run, Place: f.placeText(), Title: words.T("The vault file was changed"),
		Note: words.T("Another program or another computer gave this vault a new password, or put another vault in its place. Enter the password of the file that is there now: if it is this vault, your unsaved changes are kept and merged."),
		Open: func(password []byte, costly bool) error {
			locked, err := vault.Open(old.Session.Vault().Path(), f.VaultOpts)
			if err != nil {
				return err
			}
			if costly {
				locked.AllowCost()
			}
			v, err := locked.Unlock(f.Context, password)
			if err != nil {
				return err
			}
			if _, err := v.MergeFrom(old.Session.Vault()); err != nil {
				v.Close()
				return err
			}
			unlocked, r = v, v.Save(f.Context)
			return nil
		},
		OnBack: old.ShowList, OnShortcut: f.EntryShortcut,
	}
	asked.OnUnlocked = func() {
		f.AfterUnbroken(func() {
			if old.Closed() || !f.Shows(asked) { // left: what was changed since is in the old one only
				unlocked.Close()
				return
			}
			f.OnForget()
			f.Keep(asked) // it takes what is typed until the list shows
			if o := f.OnOpened(unlocked, How{Typed: true}); o != nil {
				o.Saved(r)
			}
		})
	}
	f.Show(asked, old.ShowList)
}

// Reopen asks whether what is in memory is to be dropped for the file as it is now.
func (f *Flow) Reopen(old *opened.Vault) {
	f.Show(shell.Static("discard", widgets.NewPage(words.T("Discard and reload"), old.ShowList,
		widgets.Stack(0, widgets.NewWarningCard(widgets.Stack(6,
			widgets.NewStrong(words.T("What you see here is not what is in the vault file")),
			widgets.NewLabel(words.T("What is here and not in the file is lost when you reload. Save a copy first if you may need it."))))),
		widgets.Stack(8,
			widgets.NewButton(words.T("Save a copy elsewhere"), widgets.Main, old.SaveCopy),
			widgets.NewButton(words.T("Discard and reload"), widgets.Danger, func() { f.reopen(old) })))), old.ShowList)
}

// reopen drops what is in memory and asks for the password of the file.
func (f *Flow) reopen(old *opened.Vault) {
	f.AfterUnbroken(func() {
		if !old.Closed() {
			f.OnForget()
			f.ShowUnlock()
		}
	})
}
