// Package fault has the errors that reading any container may end with.
package fault

import (
	"watchword/assets/words"
	"watchword/bounds"
)

// Damaged comes when a file is cut or changed.
var Damaged = words.Error("The file is damaged or cut short. Export it again.")

// TooLarge comes when a file, or a part of it, is beyond its bound.
var TooLarge = words.Error("The file is larger than what can be imported: %d MiB of text, or %d MiB of another kind. Export it in several parts.", bounds.Text>>20, bounds.File>>20)
