// Package otp turns a key and a moving factor into a code: HOTP (RFC 4226), TOTP
// (RFC 6238), Steam Guard, Yandex and mOTP. It is made of pure functions: the time
// and the counter come in as arguments, and nothing here keeps state.
package otp

import (
	"fmt"
	"log/slog"
)

// A Type is the way in which a code is computed.
type Type string

// The types that Watchword knows, spelled as in the vault file.
const (
	TOTP   Type = "totp"
	HOTP   Type = "hotp"
	Steam  Type = "steam"
	Yandex Type = "yandex"
	MOTP   Type = "motp"
)

// An Algorithm is the hash inside the HMAC; MD5 belongs to mOTP alone.
type Algorithm string

// The algorithms, spelled as in the vault file and in otpauth links.
const (
	SHA1   Algorithm = "SHA1"
	SHA256 Algorithm = "SHA256"
	SHA512 Algorithm = "SHA512"
	MD5    Algorithm = "MD5"
)

// A Key is all that a code is computed from, less the moving factor. Together its
// members are the credential of an account: they never change after it was made.
type Key struct {
	Type      Type
	Secret    Secret // raw bytes, 1 to 1,024
	Algorithm Algorithm
	Digits    int // 4 to 10; Steam 5, Yandex 8, mOTP 6
	Period    int // seconds, 1 to 86,400; 0 for HOTP
	PIN       PIN // Yandex and mOTP only
}

const redacted = "[redacted]"

// A Secret is the raw bytes of a shared secret. However it is printed, it prints as
// "[redacted]": a secret must not reach a log or an error by accident.
type Secret []byte

// Format implements [fmt.Formatter] for every verb.
func (Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// String implements [fmt.Stringer].
func (Secret) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (Secret) GoString() string { return redacted }

// MarshalText implements [encoding.TextMarshaler], which covers encoding/json too.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue implements [slog.LogValuer].
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// A PIN is what the user types beside the key of a Yandex or mOTP account. It prints
// as "[redacted]" like a [Secret].
type PIN string

// Format implements [fmt.Formatter] for every verb.
func (PIN) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// String implements [fmt.Stringer].
func (PIN) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (PIN) GoString() string { return redacted }

// MarshalText implements [encoding.TextMarshaler], which covers encoding/json too.
func (PIN) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue implements [slog.LogValuer].
func (PIN) LogValue() slog.Value { return slog.StringValue(redacted) }
