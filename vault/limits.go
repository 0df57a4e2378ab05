package vault

// What a vault file may hold; checked before the work it would cause. docs/vault-format.md
// repeats these figures.
const (
	maxFile    = 64 << 20 // bytes of the file
	maxPayload = 48 << 20 // bytes of JSON
	maxHeader  = 64 << 10 // bytes before the encrypted part
	maxStanzas = 16       // slots in a header
	maxDepth   = 32       // levels of JSON
	maxString  = 2 << 20  // bytes of one JSON string: an icon of 1 MiB in base64 fits
	maxText    = 1 << 20  // bytes of an issuer, a name or a note

	padding = 4 << 10 // the payload is a multiple of this: it hides how many accounts there are

	// Passwords, in bytes of UTF-8 after NFC.
	maxPassword = 1024
	// longestPassword is what is looked at before NFC, which can shorten, never that much.
	longestPassword = 4 * maxPassword
)

// Bounds of the costs of a password slot (Argon2id).
const (
	minMemory     = 19 << 10 // KiB
	freeMemory    = 1 << 20  // KiB that are used without asking
	maxMemory     = 2 << 20  // KiB, and never half of the machine's memory or more
	maxTime       = 32
	maxThreads    = 16
	maxMemoryTime = 8 << 20 // KiB x passes
)
