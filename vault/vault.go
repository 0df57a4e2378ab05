// Package vault keeps accounts in one encrypted file that the user owns.
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
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"time"

	"watchword/vault/account"
	"watchword/vault/internal/ordered"
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

// A Vault is an unlocked vault. Its methods may be called from several goroutines; reading
// does not wait for a save.
type Vault struct {
	o    Options
	path string // resolved
	id   string

	saving sync.Mutex // one save at a time; taken before mu
	unsure *revision  // the last one that the disk refused to put in place, or so it said
	making *making    // a recovery sheet whose file waits for the save; guarded by mu

	mu           sync.RWMutex
	doc          *document
	clock        clock
	pass         passwordKey
	before       *passwordKey // the one that the file on disk still has, after SetPassword
	lastSynced   *document    // the version on disk, which ours grew from
	onDisk       sum          // of the file as last read or written
	knownKeys    map[recordKey]bool
	unreadable   int
	changes      uint64 // counts every change
	saved        uint64 // value of changes that the file holds
	backupReason string // what the next backup is made before: "password", "import", "restore", ..., see Backup.Before
	flush        bool   // the file is in place, its folder not flushed yet
	readOnly     error  // why saving is impossible for good
	notices      []Notice
	missing      []missingState  // of which the file lacks something, see Older
	known        map[string]bool // files that this session has read or written, by SHA-256
	answered     map[string]bool // missing ones that a user has decided about; guarded by saving
	noted        error           // why the note of the last save could not be written; guarded by saving
	alone        bool            // while this one saves, no other program of this computer does; guarded by saving
	gathered     bool            // a file that somebody else wrote was copied into the backups; guarded by saving
	uncopied     bool            // the file was saved here and is not among the backups yet
	stateKey     []byte          // of the notes about this vault
	leftovers    []string        // see Leftovers
	sealed       []string        // what interrupted saves left with another password
	iconsSeen    map[string]bool // names that accounts had since the opening, see AddIcon
	closed       bool
}

// A sum is the SHA-256 of a file.
type sum [sha256.Size]byte

func (s sum) String() string { return hex.EncodeToString(s[:]) }

// newVault makes the session of a document that was read from data, or that is about to
// be written when data is nil.
func newVault(o Options, path string, doc *document, pass passwordKey, data []byte) *Vault {
	v := &Vault{o: o, path: path, id: doc.id, pass: pass, known: map[string]bool{}, answered: map[string]bool{}}
	v.clock.now = o.Now
	if v.o.Device == "" {
		v.o.Device = randomName(o.Rand)
	}
	v.startWith(doc, data)
	return v
}

// startWith gives a session that begins its contents.
func (v *Vault) startWith(doc *document, data []byte) {
	v.doc, v.lastSynced = doc, doc.clone()
	v.stateKey = bytes.Clone(doc.stateKey)
	if data != nil {
		v.onDisk = sha256.Sum256(data)
		v.known[v.onDisk.String()] = true
	}
	v.knownKeys, v.unreadable = doc.keys()
	doc.seeStamps(&v.clock)
	v.readOnly, v.notices = nil, nil
	if doc.minReader > version {
		v.readOnly = ErrNewer
	}
	if v.unreadable > 0 {
		v.notices = append(v.notices, Notice{Kind: NoticeSetAside, Count: v.unreadable})
	}
}

// A lockedReader lets an injected source of randomness be used from several goroutines.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

// randomName returns 16 hexadecimal digits.
func randomName(random io.Reader) string {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic("vault: no randomness") // crypto/rand never fails
	}
	return hex.EncodeToString(b[:])
}

// ID returns the vault's id, a UUID that stays for life.
func (v *Vault) ID() string { return v.id }

// Path returns the file, with symbolic links resolved.
func (v *Vault) Path() string { return v.path }

// ReadOnly says why saving is impossible for as long as this vault is open: nil, [ErrNewer] or
// [ErrNotOurs]. A folder that cannot be written shows at Save only.
func (v *Vault) ReadOnly() error { return v.readOnly }

// MustSetPassword reports whether the vault was opened by its recovery sheet and has no
// password slot to save with yet.
func (v *Vault) MustSetPassword() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.pass.kek == nil && !v.closed
}

// Revision returns the number of the last save that this session knows of.
func (v *Vault) Revision() uint64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.doc.revision
}

// FileRevision returns the revision of the file as it is on disk, which is below [Vault.Revision]
// where that is an older version.
func (v *Vault) FileRevision() uint64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.lastSynced == nil { // closed
		return v.doc.revision
	}
	return v.lastSynced.revision
}

// Dirty reports whether something was changed since the last save.
func (v *Vault) Dirty() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.changes != v.saved
}

// A SetAside is an entry of the payload that this version cannot show. It stays in the
// file as it is.
type SetAside struct {
	Position int    // among the accounts of the file, from 1
	Reason   string // for people, without any content
}

// SetAside lists the entries that this version cannot show; they are kept in the file.
func (v *Vault) SetAside() []SetAside {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []SetAside
	for i, e := range v.doc.entries {
		if e.rec == nil {
			list = append(list, SetAside{i + 1, e.reason})
		}
	}
	return list
}

// Close forgets the accounts and wipes the key. Unsaved changes are lost: save first.
// It waits for a save that is under way. Every other method is harmless afterwards.
func (v *Vault) Close() {
	v.saving.Lock()
	defer v.saving.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return
	}
	v.dropSheet()
	keys.wipe(v.pass.kek)
	if v.before != nil {
		keys.wipe(v.before.kek)
	}
	v.doc.wipe()
	v.lastSynced.wipe()
	v.pass, v.before, v.lastSynced, v.unsure = passwordKey{}, nil, nil, nil
	v.doc = &document{top: &ordered.Object{}, id: v.id, revision: v.doc.revision, index: map[string]int{}}
	v.changes, v.saved = 0, 0
	v.closed = true
}

// Accounts returns copies of all accounts, those in the trash too, in the order of the
// file, which is the order of adding.
func (v *Vault) Accounts() []account.Account {
	v.mu.RLock()
	defer v.mu.RUnlock()
	ids := v.doc.ids()
	list := make([]account.Account, 0, len(ids))
	for i, e := range v.doc.entries {
		if e.rec != nil {
			list = append(list, v.doc.account(i, ids[i]))
		}
	}
	return list
}

// Sizes counts the accounts outside and in the trash, without making copies of them.
func (v *Vault) Sizes() (live, trashed int) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, e := range v.doc.entries {
		switch {
		case e.rec == nil:
		case e.rec.acc.InTrash():
			trashed++
		default:
			live++
		}
	}
	return live, trashed
}

// Account returns a copy of one account.
func (v *Vault) Account(id string) (account.Account, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	i, ok := v.doc.index[id]
	if !ok {
		return account.Account{}, false
	}
	return v.doc.account(i, id), true
}

// Tags returns the names of all tags, in the order of the file.
func (v *Vault) Tags() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var ids []string
	for _, t := range v.doc.tags {
		if t.obj != nil {
			ids = append(ids, t.id)
		}
	}
	return v.doc.names(ids)
}
