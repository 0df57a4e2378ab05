// Package transfer reads the files that other authenticators write, and writes the ones
// that people move to. Each program has one file here and one entry in [Formats]; the
// content tells the format, never the name. Nothing here asks, shows or saves: passwords
// and pictures come through what [Env] hands in, and what could be read is returned
// together with what could not.
package transfer

import (
	"context"
	"time"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer/internal/fault"
)

// A Format is one program's export.
type Format struct {
	ID   string // short and stable: "aegis"; the terminal's --format
	Name string // as people know it: "Aegis"
	How  string // how to get the export out of that program: a sentence or two

	// Brings and Leaves say what of it comes over beside issuer, name and key, and what does
	// not. The window, “import --formats” and docs/importing.md show them.
	Brings, Leaves string

	// step is when Detect is asked: one of stepMagic to stepGuess.
	step    int
	picture bool // data is a picture, which may be larger than a file

	// Detect reports whether data is such a file. It looks at the content only, does no
	// slow work and never fails. nil for a format that is only written.
	Detect func(data []byte) bool

	// Read reads it. It returns what could be read even where entries could not; its error
	// is about the file as a whole. nil for a format that is only written.
	Read func(ctx context.Context, data []byte, env Env) (Result, error)

	// Write writes accounts. nil for a format that is only read.
	Write func(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error)

	// Limits says, account by account, what this format cannot carry: as a whole (it is
	// left out) or in part (a tag, a note). nil carries everything.
	Limits func(a account.Account) (whole bool, reason string)

	Extension string // of what Write makes: ".json"
	Clear     bool   // Write makes a file that anybody can read
	Encrypts  bool   // Write needs a password
}

// Env is what reading may need from outside.
type Env struct {
	// Password asks for the file's password; again is true after a wrong one. Its error ends
	// the import. nil: there is nobody to ask, and the error is [ErrNeedsPassword].
	Password func(ctx context.Context, again bool) (string, error)

	// DecodeQR returns the texts of the QR codes in an encoded picture.
	DecodeQR func(ctx context.Context, picture []byte) ([]string, error)

	// Name is the bare name of the file, which companions are called after; it may be "".
	Name string

	// Companion returns a file that lies beside this one, by its bare name: Steam's
	// manifest.json. nil or an error: there is none.
	Companion func(name string) ([]byte, error)

	// Progress hears how far slow work has come, 0 to 1. It may be nil.
	Progress func(done float64)

	// Costly is asked before work beyond the usual bounds (a key derivation of more than
	// 1 GiB); nil refuses it.
	Costly func(ctx context.Context) bool

	// Aside is called when a key derivation begins, which has bounds of its own, and what it returns
	// when that ends. It may be nil.
	Aside func() (back func())

	inside  int                                                             // archives that the file lies in
	again   func(ctx context.Context, data []byte, env Env) (Result, error) // reads what lies in an archive
	zipLeft *int64                                                          // bytes that may still be unpacked of them all
	until   *time.Time                                                      // when the derivations of the password at hand must have ended; see [withPassword]
}

// aside tells of a derivation.
func (e Env) aside() (back func()) {
	if e.Aside == nil {
		return func() {}
	}
	return e.Aside()
}

// restart gives the derivations their whole time: what a person takes to answer is not theirs.
func (e Env) restart() {
	if e.until != nil {
		*e.until = time.Now().Add(maxKDFTime)
	}
}

// agrees asks whether more than 1 GiB of memory may be used.
func (e Env) agrees(ctx context.Context) bool {
	if e.Costly == nil || !e.Costly(ctx) {
		return false
	}
	e.restart()
	return true
}

// deadline is when a key derivation that begins now must have ended.
func (e Env) deadline() time.Time {
	if e.until == nil || e.until.IsZero() {
		return time.Now().Add(maxKDFTime)
	}
	return *e.until
}

// longestWrite bounds the key derivation of an export. Its costs are our own and the user waits for it: a machine that is
// busy makes it slow, and nothing is gained by giving up before the user does.
const longestWrite = time.Hour

// writing is the Env of what an export derives.
func writing() Env {
	until := time.Now().Add(longestWrite)
	return Env{until: &until}
}

// WriteOptions are what writing may need.
type WriteOptions struct {
	Password string // for formats that encrypt
}

// A Result is what an export held.
type Result struct {
	Format    string // the ID of the format
	Accounts  []account.Account
	Failures  []account.Failure // entries that could not be read: position and reason, never a secret
	Encrypted bool              // the file was encrypted: it need not be deleted afterwards
	Parts     []Part            // the parts of Google's exports that were among it

	// Charset is the character set that the text was in, where it was not UTF-8: "Windows-1252".
	Charset string

	// Keep says why the file must not be deleted, whatever becomes of the accounts: "it holds
	// passwords too". "" is for a file of which nothing but Accounts could be missed.
	Keep string

	told  map[int]bool // lines of which a failure says why they are not read
	texts int          // bytes of the texts of all entries, counted for each account that has them
}

// A Part is one of the QR codes that Google Authenticator cuts an export into.
type Part struct {
	ID    int // the same in all parts of one export
	Size  int // number of parts
	Index int // from 0
}

// The errors of a file as a whole. Their texts are for people.
var (
	// ErrWrongPassword comes when the password does not open the file, and the file can tell.
	ErrWrongPassword = words.Error("The password does not open this file. It is the one that was set when the file was exported, not your vault's.")

	// ErrWrongOrDamaged is an [ErrWrongPassword] of a file in which a wrong password and a change look
	// alike.
	ErrWrongOrDamaged error = &kindError{words.Error("The password is wrong, or the file is damaged. It is the password that was set when the file was exported, not your vault's."), ErrWrongPassword}

	// ErrNeedsPassword comes when there is nobody to ask for it.
	ErrNeedsPassword = words.Error("This file is encrypted. Give the password that was set when it was exported.")

	// ErrDamaged comes when the file is cut or changed.
	ErrDamaged = fault.Damaged

	// ErrUnknownForm comes when the file's program is known, and its version, its encryption or its way of making
	// a key is not. What readers return says which.
	ErrUnknownForm = words.Error("This form of the file is not known. Export it again in another format, or without a password.")

	// ErrEmpty comes when a file was read and has no account in it.
	ErrEmpty = words.Error("No accounts were found in this file.")

	// ErrUnknown comes when no format recognises the file.
	ErrUnknown = words.Error("Watchword does not recognise this file. See the list of programs for how to export from yours.")
)

// A kindError is an error of a kind that has a sentence of its own.
type kindError struct {
	error
	kind error
}

func (e *kindError) Unwrap() []error { return []error{e.error, e.kind} }

// An emptyError is [ErrEmpty] with what the file was read as.
type emptyError struct{ name string }

func (e *emptyError) Error() string {
	return words.T("No accounts were found in this file, which was read as: %s. Export again with the codes in it.", words.T(e.name))
}

func (e *emptyError) Unwrap() error { return ErrEmpty }
