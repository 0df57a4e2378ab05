package transfer

import "watchword/bounds"

// The bounds of what is read from other programs' files. Each is checked before the work
// or the memory that it bounds.
const (
	maxFile     = bounds.File
	maxText     = bounds.Text
	maxPicture  = bounds.Picture
	maxAccounts = bounds.Accounts
	maxTexts    = bounds.Texts
	maxTags     = bounds.Tags
	maxString   = bounds.String
	maxDepth    = bounds.Depth
	maxValues   = bounds.Values
	maxCells    = bounds.Cells
	maxColumns  = bounds.Columns
	maxMarks    = bounds.Marks
	maxTag      = bounds.Tag
	maxPrefs    = bounds.Prefs
	maxSQLite   = bounds.Database
	maxSchema   = bounds.Schema
	maxGuess    = bounds.Guess // above it no password is asked on mere looks

	maxZip        = bounds.Archive
	maxZipContent = bounds.ArchiveContent
	maxZipTotal   = bounds.ArchiveTotal
	maxZipMembers = bounds.ArchiveMembers
	maxZipRatio   = bounds.ArchiveRatio

	maxKDBXHeader     = bounds.KDBXHeader // KeePass itself needs a few hundred bytes; plug-ins keep data there
	maxKDBXInflated   = bounds.KDBXInflated
	maxKDBXXML        = bounds.KDBXText
	maxKeePassDepth   = bounds.KDBXDepth
	maxKeePassEntries = bounds.KDBXEntries

	// The person's own password protects these, but the file says how much work it takes.
	maxPBKDF2Rounds = bounds.PBKDF2Rounds
	maxScryptMemory = bounds.ScryptMemory
	maxScryptN      = bounds.ScryptN
	maxScryptR      = bounds.ScryptR
	maxScryptP      = bounds.ScryptP
	maxArgon2Memory = bounds.Argon2Memory // KiB
	askArgon2Memory = bounds.Argon2Ask    // KiB; above this Env.Costly is asked
	maxArgon2Passes = bounds.Argon2Passes
	maxArgon2Work   = bounds.Argon2Work // KiB times passes
	maxArgon2Lanes  = bounds.Argon2Lanes
	maxKDFTime      = bounds.KDFTime
	maxPasswords    = bounds.Passwords

	// KeePass chooses its passes to fill a second, and with little memory comes to more than
	// other programs' files may have: 117 passes over 16 MiB are met. So passes and memory are
	// bounded together too.
	maxAESKDFRounds = bounds.KDBXRounds
	maxKDBXPasses   = bounds.KDBXPasses
)
