package account

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/otp"
)

// maxKeyText is the longest text, in bytes, that is looked at as a key. The longest key
// has 1,639 characters; the rest is room for spaces and dashes.
const maxKeyText = bounds.KeyText

// A KeyError says which character of a key is wrong, never what the key is.
type KeyError struct {
	Position int  // counted in characters from 1, in the text as it was given
	Rune     rune // the character, which is no part of any key
}

// Error names the character, its place, and what was perhaps meant.
func (e *KeyError) Error() string {
	text := words.T("character %d of the key is %s; keys have only the letters A to Z and the digits 2 to 7", e.Position, nameRune(e.Rune))
	if meant := e.hint(); meant != "" {
		return text + "; " + meant
	}
	return text
}

// hint says what the character perhaps is, or is "".
func (e *KeyError) hint() string {
	switch e.Rune {
	case '0':
		return words.T("perhaps it is the letter O")
	case '1':
		return words.T("perhaps it is the letter I or L")
	case '8':
		return words.T("perhaps it is the letter B")
	case '9':
		return words.T("perhaps it is the letter G or P")
	case '=':
		return words.T("it can stand only at the end")
	}
	if unicode.IsLetter(e.Rune) && e.Rune > unicode.MaxASCII {
		return words.T("it only looks like one of them, or comes from another keyboard layout")
	}
	return ""
}

// ErrLinkAsKey is for a key that is a whole link with all but its letters and digits left out, as
// KeePassXC 2.7.7 stored some: it reads as base32, and its codes would be wrong.
var ErrLinkAsKey = words.Error("it holds a whole link instead of a key; the key is perhaps what follows “secret” in it")

// ErrRounded is for a key of digits that a spreadsheet took for a number and wrote in its own way.
var ErrRounded = words.Error("a spreadsheet has turned it into a rounded number, and the rest of the key is lost: export again, and import the file without opening and saving it in a spreadsheet")

// roundedNumber is how spreadsheets write numbers that are too long for them.
var roundedNumber = regexp.MustCompile(`^\s*[0-9]([.,][0-9]+)?[Ee]\+[0-9]+\s*$`)

// ParseKey reads a base32 key as services show it and people type it (RFC 4648, section
// 6): in groups, with dashes, in small letters, with or without padding, of any length.
// All spaces, dashes and invisible characters of Unicode are left out. A wrong character
// is a [*KeyError], nothing left is [otp.ErrEmptyKey], a link is [ErrLinkAsKey], a number of a
// spreadsheet is [ErrRounded]. One character is too short.
func ParseKey(text string) (otp.Secret, error) {
	if len(text) > maxKeyText {
		return nil, words.Error("the key is too long")
	}
	if roundedNumber.MatchString(text) {
		return nil, ErrRounded
	}
	symbols := make([]byte, 0, len(text))
	position, padding := 0, 0 // padding: where the first '=' stood, not yet known to be at the end
	for _, r := range text {
		position++
		switch {
		case r == '=':
			if padding == 0 {
				padding = position
			}
			continue
		case isDress(r):
			continue
		case 'a' <= r && r <= 'z':
			r -= 'a' - 'A'
		}
		// Only now, by hand: Unicode's upper case would turn a dotless i into an I.
		if !isBase32(r) {
			return nil, &KeyError{Position: position, Rune: r}
		}
		if padding != 0 {
			return nil, &KeyError{Position: padding, Rune: '='}
		}
		symbols = append(symbols, byte(r))
	}
	if bytes.HasPrefix(symbols, []byte("OTPAUTH")) {
		return nil, ErrLinkAsKey
	}
	return decodeBase32(symbols)
}

// errOneSymbol is for a key of a single symbol, whose five bits are no byte.
var errOneSymbol = words.Error("the key is too short: one character is not a whole key")

// decodeBase32 decodes any number of upper-case symbols. Left-over bits that do not fill
// a byte are dropped whatever they are: keys with 26 or 17 symbols are in use.
func decodeBase32(symbols []byte) (otp.Secret, error) {
	secret := make(otp.Secret, 0, len(symbols)*5/8)
	var acc uint16
	bits := 0
	for _, c := range symbols {
		acc = acc<<5 | uint16(base32Value(c))
		if bits += 5; bits >= 8 {
			bits -= 8
			secret = append(secret, byte(acc>>bits))
		}
	}
	switch {
	case len(secret) == 0 && len(symbols) > 0:
		return nil, errOneSymbol
	case len(secret) == 0:
		return nil, otp.ErrEmptyKey
	case len(secret) > otp.MaxSecret:
		return nil, words.Error("the key has %d bytes; at most %d are possible", len(secret), otp.MaxSecret)
	}
	return secret, nil
}

// FormatKey returns the canonical text of a secret: upper-case base32 without padding.
func FormatKey(secret otp.Secret) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// steamSecret is the length of every key that Steam gives out, in bytes.
const steamSecret = 20

// ParseSteamKey reads the key of a Steam account: base32, else the hexadecimal or base64
// text of exactly 20 bytes, which is how Steam's own files hold it. The error is that of
// [ParseKey].
func ParseSteamKey(text string) (otp.Secret, error) {
	secret, err := ParseKey(text)
	if err == nil || errors.Is(err, ErrLinkAsKey) {
		return secret, err
	}
	if raw, ok := decodeHex(text); ok && len(raw) == steamSecret {
		return raw, nil
	}
	if raw, ok := decodeBase64(strings.TrimFunc(text, isInvisible)); ok && len(raw) == steamSecret {
		return raw, nil
	}
	return nil, err
}

// decodeHex reads hexadecimal text with spaces and dashes in any case.
func decodeHex(text string) (otp.Secret, bool) {
	if len(text) > maxKeyText {
		return nil, false
	}
	plain := strings.Map(func(r rune) rune {
		if isDress(r) {
			return -1
		}
		return r
	}, text)
	raw, err := hex.DecodeString(plain)
	return raw, err == nil && len(raw) > 0 && len(raw) <= otp.MaxSecret
}

// decodeBase64 reads both alphabets of base64, with or without padding (RFC 4648,
// sections 4 and 5).
func decodeBase64(text string) ([]byte, bool) {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	raw, err := base64.RawStdEncoding.DecodeString(text)
	return raw, err == nil
}

// isDress reports whether r only groups a key for the eye.
func isDress(r rune) bool { return isInvisible(r) || unicode.Is(unicode.Pd, r) }

// isInvisible reports whether r is one of Unicode's spaces or format characters.
func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Z, unicode.Cf)
}

func isBase32(r rune) bool { return 'A' <= r && r <= 'Z' || '2' <= r && r <= '7' }

func base32Value(c byte) byte {
	if c >= 'A' {
		return c - 'A'
	}
	return c - '2' + 26
}

// nameRune names a character so that it can be told from its look-alikes.
func nameRune(r rune) string {
	switch {
	case r == unicode.ReplacementChar:
		return words.T("unreadable")
	case '0' <= r && r <= '9':
		return words.T("the digit %c", r)
	case unicode.IsPrint(r) && r <= unicode.MaxASCII:
		return fmt.Sprintf("“%c”", r)
	case unicode.IsPrint(r):
		return fmt.Sprintf("“%c” (U+%04X)", r, r)
	}
	return words.T("an invisible one (U+%04X)", r)
}
