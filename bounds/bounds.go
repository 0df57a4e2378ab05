// Package bounds holds, in one place, the bounds on what comes from outside: on a file, a
// picture, a link, and on the work that one of them asks for. Each is checked before the
// work or the memory that it bounds, and is met one below, at, and one above by a test of
// the package that keeps it. SECURITY.md shows them; a test compares its table with this file.
package bounds

import "time"

// What reading one thing may take in all.
const (
	FileTime      = 10 * time.Second // of a text, a table, a database
	FileMemory    = 512 << 20        // bytes of a process that reads one file, or many
	PictureTime   = 10 * time.Second // to decode a picture and search it
	PictureMemory = 1 << 30          // bytes, with the decoded picture
	KDFTime       = 30 * time.Second // for all keys of one file and one password
	KDFMemory     = 2 << 30          // bytes
	KDFAsk        = 1 << 30          // bytes; more is asked about
	TellAfter     = 2 * time.Second  // work on many files says how far it is
)

// The vault file. docs/vault-format.md repeats these figures.
const (
	VaultFile    = 64 << 20 // bytes
	VaultPayload = 48 << 20 // bytes of JSON
	VaultHeader  = 64 << 10 // bytes before the encrypted part
	VaultStanzas = 16       // slots in a header
	VaultDepth   = 32       // levels of JSON
	VaultString  = 2 << 20  // bytes of one JSON string: an icon of 1 MiB in base64 fits
	VaultText    = 1 << 20  // bytes of an issuer, a name or a note
	Password     = 1024     // bytes of UTF-8 after NFC

	VaultMemory     = KDFMemory >> 10 // KiB of Argon2id, and never half of the machine's memory or more
	VaultMemoryFree = KDFAsk >> 10    // KiB that are used without asking
	VaultPasses     = 32
	VaultThreads    = 16
	VaultMemoryTime = 8 << 20 // KiB times passes
)

// Files of other programs.
const (
	File     = 100 << 20 // bytes of a file that is not text
	Text     = 32 << 20  // bytes of a text file: JSON, XML, a table, a list
	Accounts = 20_000    // of one file
	Texts    = 64 << 20  // bytes of the issuers, names, notes and tags of one file: a vault holds 48 MiB
	Tags     = 1_000     // of one account
	String   = 1 << 20   // bytes of one string or field in a file; ciphertext is not bounded by it
	Depth    = 32        // of nested objects and arrays, and of XML elements
	Values   = 4_000_000 // values in one JSON file; an object weighs as much as four
	Cells    = 4_000_000 // cells of one table, rows of a database
	Columns  = 200       // of one table of a database or a web page
	Marks    = 4_000_000 // tags, comments and the like of one XML file or web page
	Tag      = 64 << 10  // bytes of one tag of an XML file
	Prefs    = 100_000   // strings of an Android preference file
	Database = 64 << 20  // bytes of an SQLite file
	Schema   = 4 << 20   // bytes of the statements that made its tables
	Guess    = 8 << 20   // bytes of a file that looks like nothing but chance

	Archive        = 1 << 30  // bytes, packed; one of more than File is not held
	ArchiveContent = 64 << 20 // bytes of one member, unpacked
	ArchiveTotal   = 4 << 30  // bytes unpacked, all members that are read together; one at a time is held
	ArchiveMembers = 100_000
	ArchiveRatio   = 200 // bytes unpacked for each packed one

	KDBXHeader   = 1 << 20   // bytes
	KDBXInflated = 512 << 20 // bytes of a decrypted database, attachments and all; they only pass by
	KDBXText     = 64 << 20  // bytes of its XML
	KDBXDepth    = 128       // of elements: each group in a group is one
	KDBXEntries  = 200_000   // most have no codes
)

// The work that an encrypted file of another program may ask for.
const (
	PBKDF2Rounds = 10_000_000
	ScryptMemory = 512 << 20 // bytes: 128 * N * r
	ScryptN      = 1 << 20
	ScryptR      = 32
	ScryptP      = 16
	Argon2Memory = KDFMemory >> 10 // KiB
	Argon2Ask    = KDFAsk >> 10    // KiB
	Argon2Passes = 64
	Argon2Work   = 32 << 20 // KiB times passes: about 30 seconds
	Argon2Lanes  = 16
	KDBXRounds   = 200_000_000 // of AES: some seconds
	KDBXPasses   = 10_000      // of Argon2: KeePass takes many over little memory
	Passwords    = 10          // attempts at one file
)

// Links, and what is typed or pasted.
const (
	Link          = 4 << 10  // bytes, from a QR code, a paste or the command line
	LinkLine      = 64 << 10 // bytes, as one line of another program's list
	MigrationSize = 64 << 10 // bytes of an export link of Google Authenticator
	Typed         = 1 << 20  // bytes
	KeyText       = 16 << 10 // bytes of a text that is looked at as a key
)

// Pictures.
const (
	Picture        = 128 << 20   // bytes of the file
	PictureSide    = 16_384      // pixels
	PicturePixels  = 128_000_000 // of a picture of the screen, which needs no decoding
	PictureDecoded = 64_000_000  // of a file, all frames of an animated one together
	PictureDeep    = 32_000_000  // the same with 16 bits a colour, and in CMYK
	PictureFrames  = 50
)
