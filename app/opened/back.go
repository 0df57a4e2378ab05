package opened

import (
	"os"
	"path/filepath"

	"watchword/assets/words"
	"watchword/vault"
)

// PutBack writes the vault to its place again, where its file is gone.
func (o *Vault) PutBack() {
	s, usual := o.Session, o.Config.Places.Vault
	var r vault.Result
	o.Run(func() {
		path := s.Vault().Path()
		// A folder that is gone may be on a disk that is not connected: made anew it would
		// hide the vault there, and end up on the wrong disk.
		if _, err := os.Stat(filepath.Dir(path)); err != nil && path != usual {
			r = vault.Result{Err: errNoFolder}
			return
		}
		r = s.SaveCopy(o.Context, path)
	}, func() {
		if o.Closed() {
			return
		}
		o.Saved(r)
		if r.Status != vault.NotSaved {
			o.Trouble = nil
			o.RefreshBanner()
			o.Tell(words.T("The vault file was restored."))
		}
	})
}

var errNoFolder = words.Error("The folder of the vault is not there. Connect its disk or share and try again, or save a copy in another place: your accounts are still here.")
