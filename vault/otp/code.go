package otp

import (
	"encoding/base32"
	"time"

	pquerna "github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"watchword/assets/words"
)

// A Code is one code and the time in which it is the current one: From included, Until
// excluded.
type Code struct {
	Value       string
	From, Until time.Time
}

// At returns the code of the time step that t falls in (RFC 6238, section 4). It
// returns [ErrNeedsCounter] for HOTP, [ErrNeedsPIN] for Yandex and mOTP without a PIN,
// and what [Key.Validate] says about a key that is not valid. Times before 1970 have no
// code.
func (k Key) At(t time.Time) (Code, error) {
	if err := k.Validate(); err != nil {
		return Code{}, err
	}
	if k.Type == HOTP {
		return Code{}, ErrNeedsCounter
	}
	if k.NeedsPIN() {
		return Code{}, ErrNeedsPIN
	}
	if t.Unix() < 0 {
		return Code{}, words.Error("the clock is set to a time before 1970; correct the computer's clock")
	}
	step := t.Unix() / int64(k.Period)
	value, err := k.value(uint64(step))
	if err != nil {
		return Code{}, err
	}
	from := time.Unix(step*int64(k.Period), 0)
	return Code{Value: value, From: from, Until: from.Add(time.Duration(k.Period) * time.Second)}, nil
}

// Count returns the HOTP code of a counter (RFC 4226, section 5.3), and [ErrNeedsTime]
// for every other type.
func (k Key) Count(counter uint64) (string, error) {
	if err := k.Validate(); err != nil {
		return "", err
	}
	if k.Type != HOTP {
		return "", ErrNeedsTime
	}
	return k.value(counter)
}

// value computes the code of a valid key for one moving factor.
func (k Key) value(factor uint64) (string, error) {
	switch k.Type {
	case Yandex:
		return yandexCode(k.Secret, k.PIN, factor), nil
	case MOTP:
		return motpCode(k.Secret, k.PIN, factor), nil
	case Steam:
		return generate(k, factor, pquerna.EncoderSteam)
	}
	return generate(k, factor, pquerna.EncoderDefault)
}

// generate hands pquerna/otp the one spelling it is always right about: canonical padded
// base32. Everything else it would guess at (digits 0, odd lengths, an empty secret) was
// refused by Validate.
func generate(k Key, factor uint64, encoder pquerna.Encoder) (string, error) {
	value, err := hotp.GenerateCodeCustom(base32.StdEncoding.EncodeToString(k.Secret), factor,
		hotp.ValidateOpts{Digits: pquerna.Digits(k.Digits), Algorithm: hashes[k.Algorithm], Encoder: encoder})
	if err != nil || len(value) != k.Digits {
		// The module's error is dropped: it has seen the secret.
		return "", words.Error("the code could not be computed")
	}
	return value, nil
}

var hashes = map[Algorithm]pquerna.Algorithm{
	SHA1:   pquerna.AlgorithmSHA1,
	SHA256: pquerna.AlgorithmSHA256,
	SHA512: pquerna.AlgorithmSHA512,
}
