package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"sync"

	"watchword/vault/account"
)

// A Vault is an unlocked vault. Its methods may be called from several goroutines; reading
// does not wait for a save.
type Vault struct {
	o    Options
	path string // resolved
	id   string

	saving sync.Mutex // one save at a time; taken before mu
	unsure *draft     // the last one that the disk refused to put in place, or so it said
	making *making    // a recovery sheet whose file waits for the save; guarded by mu

	mu        sync.RWMutex
	doc       *document
	clock     clock
	pass      password
	before    *password // the one that the file on disk still has, after SetPassword
	common    *document // the version on disk, which ours grew from
	onDisk    sum       // of the file as last read or written
	base      map[recordKey]bool
	baseOdd   int
	changes   uint64 // counts every change
	saved     uint64 // value of changes that the file holds
	why       string // what the next backup is made before: "password", "import", "restore", ..., see Backup.Before
	flush     bool   // the file is in place, its folder not flushed yet
	readOnly  error  // why saving is impossible for good
	notices   []string
	missing   []missingState  // of which the file lacks something, see Older
	known     map[string]bool // files that this session has read or written, by SHA-256
	answered  map[string]bool // missing ones that a person has decided about; guarded by saving
	noted     error           // why the note of the last save could not be written; guarded by saving
	alone     bool            // while this one saves, no other program of this computer does; guarded by saving
	gathered  bool            // a file that somebody else wrote was copied into the backups; guarded by saving
	uncopied  bool            // the file was saved here and is not among the backups yet
	stateKey  []byte          // of the notes about this vault
	leftovers []string        // see Leftovers
	sealed    []string        // what interrupted saves left with another password
	iconsSeen map[string]bool // names that accounts had since the opening, see AddIcon
	closed    bool
}

// A sum is the SHA-256 of a file.
type sum [sha256.Size]byte

func (s sum) String() string { return hex.EncodeToString(s[:]) }

// newVault makes the session of a document that was read from data, or that is about to
// be written when data is nil.
func newVault(o Options, path string, doc *document, pass password, data []byte) *Vault {
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
	v.doc, v.common = doc, doc.clone()
	v.stateKey = bytes.Clone(doc.stateKey)
	if data != nil {
		v.onDisk = sha256.Sum256(data)
		v.known[v.onDisk.String()] = true
	}
	v.base, v.baseOdd = doc.keys()
	doc.seeStamps(&v.clock)
	v.readOnly, v.notices = nil, nil
	if doc.minReader > version {
		v.readOnly = ErrNewer
	}
	if v.baseOdd > 0 {
		v.notices = append(v.notices, fmt.Sprintf("%d entries of this vault cannot be shown by this version. They stay in the file.", v.baseOdd))
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

// Notices returns sentences that a person should see once after unlocking: entries set
// aside, key slots of other programs, a clock far ahead.
func (v *Vault) Notices() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append([]string(nil), v.notices...)
}

func (v *Vault) mustSetPassword() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.pass.kek == nil && !v.closed
}

func (v *Vault) revision() uint64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.doc.revision
}

// fileRevision is the revision of the file as it is on disk. Where that is an older one, the
// revision of the session is higher.
func (v *Vault) fileRevision() uint64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.common == nil { // closed
		return v.doc.revision
	}
	return v.common.revision
}

func (v *Vault) dirty() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.changes != v.saved
}

func (v *Vault) setAside() []SetAside {
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

// close waits for a save that is under way, then forgets.
func (v *Vault) close() {
	v.saving.Lock()
	defer v.saving.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return
	}
	v.dropSheet()
	keys.drop(v.pass.kek)
	if v.before != nil {
		keys.drop(v.before.kek)
	}
	v.doc.wipe()
	v.common.wipe()
	v.pass, v.before, v.common, v.unsure = password{}, nil, nil, nil
	v.doc = &document{top: &object{}, id: v.id, revision: v.doc.revision, index: map[string]int{}}
	v.changes, v.saved = 0, 0
	v.closed = true
}

func (v *Vault) accounts() []account.Account {
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

func (v *Vault) sizes() (live, trashed int) {
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

func (v *Vault) account(id string) (account.Account, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	i, ok := v.doc.index[id]
	if !ok {
		return account.Account{}, false
	}
	return v.doc.account(i, id), true
}

func (v *Vault) tagNames() []string {
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

// Same returns the ids of the accounts with the credential of a, without the trash.
func (v *Vault) Same(a account.Account) []string {
	cred := a.Credential()
	v.mu.RLock()
	defer v.mu.RUnlock()
	ids := v.doc.ids()
	var same []string
	for i, e := range v.doc.entries {
		if e.rec != nil && e.rec.cred == cred && !e.rec.acc.InTrash() {
			same = append(same, ids[i])
		}
	}
	return same
}
