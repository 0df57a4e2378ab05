package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/password"
)

// Create makes a new vault file at path, with an empty list and no recovery slot, and
// returns it unlocked. The password must pass [password.Check]. An existing file is never
// touched: the error is then fs.ErrExist. Missing folders are made, for the user alone.
// It derives one key (about a second, more when it calibrates); ctx cancels that.
func Create(ctx context.Context, path string, pass []byte, o Options) (v *Vault, err error) {
	o = o.withDefaults()
	defer func() { err = Creating.failed(err) }()
	if err := password.Check(string(pass)); err != nil {
		return nil, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	switch _, err := o.FS.Stat(path); {
	case err == nil:
		return nil, withMessage(errExists, fs.ErrExist)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, diskError(checkingPlace, err)
	}
	if err := o.FS.MkdirAll(filepath.Dir(path)); err != nil {
		return nil, diskError(makingFolder, err)
	}
	if dir, err := o.FS.Resolve(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	p, err := newPassword(ctx, pass, o)
	if err != nil {
		return nil, err
	}
	doc, err := freshDocument(o)
	if err != nil {
		return nil, err
	}
	v = newVault(o, path, doc, p, nil)
	if r := v.writeNew(ctx, path, true); r.Status == NotSaved {
		return nil, r.Err
	}
	return v, nil
}

var errExists = problem(words.Error("There is a file with this name already, and it was not touched."), words.Mark("Open it, or choose another name."))

// freshDocument makes the payload of a new vault.
func freshDocument(o Options) (*document, error) {
	id, err := newID(o.Now(), o.Rand)
	if err != nil {
		return nil, err
	}
	stateKey := make([]byte, 32)
	if _, err := io.ReadFull(o.Rand, stateKey); err != nil {
		return nil, err
	}
	return newDocument(id, stateKey), nil
}

// newPassword chooses costs and a salt and derives the key.
func newPassword(ctx context.Context, pass []byte, o Options) (passwordKey, error) {
	params := o.Params
	if params == (Params{}) {
		var err error
		if params, err = Calibrate(ctx, o.KDF, Target); err != nil {
			return passwordKey{}, err
		}
	}
	if !inBounds(uint64(params.Memory), uint64(params.Time), uint64(params.Threads)) {
		return passwordKey{}, problem(words.Error("These costs are outside of what a vault may ask for."), words.Mark("Choose others."))
	}
	salt := make([]byte, 16)
	if _, err := io.ReadFull(o.Rand, salt); err != nil {
		return passwordKey{}, err
	}
	kek, err := derive(ctx, o.KDF, pass, salt, params)
	if err != nil {
		return passwordKey{}, err
	}
	return passwordKey{salt, params, keys.store(kek)}, nil
}

// Open reads the file at path and checks all that can be checked without a password.
// It derives no key. The error is fs.ErrNotExist for a missing file, a [*FormatError]
// for a file that is no vault, [ErrDamaged] for a cut or changed header.
func Open(path string, o Options) (*Locked, error) {
	return open(path, o.withDefaults())
}

// A Locked vault is a file whose limits were checked and that no key was tried on yet.
type Locked struct {
	o          Options
	path       string // resolved
	data       []byte
	header     header
	modified   time.Time
	allowed    bool          // the user agreed to a costly key
	kdfTimeout time.Duration // for the key, where nobody agreed
}

// AllowCost lets Unlock run a key derivation that takes more than 1 GiB of memory, or more than 30
// seconds. Call it after the user agreed; [Info.Costly] and [ErrCostly] say when to ask.
func (l *Locked) AllowCost() { l.allowed = true }

// open is Open with options that are complete.
func open(path string, o Options) (*Locked, error) {
	given, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	real, err := o.FS.Resolve(given)
	if err != nil {
		return nil, readError(err)
	}
	info, err := regular(o.FS, real)
	if err != nil {
		return nil, err
	}
	data, err := readFile(o.FS, real)
	if err != nil {
		return nil, err
	}
	h, err := parseHeader(data)
	if err != nil {
		return nil, err
	}
	return &Locked{o: o, path: real, data: data, header: h, modified: info.ModTime(), kdfTimeout: bounds.KDFTime}, nil
}

var errGone = problem(words.Error("The vault file is not there."), words.Mark("Find where it was moved, restore a backup, or make a new vault."))

// readError turns a failure to read a vault into a sentence.
func readError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return withMessage(errGone, err)
	case errors.Is(err, fs.ErrPermission):
		return withMessage(problem(words.Error("The vault file may not be read by you."), words.Mark("Ask for the right to read it, or open a copy.")), err)
	}
	return withMessage(problem(words.Error("The disk failed while reading the vault file (%v).", withoutPath(err)), words.Mark("Try again, then try a backup.")), err)
}

// regular checks that there is an ordinary file of a size that a vault can have.
func regular(f FS, path string) (fs.FileInfo, error) {
	info, err := f.Stat(path)
	switch {
	case err != nil:
		return nil, readError(err)
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	case info.Size() > maxFile:
		return nil, &FormatError{words.Mark("it is larger than 64 MiB")}
	}
	return info, nil
}

// readFile reads a whole file, never more than a vault can have. It compares the length
// with what the folder says, for a share can end a read early and say nothing; a file
// that is replaced between the two looks gets a second chance.
func readFile(f FS, path string) ([]byte, error) {
	for again := true; ; again = false {
		data, err := readOnce(f, path)
		if err != nil {
			return nil, err
		}
		info, err := f.Stat(path)
		switch {
		case err != nil:
			return nil, readError(err)
		case info.Size() == int64(len(data)):
			return data, nil
		case !again:
			return nil, readError(io.ErrUnexpectedEOF)
		}
	}
}

func readOnce(f FS, path string) ([]byte, error) {
	file, err := f.Open(path)
	if err != nil {
		return nil, readError(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	switch {
	case err != nil:
		return nil, readError(err)
	case len(data) > maxFile:
		return nil, &FormatError{words.Mark("it is larger than 64 MiB")}
	}
	return data, nil
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

// Info tells what is known before a password is given.
func (l *Locked) Info() Info {
	p := l.header.params
	return Info{
		Path: l.path, Size: int64(len(l.data)), Modified: l.modified, Params: p,
		BelowFloor:  p.Memory < Floor.Memory || uint64(p.Memory)*uint64(p.Time) < uint64(Floor.Memory)*uint64(Floor.Time),
		Costly:      p.Memory > freeMemory && !l.allowed,
		HasRecovery: l.header.recovery,
		Unknown:     append([]string(nil), l.header.unknown...),
	}
}

var errSlow = withMessage(problem(words.Error("This computer needs more than %d seconds for the key of this vault.", bounds.KDFTime/time.Second), words.Mark("Allow it and try again, or open the vault on a faster computer and change its password there.")), ErrCostly)

// Unlock opens the vault with its password. It derives one key; ctx cancels the wait.
// The password is the caller's to wipe. Errors: [ErrWrongPassword], [ErrDamaged], [ErrCostly].
func (l *Locked) Unlock(ctx context.Context, pass []byte) (*Vault, error) {
	p := l.header.params
	if p.Memory > freeMemory {
		if err := l.CheckCosts(); err != nil {
			return nil, err
		}
		if memory := physicalMemory(); memory > 0 && uint64(p.Memory) >= memory/2 {
			return nil, ErrTooCostly
		}
		if !l.allowed {
			return nil, ErrCostly
		}
	}
	if len(pass) > longestPassword {
		return nil, ErrWrongPassword
	}
	if !l.allowed {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, l.kdfTimeout, errSlow)
		defer stop()
	}
	kek, err := derive(ctx, l.o.KDF, pass, l.header.salt, p)
	if err != nil && context.Cause(ctx) == errSlow {
		return nil, errSlow
	}
	if err != nil {
		return nil, err
	}
	v, err := l.withKey(passwordKey{l.header.salt, p, keys.store(kek)})
	if errors.Is(err, ErrWrongPassword) {
		if damaged := l.CheckCosts(); damaged != nil {
			return nil, damaged
		}
	}
	return v, err
}

// withKey opens the vault with the key that a password gave.
func (l *Locked) withKey(p passwordKey) (v *Vault, err error) {
	defer func() {
		if err != nil {
			keys.wipe(p.kek)
		}
	}()
	identity := &passwordIdentity{kek: p.kek}
	doc, err := openDocument(l.data, identity, ErrWrongPassword)
	if err != nil {
		return nil, err
	}
	v = newVault(l.o, l.path, doc, p, l.data)
	now, key := l, identity.fileKey
	v.compareWithLastSeen(l.data, func() []byte {
		again, fileKey, ok := v.reread(p)
		if !ok {
			return nil
		}
		now, key = again, fileKey
		return again.data
	})
	v.noticeSlots(now, key)
	v.checkSheet(v.finishSheets())
	v.sweep()
	v.pruneGathered()
	v.noticeFolder()
	return v, nil
}

// noticeFolder tells of a place where the vault cannot be saved.
func (v *Vault) noticeFolder() {
	if v.readOnly == nil && v.CannotSave() != nil {
		v.notices = append(v.notices, Notice{Kind: NoticeCannotSave})
	}
}

// reread gives a session that begins the file as it is by now, if its key opens that too.
func (v *Vault) reread(p passwordKey) (*Locked, []byte, bool) {
	l, err := open(v.path, v.o)
	if err != nil || l.header.params != p.params || !bytes.Equal(l.header.salt, p.salt) {
		return nil, nil, false
	}
	identity := &passwordIdentity{kek: p.kek}
	doc, err := openDocument(l.data, identity, ErrWrongPassword)
	if err != nil || doc.id != v.id {
		return nil, nil, false
	}
	v.startWith(doc, l.data)
	return l, identity.fileKey, true
}

// noticeSlots tells what is odd about the slots; the next save puts it right.
func (v *Vault) noticeSlots(l *Locked, fileKey []byte) {
	if len(l.header.unknown) > 0 {
		v.notices = append(v.notices, Notice{Kind: NoticeUnknownSlots, Text: shorten(strings.Join(l.header.unknown, ", "))})
	}
	ours := v.doc.rec != nil && hasTag(l.data, v.doc.rec.auth, fileKey)
	switch {
	case l.header.recovery && !ours:
		v.notices = append(v.notices, Notice{Kind: NoticeForeignSlot})
	case !l.header.recovery && v.doc.rec != nil:
		v.notices = append(v.notices, Notice{Kind: NoticeNoSlot})
	}
}

// shorten cuts a text from a file to what fits into a sentence.
func shorten(s string) string {
	if len(s) <= 60 {
		return s
	}
	end := 60
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "..."
}

// UnlockWithSheet opens the vault with the key of its recovery sheet, "AGE-SECRET-KEY-1...";
// spaces and line breaks in it do not matter. A session opened so must set a password
// ([Vault.SetPassword]) before it may save. A file that the sheet opens but the vault
// itself did not write opens read-only.
func (l *Locked) UnlockWithSheet(text string) (*Vault, error) {
	x, key, err := parseSheetKey(text)
	if err != nil {
		return nil, err
	}
	identity := &sheetIdentity{X25519Identity: x}
	doc, err := openDocument(l.data, identity, ErrWrongSheet)
	if err != nil {
		return nil, err
	}
	v := newVault(l.o, l.path, doc, passwordKey{}, l.data)
	if !doc.rec.of(x, key) || !hasTag(l.data, recoveryAuth(key), identity.fileKey) {
		v.readOnly = ErrNotOurs
		v.notices = append(v.notices, Notice{Kind: NoticeNotOurs})
		return v, nil
	}
	v.compareWithLastSeen(l.data, func() []byte { return nil })
	v.checkSheet(v.finishSheets())
	v.noticeFolder()
	return v, nil
}

var errNoPassword = words.Error("This vault is read-only, so its password cannot be changed.")

// SetPassword gives the vault another password: new salt, new costs, new key. The change
// is on disk after the next Save; older backups still open with the old password.
func (v *Vault) SetPassword(ctx context.Context, pass []byte) error {
	if err := password.Check(string(pass)); err != nil {
		return err
	}
	if v.ReadOnly() != nil {
		return errNoPassword
	}
	p, err := newPassword(ctx, pass, v.o)
	if err != nil {
		return err
	}
	if !v.Dirty() { // else what is unsaved may be in a leftover alone
		v.judgeTemps(0) // nobody asks the new password about what the old one opens
	}
	return v.write(func() (bool, error) {
		if v.before == nil && v.pass.kek != nil {
			old := v.pass
			v.before = &old
		}
		v.pass, v.backupReason = p, reasonPassword
		return true, nil
	})
}

// hash is the SHA-256 of a file's bytes.
func hash(data []byte) sum { return sha256.Sum256(data) }
