package otp

import (
	"slices"

	"watchword/assets/words"
)

// The bounds of a key. A key under ShortSecret bytes works, but is easier to guess
// than any service should allow: say so.
const (
	MaxSecret   = 1024 // bytes
	ShortSecret = 10   // bytes; RFC 4226, section 4, asks for 16
	MinDigits   = 4
	MaxDigits   = 10 // a 31-bit number has no more
	MaxPeriod   = 86_400

	minYandexPIN = 4
	maxYandexPIN = 16
	maxPIN       = 64 // bytes, mOTP
)

var (
	// ErrEmptyKey says that a key has no secret at all.
	ErrEmptyKey = words.Error("the key is empty")
	// ErrNeedsPIN says that the code of a Yandex or mOTP account needs the PIN.
	ErrNeedsPIN = words.Error("this account needs its PIN")
	// ErrNeedsCounter says that a HOTP code was asked for by time; use [Key.Count].
	ErrNeedsCounter = words.Error("this account is counter-based, not time-based")
	// ErrNeedsTime says that a code that follows the clock was asked for by counter.
	ErrNeedsTime = words.Error("this account is time-based, not counter-based")
)

// Defaults returns the key of type t with everything but its secret and PIN set to what
// the type always has, or to what services mean when they say nothing: SHA1, six digits,
// thirty seconds. An unknown type gives a key that [Key.Validate] refuses.
func Defaults(t Type) Key {
	switch t {
	case TOTP:
		return Key{Type: t, Algorithm: SHA1, Digits: 6, Period: 30}
	case HOTP:
		return Key{Type: t, Algorithm: SHA1, Digits: 6}
	case Steam:
		return Key{Type: t, Algorithm: SHA1, Digits: 5, Period: 30}
	case Yandex:
		return Key{Type: t, Algorithm: SHA256, Digits: 8, Period: 30}
	case MOTP:
		return Key{Type: t, Algorithm: MD5, Digits: 6, Period: 10}
	}
	return Key{Type: t}
}

// NeedsPIN reports whether k cannot give a code because its PIN is not known.
func (k Key) NeedsPIN() bool {
	return (k.Type == Yandex || k.Type == MOTP) && k.PIN == ""
}

// Validate reports the first thing that keeps k from giving a right code. A missing PIN
// is not among them: such an account can be kept, and asks for the PIN later.
func (k Key) Validate() error {
	switch {
	case len(k.Secret) == 0:
		return ErrEmptyKey
	case len(k.Secret) > MaxSecret:
		return words.Error("the key has %d bytes; at most %d are possible", len(k.Secret), MaxSecret)
	}
	switch k.Type {
	case TOTP:
		if k.Period < 1 || k.Period > MaxPeriod {
			return words.Error("the period is %d seconds; 1 to %d are possible", k.Period, MaxPeriod)
		}
		return k.validateHMAC()
	case HOTP:
		if k.Period != 0 {
			return words.Error("a counter-based account has no period")
		}
		return k.validateHMAC()
	case Steam:
		return k.validateFixed()
	case Yandex:
		if len(k.Secret) != yandexSecret {
			return words.Error("a Yandex key has %d bytes, this one has %d", yandexSecret, len(k.Secret))
		}
		if k.PIN != "" && !validYandexPIN(k.PIN) {
			return words.Error("a Yandex PIN has %d to %d digits", minYandexPIN, maxYandexPIN)
		}
		return k.validateFixed()
	case MOTP:
		if len(k.PIN) > maxPIN {
			return words.Error("the PIN is too long; at most %d bytes are possible", maxPIN)
		}
		return k.validateFixed()
	}
	return words.Error("the type of the code is unknown")
}

func (k Key) validateHMAC() error {
	if !slices.Contains([]Algorithm{SHA1, SHA256, SHA512}, k.Algorithm) {
		return words.Error("the algorithm is unknown; SHA1, SHA256 and SHA512 are possible")
	}
	if k.Digits < MinDigits || k.Digits > MaxDigits {
		return words.Error("the code has %d digits; %d to %d are possible", k.Digits, MinDigits, MaxDigits)
	}
	if k.PIN != "" {
		return words.Error("only Yandex and mOTP accounts have a PIN")
	}
	return nil
}

// validateFixed compares the members that a type leaves no choice about.
func (k Key) validateFixed() error {
	want := Defaults(k.Type)
	if k.Algorithm != want.Algorithm || k.Digits != want.Digits || k.Period != want.Period {
		return words.Error("a code of type %s always has %s, %d symbols and %d seconds",
			k.Type, want.Algorithm, want.Digits, want.Period)
	}
	if k.Type == Steam && k.PIN != "" {
		return words.Error("only Yandex and mOTP accounts have a PIN")
	}
	return nil
}

func validYandexPIN(pin PIN) bool {
	for _, c := range []byte(pin) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(pin) >= minYandexPIN && len(pin) <= maxYandexPIN
}
