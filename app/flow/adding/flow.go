// Package adding is the flow of new accounts: the screen, pictures, the clipboard, links and typed keys
// are searched, what was found is shown and added, the code of a new account is shown to the page that
// waits for it, and pictures that still hold a secret are offered for deletion.
package adding

import (
	"watchword/app/intake"
	"watchword/app/opened"
	"watchword/app/shell"
	"watchword/vault/account"
)

// A Flow is the pages of one unlocked vault.
type Flow struct {
	*opened.Vault
	Arrivals *intake.Arrivals

	OnFiles  func(paths []string) // opens files as what they are
	OnGuides func()
	OnClock  func()

	search *search        // whose pictures are in memory
	parts  []account.Find // of an export, collected until all are there
	left   leftovers      // pictures that still hold an added secret
}

// Turn drops the pictures of a search when a page shows that is not one of its own.
func (f *Flow) Turn(next shell.Page) {
	if f.search != nil && shell.Front(next) != f.search.shows {
		f.hold(nil)
	}
}

// Drop lets go of the pictures.
func (f *Flow) Drop() { f.hold(nil) }
