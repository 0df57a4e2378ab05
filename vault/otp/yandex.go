package otp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"watchword/assets/words"
)

// Sizes of a Yandex secret in bytes: as codes use it, and as the service shows it for
// recovery, with ten more bytes whose last twelve bits are a check value.
const (
	yandexSecret  = 16
	yandexChecked = 26
)

// YandexSecret returns the 16 bytes that Yandex codes are computed from. Given 26 bytes
// it verifies the check value at their end first; any other length is refused.
func YandexSecret(raw []byte) (Secret, error) {
	switch len(raw) {
	case 0:
		return nil, ErrEmptyKey
	case yandexSecret:
	case yandexChecked:
		if yandexCheck(raw) != binary.BigEndian.Uint16(raw[yandexChecked-2:])&0x0FFF {
			return nil, words.Error("the Yandex key has a typing error: its check value is wrong")
		}
	default:
		return nil, words.Error("a Yandex key has 26 or 42 characters")
	}
	return Secret(append([]byte(nil), raw[:yandexSecret]...)), nil
}

// yandexCheck divides the first 196 bits by x^12+x^11+x^7+x^6+x^5+x^4+x+1 and returns
// the remainder.
func yandexCheck(raw []byte) uint16 {
	const polynomial, bits = 0x18F3, 196
	var acc uint16
	for i := range bits {
		acc = acc<<1 | uint16(raw[i/8]>>(7-i%8)&1)
		if acc&0x1000 != 0 {
			acc ^= polynomial
		}
	}
	return acc
}

// yandexCode is eight letters from an HMAC-SHA-256 whose key mixes PIN and secret.
func yandexCode(secret Secret, pin PIN, factor uint64) string {
	sum := sha256.Sum256(append([]byte(pin), secret...))
	key := sum[:]
	if key[0] == 0 {
		key = key[1:] // the service's own quirk
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, factor))
	h := mac.Sum(nil)
	offset := h[len(h)-1] & 0xF
	n := binary.BigEndian.Uint64(h[offset:]) &^ (1 << 63)

	var letters [8]byte
	for i := len(letters) - 1; i >= 0; i-- {
		letters[i] = 'a' + byte(n%26)
		n /= 26
	}
	return string(letters[:])
}
