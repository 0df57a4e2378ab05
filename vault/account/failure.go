package account

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Failure is an entry of an import that could not be read. It names no secret.
type Failure struct {
	Position     int    // from 1, among the entries of the file or the link
	Issuer, Name string // of the entry, as far as they could be read and show no secret
	Reason       string // "the key is empty"
}

// NewFailure is the failure of an entry, of which a has the names.
func NewFailure(position int, a Account, reason string) Failure {
	return Failure{Position: position, Issuer: sayable(a.Issuer), Name: sayable(a.Name), Reason: reason}
}

// Entry names the entry for a user: "3 (Example, me@example.org)".
func (f Failure) Entry() string {
	names := strings.Trim(Visible(f.Issuer)+", "+Visible(f.Name), ", ")
	if names == "" {
		return fmt.Sprint(f.Position)
	}
	return fmt.Sprintf("%d (%s)", f.Position, names)
}

// maxSayable bounds a name within a sentence, in bytes.
const maxSayable = 120

// maybeSecret finds what may be a key, or part of one, in the name of an entry that is damaged.
var maybeSecret = regexp.MustCompile(`(?i)secret|key=|[A-Z0-9+/]{16}|([A-Z2-7]{4}[ -]){3}[A-Z2-7]{4}|([A-Z2-7]{2}[ -]){7}`)

// sayable returns a name, or "" where a piece of a key may have got into it.
func sayable(name string) string {
	if len(name) > 4*maxSayable || maybeSecret.MatchString(name) {
		return ""
	}
	name = strings.TrimSpace(strings.ToValidUTF8(name, "\uFFFD"))
	for len(name) > maxSayable {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}
