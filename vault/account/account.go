// Package account holds one account of a vault and its text forms: the otpauth link
// (uri.go), Google's migration payload (migration.go) and the bare key (key.go).
package account

import (
	"slices"
	"strings"
	"time"

	"watchword/vault/otp"
)

// An Account is one second factor that a user keeps: the credential in Key, which never
// changes, and what the user may change about it.
type Account struct {
	ID      string // UUIDv7, given by the vault; "" before
	Key     otp.Key
	Counter uint64 // HOTP only: the counter of the next code
	Created time.Time

	Issuer   string // the service: "Amazon"
	Name     string // the account there: "me@example.org"
	Note     string
	Tags     []string  // names, in the user's order
	Icon     string    // the name of an icon in the vault or the program; "" chooses by issuer
	Pinned   bool      // stands first in the list
	Order    float64   // own order: smaller stands first; 0 is "not placed"
	Archived bool      // stands last in the list
	Trashed  time.Time // when it went to the trash; zero when it did not
}

// Unnamed is what an account without a name is called.
const Unnamed = "Unnamed"

// Title returns what to call the account in one word: its issuer, else its name.
func (a Account) Title() string {
	switch {
	case visible(a.Issuer):
		return a.Issuer
	case visible(a.Name):
		return a.Name
	}
	return Unnamed
}

// Named reports whether a has an issuer or a name to see. One that has none cannot be told from
// others, so the vault takes none such.
func (a Account) Named() bool { return visible(a.Issuer) || visible(a.Name) }

func visible(s string) bool { return strings.TrimFunc(s, isInvisible) != "" }

// Group is the part of the list that the account stands in: 0 pinned, 1 the others, 2 what
// was archived.
func (a Account) Group() int {
	switch {
	case a.Archived:
		return 2
	case a.Pinned:
		return 0
	}
	return 1
}

// InTrash reports whether the account was moved to the trash.
func (a Account) InTrash() bool { return !a.Trashed.IsZero() }

// Clone returns a copy that shares no memory with a.
func (a Account) Clone() Account {
	a.Key.Secret = slices.Clone(a.Key.Secret)
	a.Tags = slices.Clone(a.Tags)
	return a
}
