package keeping

import (
	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/unlock"
	"watchword/assets/words"
)

// ChangePassword gives the vault another password because the user wants one.
func (f *Flow) ChangePassword() {
	f.ShowNewPassword(words.T("Change the password"), words.T("The new password takes effect at once. Backups made before still open with the old one. If someone knew the old one, make a new recovery sheet afterwards."))
}

// ShowNewPassword gives the vault another password.
func (f *Flow) ShowNewPassword(title, reason string) {
	must := f.Session.Vault().MustSetPassword()
	back := f.Guarded(f.Back)
	if must {
		back = f.OnLock // without a password nothing could be saved
	}
	s := f.Session
	p := &unlock.NewPassword{
		Run: f.Run, Setting: f.Unbroken, Passwords: unlock.VaultPasswords(), Title: title, Reason: reason,
		Set: func(password []byte) error {
			if err := s.SetPassword(f.Context, password); err != nil {
				return err
			}
			return desk.NotSaved(s.Save(f.Context))
		},
		OnBack: back, OnShortcut: f.EntryShortcut,
	}
	p.OnDone = func() {
		if f.Closed() {
			return
		}
		f.Info.BelowFloor = false
		f.PasswordTyped()
		s.CannotUndo(words.T("A password change cannot be undone."))
		isSet := words.T("Your password was changed.")
		switch {
		case f.Shows(p) && !must && f.Before() != f.List.Name():
			f.Back()
			f.Tell(isSet)
		case f.Shows(p):
			f.ShowListAhead()
			f.Tell(isSet)
			if !f.Typing() {
				f.OnPending()
			}
		case f.Covered():
			f.TellAtLock(words.T("Watchword locked while the new password was being set. It is set, and opens the vault from now on."))
		default: // the page was left meanwhile
			f.Say(isSet, true)
		}
		f.Recall()
		f.LookAround()
	}
	p.OnFailed = func(err error) {
		switch {
		case f.Closed():
		case f.Shows(p): // it says why, to somebody who wanted to quit too
			f.Stay()
		case s.Vault().Dirty(): // set, but not saved: whoever took the page away saves it, or says why not
			f.Unsaved = err
			f.RefreshBanner()
		default:
			f.TellAtLock(words.T("The new password was not set: the old one still opens the vault. %s", phrases.Sentence(err)))
			f.RefreshBanner()
		}
	}
	if must {
		f.Show(p, back)
		return
	}
	f.Visit(p, func() { f.ShowNewPassword(title, reason) })
}
