package vault

import (
	"fmt"
	"log/slog"
	"time"
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
