package vault

import "watchword/bounds"

// What a vault file may hold; checked before the work it would cause.
const (
	maxFile    = bounds.VaultFile
	maxPayload = bounds.VaultPayload
	maxHeader  = bounds.VaultHeader
	maxStanzas = bounds.VaultStanzas
	maxText    = bounds.VaultText

	padding = 4 << 10 // the payload is a multiple of this: it hides how many accounts there are

	maxPassword = bounds.Password
	// longestPassword is what is looked at before NFC, which can shorten, never that much.
	longestPassword = 4 * maxPassword
)

// Bounds of the costs of a password slot (Argon2id).
const (
	minMemory     = 19 << 10 // KiB
	freeMemory    = bounds.VaultMemoryFree
	maxMemory     = bounds.VaultMemory
	maxTime       = bounds.VaultPasses
	maxThreads    = bounds.VaultThreads
	maxMemoryTime = bounds.VaultMemoryTime
)
