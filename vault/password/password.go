// Package password says whether a password may protect a vault, how good it is, and offers better
// ones.
package password

import (
	"crypto/rand"
	"io"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/strength"
)

const (
	minCharacters = 10
	wordsOffered  = 5
)

// An Error says why a password is not accepted for a vault.
type Error struct {
	text string // a sentence with what to do next, marked for the catalog; never the password
	args []any
}

// Error implements error.
func (e *Error) Error() string { return words.T(e.text, e.args...) }

// Normal returns the one spelling of a password that keys are derived from: NFC.
func Normal(password string) string { return norm.NFC.String(password) }

// NormalBytes is [Normal] in a new slice, to be wiped. It makes no other copy.
func NormalBytes(password []byte) []byte {
	return norm.NFC.Append(make([]byte, 0, 3*len(password)), password...) // NFC grows UTF-8 to three times its length at most
}

// Suggest returns five words of the EFF long list joined by "-": 64.6 bits. r is
// the source of randomness, nil for crypto/rand.
func Suggest(r io.Reader) string {
	if r == nil {
		r = rand.Reader
	}
	list := strength.Words()
	chosen := make([]string, wordsOffered)
	for i := range chosen {
		n, err := rand.Int(r, big.NewInt(int64(len(list))))
		if err != nil {
			panic("password: no randomness") // crypto/rand never fails
		}
		chosen[i] = list[n.Int64()]
	}
	return strings.Join(chosen, "-")
}

// Check says whether a password may protect a vault: nil, or a [*Error]
// with a sentence. It takes some milliseconds; keep it off the window's thread.
// [Strength] 2 passes and deserves a warning.
func Check(password string) error {
	refuse := func(text string, args ...any) error { return &Error{text, args} }
	if !utf8.ValidString(password) {
		return refuse(words.Mark("The password is not valid text. Type it again."))
	}
	if strings.ContainsFunc(password, unicode.IsControl) {
		return refuse(words.Mark("The password contains a line break or another control character. Leave it out."))
	}
	p := Normal(password)
	if len(p) > bounds.Password {
		return refuse(words.Mark("The password is longer than %d bytes. Choose a shorter one."), bounds.Password)
	}
	if n := utf8.RuneCountInString(p); n < minCharacters {
		return refuse(words.Mark("The password has %d characters. Use at least %d, or take the five words that are offered."), n, minCharacters)
	}
	if strength.Common(strings.ToLower(p)) {
		return refuse(words.Mark("This password is among the most common ones. Choose another, or take the five words that are offered."))
	}
	if block := repeated(p); utf8.RuneCountInString(block) < minCharacters {
		return refuse(words.Mark("The password repeats a few characters. Choose another, or take the five words that are offered."))
	}
	if Strength(p) < 2 {
		return refuse(words.Mark("This password is easy to guess. Add words that do not belong together, or take the five words that are offered."))
	}
	return nil
}

// Strength estimates a password: 0 and 1 are guessed easily and refused, 2 is
// weak, 3 and 4 are good. It is a hint, no proof, and takes some milliseconds.
func Strength(password string) int {
	return strength.Of(repeated(Normal(password)))
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
