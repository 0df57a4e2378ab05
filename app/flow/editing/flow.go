// Package editing is the flow of what is done to accounts: their texts, key, icon and tags, their place
// in the list, the trash.
package editing

import (
	"watchword/app/opened"
)

// A Flow is the pages of one unlocked vault.
type Flow struct {
	*opened.Vault
}
