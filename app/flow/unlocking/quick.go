package unlocking

import (
	"time"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault"
)

// typeEvery is how often the password is asked for although quick unlock is on: a password
// that is never typed is forgotten.
const typeEvery = 30 * 24 * time.Hour

// quickDue reports whether quick unlock may be offered: it is on, and the password was typed
// not long ago.
func (f *Flow) quickDue() bool {
	typed, err := time.Parse(time.DateOnly, f.Config.PasswordTyped)
	since := f.Now().Sub(typed)
	return f.Config.QuickUnlock && err == nil && since >= -24*time.Hour && since < typeEvery
}

// quickOpen opens the vault with the key in the keyring. Whatever goes wrong there, nothing
// is lost and nothing is deleted: the password opens it as ever.
func (f *Flow) quickOpen(path string) (*vault.Vault, error) {
	locked, err := vault.Open(path, f.VaultOpts)
	if err != nil {
		return nil, err
	}
	secret, err := f.Keyring.Get(f.Context, locked.QuickName())
	if err != nil {
		return nil, quickFailed(err)
	}
	return locked.UnlockQuick(secret)
}

// quickFailed says what a keyring's failure means.
func quickFailed(err error) error { return &quickError{err} }

type quickError struct{ cause error }

func (e *quickError) Error() string {
	return words.T("Quick unlock did not work. %s Nothing is lost: enter the password.", phrases.Sentence(e.cause))
}

func (e *quickError) Unwrap() error { return e.cause }
