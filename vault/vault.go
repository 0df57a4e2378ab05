// Package vault keeps accounts in one encrypted file that the person owns.
//
// The file is an age v1 file (age-encryption.org/v1) with a password slot of our own,
// a recovery slot that stock age can open, and a JSON payload; docs/vault-format.md
// describes every byte. [Create] makes a vault. [Open] reads a file without any slow
// work and gives a [Locked] vault; [Locked.Unlock] derives the key and gives a [Vault].
// Changes stay in memory until [Vault.Save].
//
// What it promises, in this order: it never loses a secret, it never leaks one. A save
// leaves the old file or the new one, never half of each; a file that somebody else
// changed is never overwritten; no error carries a secret, a password or a link.
package vault

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// Options say where a vault gets what it does not make itself. The zero value is the
// real thing: this computer's files, clock, randomness and Argon2id.
type Options struct {
	FS   FS               // nil: the disk
	Now  func() time.Time // nil: time.Now
	Rand io.Reader        // nil: crypto/rand. age draws file keys from crypto/rand itself
	KDF  KDF              // nil: Argon2id

	// Params are the costs for a new password. Zero: calibrated on this machine with the KDF,
	// never below the floor ([Floor]).
	Params Params

	Device string // random id of this computer, no more than a label; "": one for this run
	App    string // version of the program, written into the file

	// BackupDir is the folder that holds one folder of backups per vault id,
	// never inside a synced folder. "": no backups are made.
	BackupDir string
	// SecondBackupDir is another such folder, on another disk or a share. "": none.
	SecondBackupDir string

	// StateDir is the folder for what this computer notes about its vaults: which revision
	// it saw last. Never a synced folder. "": nothing is noted.
	StateDir string
}

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = Disk()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	o.Rand = &lockedReader{r: o.Rand}
	if o.KDF == nil {
		o.KDF = Argon2id
	}
	return o
}

// An Edit changes what is not nil; the credential of an account cannot be edited, see
// [Vault.ReplaceKey].
type Edit struct {
	Issuer, Name, Note *string
	Tags               *[]string // names, in the person's order
	Icon               *string
	Pinned, Archived   *bool
	Order              *float64
}

// Info is what can be told about a vault file without opening it.
type Info struct {
	Path        string // with symbolic links resolved
	Size        int64  // bytes
	Modified    time.Time
	Params      Params   // the costs of its password
	BelowFloor  bool     // the costs are lower than we give new vaults: offer a new password slot
	Costly      bool     // the costs are so high that Unlock asks first, see [Locked.AllowCost]
	HasRecovery bool     // a recovery sheet opens it
	Unknown     []string // types of slots that another program added
}

// A Status says what became of a save.
type Status int

// The states after a save. In each of them everything is still in memory.
const (
	NotSaved        Status = iota // the file on disk is the old one, whole
	Saved                         // the new file is in place and flushed
	SavedNotFlushed               // the new file is in place; a power cut now may bring the old one back
)

// A Result tells what a save did.
type Result struct {
	Status Status
	Err    error  // why it is not Saved; nil when it is. Its text is meant for people
	Backup error  // why no backup was made, if one was due; the save went on without
	Merged Merged // what was taken in because somebody else had changed the file
}

// A SetAside is an entry of the payload that this version cannot show. It stays in the
// file as it is.
type SetAside struct {
	Position int    // among the accounts of the file, from 1
	Reason   string // for people, without any content
}

// Create makes a new vault file at path, with an empty list and no recovery slot, and
// returns it unlocked. The password must pass [CheckPassword]. An existing file is never
// touched: the error is then fs.ErrExist. Missing folders are made, for the user alone.
// It derives one key (about a second, more when it calibrates); ctx cancels that.
func Create(ctx context.Context, path string, password []byte, o Options) (*Vault, error) {
	return create(ctx, path, password, o.withDefaults())
}

// Open reads the file at path and checks all that can be checked without a password.
// It derives no key. The error is fs.ErrNotExist for a missing file, a [*FormatError]
// for a file that is no vault, [ErrDamaged] for a cut or changed header.
func Open(path string, o Options) (*Locked, error) {
	return open(path, o.withDefaults())
}

// A Locked vault is a file whose limits were checked and that no key was tried on yet.
type Locked struct {
	o        Options
	path     string // resolved
	data     []byte
	header   header
	modified time.Time
	allowed  bool          // the person agreed to a costly key
	patience time.Duration // for the key, where nobody agreed
}

// Info tells what is known before a password is given.
func (l *Locked) Info() Info { return l.info() }

// AllowCost lets Unlock run a key derivation that takes more than 1 GiB of memory, or more than 30
// seconds. Call it after the person agreed; [Info.Costly] and [ErrCostly] say when to ask.
func (l *Locked) AllowCost() { l.allowed = true }

// Unlock opens the vault with its password. It derives one key; ctx cancels the wait.
// The password is the caller's to wipe. Errors: [ErrWrongPassword], [ErrDamaged], [ErrCostly].
func (l *Locked) Unlock(ctx context.Context, password []byte) (*Vault, error) {
	return l.unlock(ctx, password)
}

// UnlockWithSheet opens the vault with the key of its recovery sheet, "AGE-SECRET-KEY-1...";
// spaces and line breaks in it do not matter. A session opened so must set a password
// ([Vault.SetPassword]) before it may save. A file that the sheet opens but the vault
// itself did not write opens read-only.
func (l *Locked) UnlockWithSheet(identity string) (*Vault, error) {
	return l.unlockWithSheet(identity)
}

// ID returns the vault's id, a UUID that stays for life.
func (v *Vault) ID() string { return v.id }

// Path returns the file, with symbolic links resolved.
func (v *Vault) Path() string { return v.path }

// ReadOnly reports whether saving is impossible for as long as this vault is open, and
// the sentence that says why. A folder that cannot be written shows at Save only.
func (v *Vault) ReadOnly() (bool, string) { return v.readOnly != nil, text(v.readOnly) }

// MustSetPassword reports whether the vault was opened by its recovery sheet and has no
// password slot to save with yet.
func (v *Vault) MustSetPassword() bool { return v.mustSetPassword() }

// Revision returns the number of the last save that this session knows of.
func (v *Vault) Revision() uint64 { return v.revision() }

// FileRevision returns the revision of the file as it is on disk, which is below [Vault.Revision]
// where that is an older version.
func (v *Vault) FileRevision() uint64 { return v.fileRevision() }

// Dirty reports whether something was changed since the last save.
func (v *Vault) Dirty() bool { return v.dirty() }

// SetAside lists the entries that this version cannot show; they are kept in the file.
func (v *Vault) SetAside() []SetAside { return v.setAside() }

// Close forgets the accounts and wipes the key. Unsaved changes are lost: save first.
// Every other method is harmless afterwards.
func (v *Vault) Close() { v.close() }

// Accounts returns copies of all accounts, those in the trash too, in the order of the
// file, which is the order of adding.
func (v *Vault) Accounts() []account.Account { return v.accounts() }

// Sizes counts the accounts outside and in the trash, without making copies of them.
func (v *Vault) Sizes() (live, trashed int) { return v.sizes() }

// Account returns a copy of one account.
func (v *Vault) Account(id string) (account.Account, bool) { return v.account(id) }

// Tags returns the names of all tags, in the order of the file.
func (v *Vault) Tags() []string { return v.tagNames() }

// RenameTag gives a tag another name, in every account that has it.
func (v *Vault) RenameTag(old, name string) error { return v.renameTag(old, name) }

// Add adds accounts and returns their new ids. ID is ignored; Created is set when zero.
// An account whose key is out of range is refused with an empty id in its place: check
// with otp.Key.Validate before.
func (v *Vault) Add(accounts ...account.Account) []string { return v.add(accounts) }

// Edit changes one account.
func (v *Vault) Edit(id string, e Edit) error { return v.edit(id, e) }

// ReplaceKey gives an account another key. Since a credential never changes, it adds a
// copy with that key and moves the old account to the trash; it returns the copy's id.
func (v *Vault) ReplaceKey(id string, key otp.Key) (string, error) { return v.replaceKey(id, key, 0) }

// ReplaceKeyAt is ReplaceKey for a key whose counter (HOTP) is known.
func (v *Vault) ReplaceKeyAt(id string, key otp.Key, counter uint64) (string, error) {
	return v.replaceKey(id, key, counter)
}

// RaiseCounter sets the counter of an HOTP account to a larger one, such as the one that another
// device has reached, and reports whether it did. No counter is ever set back: codes that were
// used would come again.
func (v *Vault) RaiseCounter(id string, counter uint64) bool { return v.raiseTo(id, counter) }

// Trash moves accounts to the trash; ids that are not there are passed over.
func (v *Vault) Trash(ids ...string) { v.trash(ids) }

// Restore takes accounts out of the trash.
func (v *Vault) Restore(ids ...string) { v.restore(ids) }

// Purge deletes accounts for good and leaves a tombstone without a secret. Backups made
// before still hold the secret: see [Vault.Backups].
func (v *Vault) Purge(ids ...string) { v.purge(ids) }

// Count takes the next counter of an HOTP account and saves the vault with the raised one. The
// counter is nobody else's: it was saved on top of the very file that it was compared with.
// Without an error it is on disk (r.Status is Saved or SavedNotFlushed); with one, show no
// code. Errors: [ErrNotHOTP], [ErrCounterUsedUp], [ErrNoAccount], [ErrCountDisturbed],
// [ErrCountUnnoted], [ErrCountBackup], those of a save.
func (v *Vault) Count(ctx context.Context, id string) (counter uint64, r Result, err error) {
	return v.count(ctx, id)
}

// SetPassword gives the vault another password: new salt, new costs, new key. The change
// is on disk after the next Save; older backups still open with the old password.
func (v *Vault) SetPassword(ctx context.Context, password []byte) error {
	return v.setPassword(ctx, password)
}

// MakeSheet draws a new recovery key and changes nothing yet: show the sheet, have part
// of it typed back, then call [Vault.AdoptSheet].
func (v *Vault) MakeSheet() (Sheet, error) { return v.makeSheet() }

// AdoptSheet makes s the recovery sheet of the vault, from the next Save on. An earlier
// sheet then opens older copies only.
func (v *Vault) AdoptSheet(s Sheet) error { return v.adoptSheet(s) }

// NewRecovery is MakeSheet and AdoptSheet in one.
func (v *Vault) NewRecovery() (Sheet, error) {
	s, err := v.makeSheet()
	if err != nil {
		return Sheet{}, err
	}
	return s, v.adoptSheet(s)
}

// HasRecovery reports whether a recovery sheet was made for this vault.
func (v *Vault) HasRecovery() bool { return v.hasRecovery() }

// Save writes the vault. It backs up the file that it replaces and never overwrites what
// somebody else wrote: it takes that in first (Result.Merged), and where it cannot, the
// error is [ErrChanged] with the reason as its sentence. It loses nothing of what is in
// memory. It derives no key. Only one save runs at a time; reading goes on meanwhile.
func (v *Vault) Save(ctx context.Context) Result { return v.save(ctx) }

// SaveCopy writes everything into a new file at path, for when the vault's own place is
// full, read-only or gone. An existing file is never touched. The vault keeps its path.
func (v *Vault) SaveCopy(ctx context.Context, path string) Result { return v.saveCopy(ctx, path) }

// Backups lists the backups of this vault, newest first.
func (v *Vault) Backups() ([]Backup, error) { return v.backups() }
