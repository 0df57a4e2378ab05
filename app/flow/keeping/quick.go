package keeping

import (
	"watchword/app/phrases"
	"watchword/assets/words"
)

// PasswordTyped notes that the password was typed today, and brings the keyring up to date.
func (f *Flow) PasswordTyped() {
	if day := f.Today(); f.Config.PasswordTyped != day {
		f.Config.PasswordTyped = day
		f.SaveConfig()
	}
	if f.Config.QuickUnlock {
		f.keepKey(nil)
	}
}

// keepKey puts the key of the session into the keyring; done gets what went wrong. What was
// kept for an earlier password is forgotten then.
func (f *Flow) keepKey(done func(error)) {
	s := f.Session
	name, secret, ok := s.Vault().QuickKey()
	if !ok || f.Demo {
		return
	}
	before := f.Config.QuickName
	var err error
	f.Run(func() {
		if err = f.Keyring.Set(f.Context, name, secret); err == nil && before != "" && before != name {
			_ = f.Keyring.Delete(f.Context, before) // of no use any more, and no harm
		}
	}, func() {
		if err == nil && f.Config.QuickName != name {
			f.Config.QuickName = name
			f.SaveConfig()
		}
		if done != nil && !f.Closed() {
			done(err)
		}
	})
}

// setQuick switches quick unlock on or off. From then on the vault opens without its password, so
// that is asked for first.
func (f *Flow) setQuick(on bool) {
	if on {
		f.Confirm(words.T("Quick unlock"), f.ShowVault, f.switchQuickOn)
		return
	}
	name := f.Config.QuickName
	f.Config.QuickUnlock, f.Config.QuickName = false, ""
	f.SaveConfig()
	if name != "" {
		f.Run(func() { _ = f.Keyring.Delete(f.Context, name) }, nil)
	}
}

func (f *Flow) switchQuickOn() {
	f.keepKey(func(err error) {
		if err != nil {
			f.showVaultWith(words.T("Quick unlock cannot be switched on. %s", phrases.Sentence(err)))
			return
		}
		f.Config.QuickUnlock, f.Config.PasswordTyped = true, f.Today()
		f.SaveConfig()
		f.ShowVault()
	})
}
