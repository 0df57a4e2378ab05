// Package unlocking is the flow that ends with an open vault: the start, the first vault, the password,
// quick unlock, the recovery sheet, and what to do where the vault is damaged or gone.
package unlocking

import (
	"watchword/app/intake"
	"watchword/app/opened"
	"watchword/app/shell"
	"watchword/vault"
)

// A Flow is the pages without an open vault. It lives as long as the program.
type Flow struct {
	*shell.Shell
	Arrivals *intake.Arrivals
	Path     string // of the vault that is asked for
	Cleanup  func() // removes a throw-away vault; nil where there is none
	tried    string // what the page that lists copies says where its "Try again" leads to it once more

	Unlocked  func() bool                                 // reports whether a vault is open
	OnOpened  func(v *vault.Vault, how How) *opened.Vault // shows it; nil where it was locked at once
	OnStarted func()                                      // the first page shows
	OnCreated func(v *vault.Vault)
	OnForget  func()                           // drops the open vault
	OnSettle  func(then func(), anyway string) // saves first, or shows why not
}

// How says how a vault was opened.
type How struct {
	Info  vault.Info
	Typed bool // with its password
}
