package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"watchword/assets/words"
)

// Quick unlock keeps the key of the password slot (never the password) where the system
// keeps its secrets, so that a vault opens without its password on this computer. It is
// a copy of what a session holds in memory anyway, no slot of the file: another password
// has another salt, and makes every copy useless.

// ErrQuick comes when a kept key does not open the vault: it is of another vault or of an
// earlier password, or it was damaged. Nothing is lost: ask for the password.
var ErrQuick = problem(words.Error("The key kept for quick unlock does not open this vault any more."), words.Mark("Nothing is lost: enter the password."))

// quickSize is the length of what is kept before base64: the key and the vault's id.
const quickSize = keySize + 16

// QuickName is the name under which the key of this file's password is kept: 32
// hexadecimal digits, the salt. It is no secret.
func (l *Locked) QuickName() string { return hex.EncodeToString(l.header.salt) }

// UnlockQuick opens the vault with a key that [Vault.QuickKey] gave. It derives nothing.
// The error is [ErrQuick] when the key does not fit, whatever it is.
func (l *Locked) UnlockQuick(secret string) (*Vault, error) {
	kept, err := base64.StdEncoding.Strict().DecodeString(secret)
	defer clear(kept)
	if err != nil || len(kept) != quickSize || strings.ContainsAny(secret, "\r\n") { // Go's decoder skips line ends
		return nil, ErrQuick
	}
	kek := append([]byte(nil), kept[:keySize]...)
	v, err := l.withKey(passwordKey{l.header.salt, l.header.params, keys.store(kek)})
	if errors.Is(err, ErrWrongPassword) {
		return nil, ErrQuick
	}
	if err != nil {
		return nil, err
	}
	if id, ok := idBytes(v.id); !ok || !bytes.Equal(id, kept[keySize:]) {
		v.Close()
		return nil, ErrQuick
	}
	return v, nil
}

// QuickKey returns what to keep for quick unlock: the name, see [Locked.QuickName], and
// one line of base64 under 100 bytes, which is as secret as the password. It reports false
// for a session without a password: closed, or opened by the recovery sheet.
func (v *Vault) QuickKey() (name, secret string, ok bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	id, whole := idBytes(v.id)
	if v.closed || v.pass.kek == nil || !whole {
		return "", "", false
	}
	kept := append(append(make([]byte, 0, quickSize), v.pass.kek...), id...)
	defer clear(kept)
	return hex.EncodeToString(v.pass.salt), base64.StdEncoding.EncodeToString(kept), true
}

// idBytes returns the 16 bytes of a vault's id.
func idBytes(id string) ([]byte, bool) {
	b, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	return b, err == nil && len(b) == 16
}
