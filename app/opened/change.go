package opened

import (
	"watchword/assets/words"
	"watchword/vault"
)

// Changed goes back to the list after a change that was saved there and says so. ids are the accounts
// that it was about: one that came into the trash meanwhile, in another window or on another computer,
// is not in the list.
func (o *Vault) Changed(r vault.Result, text string, ids ...string) {
	if o.Closed() {
		return
	}
	o.ShowList()
	o.Saved(r)
	if r.Status == vault.NotSaved {
		return
	}
	s := o.Session
	var trashed []string
	for _, id := range ids {
		if acc, ok := s.Account(id); ok && acc.InTrash() {
			trashed = append(trashed, id)
		}
	}
	if len(trashed) == 0 {
		o.OfferUndo(text)
		return
	}
	where := " " + words.N(len(trashed), "This account is in the trash: it was moved there elsewhere.", "%d accounts are in the trash: they were moved there elsewhere.")
	o.Toast(text+where, true, words.T("Restore"), func() {
		o.Change(func() vault.Result { return s.Restore(o.Context, trashed...) }, func() { o.OfferUndo(words.T("Restored.")) })
	})
}

// Edit runs a change that can fail before it saves, shows the list as it then is, and offers
// to undo.
func (o *Vault) Edit(do func() (vault.Result, error), text string) {
	var r vault.Result
	var err error
	o.Unbroken(func() { r, err = do() }, func() {
		if o.Closed() {
			return
		}
		if err != nil { // nothing was changed, and nothing is known about what was not saved before
			o.Complain(err)
			return
		}
		o.RefreshList()
		o.Saved(r)
		if text != "" && r.Status != vault.NotSaved {
			o.OfferUndo(text)
		}
		o.WriteMap()
	})
}
