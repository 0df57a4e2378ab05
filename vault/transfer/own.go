package transfer

import (
	"bytes"

	"watchword/assets/words"
)

// ErrVault comes for a vault of Watchword, which is no export: it opens with its own password.
var ErrVault = words.Error("This is a Watchword vault, not an export of another program.")

// ownSlot begins the password slot in the header of a vault: docs/vault-format.md.
const ownSlot = "\n-> watchword/argon2id "

// IsVault reports whether a file is a vault of Watchword, by its header, be it damaged behind that.
// Nothing else is ever asked for the password of such a file.
func IsVault(data []byte) bool {
	return bytes.HasPrefix(data, []byte(ageFirstLine)) && bytes.Contains(data[:min(len(data), maxAgeHeader)], []byte(ownSlot))
}
