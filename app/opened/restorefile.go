package opened

import (
	"os"
	"path/filepath"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault"
)

// RestoreFile writes the vault to its place again, where its file is gone or damaged.
func (o *Vault) RestoreFile() { o.RestoreFileThen(func() {}) }

// RestoreFileThen is RestoreFile; then is called whatever became of it.
func (o *Vault) RestoreFileThen(then func()) {
	s, usual := o.Session, o.Config.Places.Vault
	var kept string
	var r vault.Result
	o.Run(func() {
		path := s.Vault().Path()
		// A folder that is gone may be on a disk that is not connected: made anew it would
		// hide the vault there, and end up on the wrong disk.
		if _, err := os.Stat(filepath.Dir(path)); err != nil && path != usual {
			r = vault.Result{Err: errNoFolder}
			return
		}
		kept, r = s.RestoreFile(o.Context)
	}, func() {
		if o.Closed() {
			return
		}
		o.Saved(r)
		if r.Status != vault.NotSaved {
			o.Trouble = nil
			o.RefreshBanner()
			said := words.T("The vault file was restored.")
			if kept != "" {
				said = words.T("The vault file was restored. The damaged one is kept as %s.", filepath.Base(kept))
			}
			o.Tell(said)
			o.LookAround()
		} else {
			o.inVain()
		}
		then()
	})
}

// Broken reports whether the file in the vault's place holds no vault any more, as far as it was seen.
func (o *Vault) Broken() bool { return vault.IsBroken(o.Trouble) || vault.IsBroken(o.Unsaved) }

// OnlyHere reports whether what is in memory is in no vault file: it was changed since the last save, or
// the file is damaged. It must not be dropped without a question.
func (o *Vault) OnlyHere() bool { return o.Session.Vault().Dirty() || o.Broken() }

// Said says why the file cannot be saved or taken in.
func Said(err error) string {
	if vault.IsBroken(err) {
		return words.T("All your accounts are still here, but the vault file was damaged or overwritten. “Restore the file” writes your accounts there again and keeps the damaged file next to it.")
	}
	return phrases.Sentence(err)
}

var errNoFolder = words.Error("The folder of the vault is not there. Connect its disk or share and try again, or save a copy in another place: your accounts are still here.")
