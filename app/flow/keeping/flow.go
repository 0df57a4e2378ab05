// Package keeping is the flow of what keeps the vault safe: its password and quick unlock, the recovery
// sheet, backups and copies, the review.
package keeping

import (
	"watchword/app/intake"
	"watchword/app/opened"
)

// A Flow is the pages of one unlocked vault.
type Flow struct {
	*opened.Vault
	Arrivals *intake.Arrivals
	After    *opened.Aftermath

	OnSettings func()
	OnClock    func()
	OnLock     func()
	OnPending  func()            // opens what came from outside meanwhile
	OnInstead  func(path string) // locks this vault and opens another
}
