package vault

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"filippo.io/age"
)

// A RecoveryKey is the secret of a recovery sheet, an age identity in upper case:
// "AGE-SECRET-KEY-1...", 74 characters. However it is printed, it prints as "[redacted]".
type RecoveryKey string

const redacted = "[redacted]"

// Format implements [fmt.Formatter] for every verb.
func (RecoveryKey) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// String implements [fmt.Stringer].
func (RecoveryKey) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (RecoveryKey) GoString() string { return redacted }

// MarshalText implements [encoding.TextMarshaler], which covers encoding/json too.
func (RecoveryKey) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue implements [slog.LogValuer].
func (RecoveryKey) LogValue() slog.Value { return slog.StringValue(redacted) }

// A Sheet is what stands on a recovery sheet. Show it once and forget it: the vault
// itself does not keep the key.
type Sheet struct {
	Key     RecoveryKey // string(s.Key) is the key itself
	Number  string      // four digits, to tell the paper of the active sheet from others
	File    string      // name of the vault file: "vault.watchword"
	VaultID string
	Made    time.Time
	App     string // version of the program
}

// MakeSheet draws a new recovery key and changes nothing yet: show the sheet, have part
// of it typed back, then call [Vault.AdoptSheet].
func (v *Vault) MakeSheet() (Sheet, error) {
	x, err := age.GenerateX25519Identity()
	if err != nil {
		return Sheet{}, err
	}
	active, _ := v.ActiveSheet()
	number, err := newSheetNumber(v.o.Rand, active.Number)
	if err != nil {
		return Sheet{}, err
	}
	return Sheet{
		Key: RecoveryKey(x.String()), Number: number, File: filepath.Base(v.path), VaultID: v.id,
		Made: v.o.Now(), App: v.o.App,
	}, nil
}

// AdoptSheet makes s the recovery sheet of the vault, from the next Save on. An earlier
// sheet then opens older copies only.
func (v *Vault) AdoptSheet(s Sheet) error {
	x, key, err := parseSheetKey(string(s.Key))
	if err != nil {
		return err
	}
	return v.write(func() (bool, error) {
		v.adopt(x, key, s.Number)
		return true, nil
	})
}

// NewRecovery is MakeSheet and AdoptSheet in one, for tests of what a sheet opens.
func (v *Vault) NewRecovery() (Sheet, error) {
	s, err := v.MakeSheet()
	if err != nil {
		return Sheet{}, err
	}
	return s, v.AdoptSheet(s)
}

// HasRecovery reports whether a recovery sheet was made for this vault.
func (v *Vault) HasRecovery() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.doc.rec != nil
}
