package transfer

import "time"

// The bounds of what is read from other programs' files. Each is checked before the work
// or the memory that it bounds.
const (
	maxFile     = 100 << 20 // bytes of a file that is not text
	maxText     = 32 << 20  // bytes of a text file: JSON, XML, CSV, a list
	maxPicture  = 128 << 20 // bytes of a picture
	maxAccounts = 20_000    // of one file
	maxString   = 1 << 20   // bytes of one string in a file; ciphertext is not bounded by it
	maxDepth    = 32        // of nested objects and arrays, and of XML elements
	maxValues   = 4_000_000 // values in one JSON file
	maxCells    = 4_000_000 // cells of one CSV file

	maxZip        = 64 << 20 // bytes, packed
	maxZipContent = 64 << 20 // bytes inflated, all members together
	maxZipMembers = 1_000
	maxZipRatio   = 200 // inflated bytes for each packed byte

	maxSQLite = 64 << 20 // bytes

	// The person's own password protects these, but the file says how much work it takes.
	maxPBKDF2Rounds = 10_000_000
	maxScryptMemory = 512 << 20 // bytes: 128 * N * r
	maxScryptN      = 1 << 20
	maxScryptR      = 32
	maxScryptP      = 16
	maxArgon2Memory = 2 << 20 // KiB
	askArgon2Memory = 1 << 20 // KiB; above this Env.Costly is asked
	maxArgon2Passes = 64
	maxArgon2Lanes  = 16
	maxKDFTime      = 30 * time.Second
	maxPasswords    = 10 // attempts at one file
)
