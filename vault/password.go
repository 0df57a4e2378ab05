package vault

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"watchword/vault/strength"
)

const (
	minCharacters = 10
	wordsOffered  = 5
)

// normal is the one spelling of a password that keys are derived from: NFC.
func normal(password string) string { return norm.NFC.String(password) }

// normalBytes is normal in a new slice, to be wiped. It makes no other copy.
func normalBytes(password []byte) []byte {
	return norm.NFC.Append(make([]byte, 0, 3*len(password)), password...) // NFC grows UTF-8 to three times its length at most
}

// SuggestPassword returns five words of the EFF long list joined by "-": 64.6 bits. r is
// the source of randomness, nil for crypto/rand.
func SuggestPassword(r io.Reader) string {
	if r == nil {
		r = rand.Reader
	}
	words := strength.Words()
	chosen := make([]string, wordsOffered)
	for i := range chosen {
		n, err := rand.Int(r, big.NewInt(int64(len(words))))
		if err != nil {
			panic("vault: no randomness") // crypto/rand never fails
		}
		chosen[i] = words[n.Int64()]
	}
	return strings.Join(chosen, "-")
}

// CheckPassword says whether a password may protect a vault: nil, or a [*PasswordError]
// with a sentence. It takes some milliseconds; keep it off the window's thread.
// [PasswordStrength] 2 passes and deserves a warning.
func CheckPassword(password string) error {
	refuse := func(format string, args ...any) error { return &PasswordError{fmt.Sprintf(format, args...)} }
	if !utf8.ValidString(password) {
		return refuse("The password is not valid text. Type it again.")
	}
	if strings.ContainsFunc(password, unicode.IsControl) {
		return refuse("The password contains a line break or another control character. Leave it out.")
	}
	p := normal(password)
	if len(p) > maxPassword {
		return refuse("The password is longer than %d bytes. Choose a shorter one.", maxPassword)
	}
	if n := utf8.RuneCountInString(p); n < minCharacters {
		return refuse("The password has %d characters. Use at least %d, or take the five words that are offered.", n, minCharacters)
	}
	if strength.Common(strings.ToLower(p)) {
		return refuse("This password is among the most common ones. Choose another, or take the five words that are offered.")
	}
	if block := repeated(p); utf8.RuneCountInString(block) < minCharacters {
		return refuse("The password repeats a few characters. Choose another, or take the five words that are offered.")
	}
	if PasswordStrength(p) < 2 {
		return refuse("This password is easy to guess. Add words that do not belong together, or take the five words that are offered.")
	}
	return nil
}

// PasswordStrength estimates a password: 0 and 1 are guessed easily and refused, 2 is
// weak, 3 and 4 are good. It is a hint, no proof, and takes some milliseconds.
func PasswordStrength(password string) int {
	return strength.Of(repeated(normal(password)))
}

// repeated returns the block that a text consists of, or the text itself; the estimate
// does not see repetitions.
func repeated(s string) string {
	if s == "" {
		return s
	}
	if at := strings.Index((s + s)[1:], s) + 1; at < len(s) {
		return s[:at]
	}
	return s
}
