package vault

import (
	"bytes"
	"context"
	"crypto/subtle"

	"watchword/assets/words"
)

// ErrNoPassword comes from [Vault.VerifyPassword] where the recovery sheet opened the vault: there
// is no key of a password to compare with, and the sheet's key is the answer.
var ErrNoPassword = problem(words.Error("The vault was opened with its recovery sheet, so no password can be checked."), words.Mark("Choose a new password first."))

var errNotThePassword = withMessage(problem(words.Error("This is not the password of this vault."), words.Mark("Check Caps Lock and the keyboard layout, and try again.")), ErrWrongPassword)

// VerifyPassword says whether this is the password of the open vault: nil, or [ErrWrongPassword].
// It derives one key as Unlock does, and touches no file; ctx cancels the wait. A password that was
// changed and not saved yet is the new one. Other errors: [ErrNoPassword], [ErrClosed].
func (v *Vault) VerifyPassword(ctx context.Context, password []byte) error {
	v.mu.RLock()
	closed, salt, params, known := v.closed, v.pass.salt, v.pass.params, v.pass.kek != nil
	v.mu.RUnlock()
	switch {
	case closed:
		return ErrClosed
	case !known:
		return ErrNoPassword
	case len(password) > longestPassword:
		return errNotThePassword
	}
	key, err := derive(ctx, v.o.KDF, password, salt, params)
	if err != nil {
		return err
	}
	defer clear(key)
	v.mu.RLock()
	defer v.mu.RUnlock()
	switch {
	case v.closed: // meanwhile
		return ErrClosed
	case !bytes.Equal(salt, v.pass.salt):
		return errNotThePassword // the password was changed meanwhile
	case subtle.ConstantTimeCompare(key, v.pass.kek) != 1:
		return errNotThePassword
	}
	return nil
}
