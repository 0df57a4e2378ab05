package app

import (
	"context"
	"time"

	"watchword/vault"
)

// A Keyring keeps the vault's key for quick unlock: the system's own.
type Keyring interface {
	Get(ctx context.Context, name string) (string, error)
	Set(ctx context.Context, name, secret string) error
	Delete(ctx context.Context, name string) error
}

// typeEvery is how often the password is asked for although quick unlock is on: a password
// that is never typed is forgotten.
const typeEvery = 30 * 24 * time.Hour

// quickDue reports whether quick unlock may be offered: it is on, and the password was typed
// not long ago.
func (a *App) quickDue() bool {
	typed, err := time.Parse(time.DateOnly, a.config.PasswordTyped)
	since := a.o.Now().Sub(typed)
	return a.config.QuickUnlock && err == nil && since >= -24*time.Hour && since < typeEvery
}

// quickOpen opens the vault with the key in the keyring. Whatever goes wrong there, nothing
// is lost and nothing is deleted: the password opens it as ever.
func (a *App) quickOpen(path string) (*vault.Vault, error) {
	locked, err := vault.Open(path, a.o.VaultOpts)
	if err != nil {
		return nil, err
	}
	secret, err := a.o.Keyring.Get(a.ctx, locked.QuickName())
	if err != nil {
		return nil, quickFailed(err)
	}
	return locked.UnlockQuick(secret)
}

// quickFailed says what a keyring's failure means.
func quickFailed(err error) error { return &quickError{err} }

type quickError struct{ cause error }

func (e *quickError) Error() string {
	return "Quick unlock did not work. " + e.cause.Error() + " Nothing is lost: type the password."
}

func (e *quickError) Unwrap() error { return e.cause }

// passwordTyped notes that the password was typed today, and brings the keyring up to date.
func (a *App) passwordTyped() {
	if day := a.today(); a.config.PasswordTyped != day {
		a.config.PasswordTyped = day
		a.saveConfig()
	}
	if a.config.QuickUnlock {
		a.keepKey(nil)
	}
}

// keepKey puts the key of the session into the keyring; done gets what went wrong. What was
// kept for an earlier password is forgotten then.
func (a *App) keepKey(done func(error)) {
	s := a.session
	name, secret, ok := s.Vault().QuickKey()
	if !ok || a.o.Demo {
		return
	}
	before := a.config.QuickName
	var err error
	a.o.Run(func() {
		if err = a.o.Keyring.Set(a.ctx, name, secret); err == nil && before != "" && before != name {
			_ = a.o.Keyring.Delete(a.ctx, before) // of no use any more, and no harm
		}
	}, func() {
		if err == nil && a.config.QuickName != name {
			a.config.QuickName = name
			a.saveConfig()
		}
		if done != nil && a.session == s {
			done(err)
		}
	})
}

// setQuick switches quick unlock on or off. From then on the vault opens without its password, so
// that is asked for first.
func (a *App) setQuick(on bool) {
	if on {
		a.confirm("Quick unlock", a.showVault, a.switchQuickOn)
		return
	}
	name := a.config.QuickName
	a.config.QuickUnlock, a.config.QuickName = false, ""
	a.saveConfig()
	if name != "" {
		a.o.Run(func() { _ = a.o.Keyring.Delete(a.ctx, name) }, nil)
	}
}

func (a *App) switchQuickOn() {
	a.keepKey(func(err error) {
		if err != nil {
			a.showVaultWith("Quick unlock cannot be switched on. " + err.Error())
			return
		}
		a.config.QuickUnlock, a.config.PasswordTyped = true, a.today()
		a.saveConfig()
		a.showVault()
	})
}
