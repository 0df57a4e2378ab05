// Package moving is the flow of accounts between programs: import, export, and codes for a phone.
package moving

import (
	"sync/atomic"

	"watchword/app/opened"
)

// A Flow is the pages of one unlocked vault.
type Flow struct {
	*opened.Vault

	OnFiles func(paths []string) // opens files as what they are
	OnAdd   func()

	reading atomic.Pointer[string] // what the page of an import says
}
