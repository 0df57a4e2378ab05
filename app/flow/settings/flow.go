// Package settings is the flow of what is set up once and looked up now and then: the settings, the
// clock, the list of keys, the guides.
package settings

import (
	"watchword/app/opened"
)

// A Flow is the pages of one unlocked vault.
type Flow struct {
	*opened.Vault
	KeyRows     func() [][2]string // how a key is written, and what it does
	TrayTrouble func() string      // why there is no icon in the tray; "" where there is one, or none is wanted
	KeyTrouble  func() string      // why the keys of the quick search are not heard; "" where they are, or are off

	OnVault, OnSheet, OnTrash, OnReview func()
}
