package transfer

import "time"

// The bounds of what is read from other programs' files. Each is checked before the work
// or the memory that it bounds.
const (
	maxFile     = 100 << 20 // bytes of a file that is not text
	maxText     = 32 << 20  // bytes of a text file: JSON, XML, CSV, a list
	maxPicture  = 128 << 20 // bytes of a picture
	maxAccounts = 20_000    // of one file
	maxTexts    = 64 << 20  // bytes of the issuers, names, notes and tags of one file: a vault holds 48 MiB
	maxTags     = 1_000     // of one account
	maxString   = 1 << 20   // bytes of one string in a file; ciphertext is not bounded by it
	maxDepth    = 32        // of nested objects and arrays, and of XML elements
	maxValues   = 4_000_000 // values in one JSON file; an object weighs as much as four
	maxCells    = 4_000_000 // cells of one CSV file, rows of a database
	maxMarks    = 4_000_000 // tags, comments and the like of one XML file or web page
	maxTag      = 64 << 10  // bytes of one tag of an XML file
	maxPrefs    = 100_000   // strings of an Android preference file

	maxZip        = 64 << 20 // bytes, packed
	maxZipContent = 64 << 20 // bytes inflated, all members together
	maxZipMembers = 1_000
	maxZipRatio   = 200 // inflated bytes for each packed byte

	maxSQLite = 64 << 20 // bytes
	maxSchema = 4 << 20  // bytes of the statements that made its tables

	// The person's own password protects these, but the file says how much work it takes.
	maxPBKDF2Rounds = 10_000_000
	maxScryptMemory = 512 << 20 // bytes: 128 * N * r
	maxScryptN      = 1 << 20
	maxScryptR      = 32
	maxScryptP      = 16
	maxArgon2Memory = 2 << 20 // KiB
	askArgon2Memory = 1 << 20 // KiB; above this Env.Costly is asked
	maxArgon2Passes = 64
	maxArgon2Work   = 32 << 20 // KiB times passes: about 30 seconds
	maxArgon2Lanes  = 16
	maxKDFTime      = 30 * time.Second
	maxPasswords    = 10 // attempts at one file
)
