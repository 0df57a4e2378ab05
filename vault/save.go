package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"watchword/assets/words"
)

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

// A revision is one state of the vault, made ready in memory.
type revision struct {
	file         []byte
	number       uint64
	changes      uint64 // what v.changes was when it was made
	backupReason string
	keys         map[recordKey]bool
	unreadable   int
	doc          *document
}

// rounds is how often a save takes in what others wrote meanwhile before it gives up.
const rounds = 5

// Save writes the vault. It backs up the file that it replaces and never overwrites what
// somebody else wrote: it takes that in first (Result.Merged), and where it cannot, the
// error is [ErrChanged] with the reason as its sentence. It loses nothing of what is in
// memory. It derives no key. Only one save runs at a time; reading goes on meanwhile.
func (v *Vault) Save(ctx context.Context) Result {
	v.saving.Lock()
	defer v.saving.Unlock()
	defer v.waitForOthers(ctx)()
	return v.saveRounds(ctx, nil)
}

// saveRounds saves, and as often as somebody else wrote meanwhile takes that in and saves again.
// A change, where there is one, is made for each round and undone after a round that failed: the
// one in the file was made on top of the version that this session compared with. The caller
// holds v.saving.
func (v *Vault) saveRounds(ctx context.Context, c *compared) Result {
	var came Merged
	for round := 1; ; round++ {
		if c != nil {
			if err := c.make(); err != nil {
				return Result{Err: err, Merged: came}
			}
		}
		r := v.saveOnce(ctx)
		r.Merged = came
		if c != nil && r.Status == NotSaved {
			c.undo()
		}
		if r.Status != NotSaved {
			v.noteFile(true)
			v.noteSheet()
			v.placeSheet()
		}
		if r.Status != NotSaved || !errors.Is(r.Err, ErrChanged) || round == rounds {
			return r
		}
		var kept *KeptError
		if errors.As(r.Err, &kept) {
			v.notice(Notice{Kind: NoticeKept, Path: kept.Path})
		}
		more, err := v.mergeDisk()
		if err != nil {
			r.Err = withMessage(err, ErrChanged)
			return r
		}
		came = came.And(more)
	}
}

// saveOnce writes the vault by the ten steps of docs/vault-format.md, "Saving".
func (v *Vault) saveOnce(ctx context.Context) Result {
	if err := v.canSave(ctx); err != nil {
		return Result{Err: err}
	}
	old, err := v.compare() // steps 1 and 2
	if err != nil {
		return Result{Err: err}
	}
	if !v.Dirty() {
		r := v.flushAgain()
		r.Backup = v.backUpOwn(old)
		return r
	}
	d, err := v.nextRevision() // steps 3 and 4
	if err != nil {
		return Result{Err: err}
	}
	r := Result{Backup: v.backUp(old, v.FileRevision(), d.backupReason)} // step 5
	temp, finished, err := v.writeTemp(v.path, d.file)                   // steps 6 and 7
	if err != nil {
		r.Err = err
		return r
	}
	defer placing()() // from here the program does not end before the save does
	defer finished()
	if err := ctx.Err(); err != nil {
		v.o.FS.Remove(temp)
		r.Err = err
		return r
	}
	v.leaveSheet()
	placed, err := v.swap(temp, d.file) // step 8
	if !placed {
		v.unsure = &d
		r.Err = err
		return r
	}
	if r.Status, r.Err = v.settle(d, temp, err); r.Status != NotSaved { // step 9
		r.Backup = errors.Join(r.Backup, v.backUpOwn(d.file)) // step 10
	}
	return r
}

// backUpOwn copies the file that this session wrote, if it has no copy yet.
func (v *Vault) backUpOwn(data []byte) error {
	if !v.uncopied {
		return nil
	}
	err := v.backUp(data, v.FileRevision(), "")
	v.uncopied = err != nil
	return err
}

func (v *Vault) canSave(ctx context.Context) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	switch {
	case v.closed:
		return ErrClosed
	case v.readOnly != nil:
		return v.readOnly
	case v.pass.kek == nil:
		return ErrMustSetPassword
	}
	return ctx.Err()
}

// compare returns the file as it is on disk, if it is the one that this session knows.
func (v *Vault) compare() ([]byte, error) {
	if _, err := regular(v.o.FS, v.path); err != nil {
		return nil, missing(err)
	}
	data, err := readFile(v.o.FS, v.path)
	if err != nil {
		return nil, missing(err)
	}
	if v.unsure != nil && hash(data) == hash(v.unsure.file) {
		v.commit(*v.unsure) // the save that seemed to fail had worked
	}
	if hash(data) != v.onDisk {
		return nil, ErrChanged
	}
	return data, nil
}

// missing gives a file that was there at unlock and is gone now its own sentence.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return withMessage(ErrMissing, err)
	}
	return err
}

// flushAgain answers a save without changes; what could not be flushed is tried again.
func (v *Vault) flushAgain() Result {
	if v.flush {
		if err := v.o.FS.SyncDir(filepath.Dir(v.path)); err != nil {
			return Result{Status: SavedNotFlushed, Err: notFlushed(err)}
		}
		v.flush = false
	}
	return Result{Status: Saved}
}

// nextRevision encrypts the accounts as they are now and proves that they come out again.
func (v *Vault) nextRevision() (revision, error) {
	v.mu.RLock()
	doc, pass := v.doc.clone(), v.pass
	d := revision{number: doc.revision + 1, changes: v.changes, backupReason: v.backupReason}
	parent, by := v.onDisk, writer{v.o.App, v.o.Device}
	known, unreadable := v.knownKeys, v.unreadable
	v.mu.RUnlock()

	doc.forget(v.o.Now())
	from := ""
	if parent != (sum{}) {
		from = parent.String()
	}
	payload := doc.payload(d.number, from, by)
	defer clear(payload)
	if len(payload) > maxPayload {
		return revision{}, ErrTooMuch
	}
	var err error
	if d.file, err = encrypt(payload, pass, doc.rec, v.o.Rand); err != nil {
		return revision{}, problem(words.Error("The vault could not be encrypted (%w).", err), words.Mark("The old file is whole: try again."))
	}
	back, err := decrypt(d.file, &passwordIdentity{kek: pass.kek}, ErrWrongPassword)
	defer clear(back)
	if err != nil || !bytes.Equal(back, payload) {
		return revision{}, ErrSelfCheck
	}
	again, err := parseDocument(back)
	if err != nil {
		return revision{}, withMessage(ErrSelfCheck, err)
	}
	d.keys, d.unreadable = again.keys()
	d.doc = doc
	return d, shrinkGuard(known, unreadable, d, again.purgedKeys())
}

// shrinkGuard stops a save that would lose an account which nobody deleted.
func shrinkGuard(known map[recordKey]bool, unreadable int, d revision, purged map[recordKey]bool) error {
	if d.unreadable < unreadable {
		return ErrShrunk
	}
	for key := range known {
		if !d.keys[key] && !purged[key] {
			return ErrShrunk
		}
	}
	return nil
}

// writeTemp writes data beside path, flushes it, and reads it back. Call finished once it has another
// name or is gone.
func (v *Vault) writeTemp(path string, data []byte) (temp string, finished func(), err error) {
	temp = filepath.Join(filepath.Dir(path), tempName(filepath.Base(path), randomName(v.o.Rand)))
	finished = unfinished(v.o.FS, temp)
	if err := writeFile(v.o.FS, temp, data); err != nil {
		finished()
		return "", nil, err
	}
	return temp, finished, nil
}

func tempName(base, random string) string { return "." + base + "." + random + ".tmp" }

// writeFile makes a file that was not there, flushes it, and compares what the disk gives
// back. After a failure the file is gone again, as far as the disk lets us.
func writeFile(f FS, path string, data []byte) (err error) {
	file, err := f.Create(path)
	if err != nil {
		if !errors.Is(err, fs.ErrExist) {
			f.Remove(path) // some shares make a file and say that they did not
		}
		return diskError(makingFile, err)
	}
	defer func() {
		if err != nil {
			f.Remove(path)
		}
	}()
	n, err := file.Write(data)
	if err == nil && n < len(data) {
		err = errShortWrite
	}
	if err != nil {
		file.Close()
		return diskError(writingFile, err)
	}
	if err := file.Sync(); err != nil {
		file.Close()
		return diskError(flushingFile, err)
	}
	if err := file.Close(); err != nil {
		return diskError(closingFile, err)
	}
	back, err := readFile(f, path)
	if err != nil {
		return diskError(readingBack, err)
	}
	if !bytes.Equal(back, data) {
		return ErrSelfCheck
	}
	return nil
}

var errShortWrite = words.Error("not all of it was written")

// swap puts temp in the place of the vault file and makes sure that what it displaced is
// the file that this session knows. placed tells whether the new file is in place; temp
// is gone if it is not.
func (v *Vault) swap(temp string, data []byte) (placed bool, err error) {
	err = v.o.FS.Exchange(temp, v.path)
	if errors.Is(err, ErrNoExchange) {
		return v.replace(temp, data)
	}
	if err != nil && !v.holds(v.path, hash(data)) {
		v.o.FS.Remove(temp)
		return false, missing(diskError(placingFile, err))
	}
	displaced, err := readFile(v.o.FS, temp)
	switch {
	case err != nil:
		// It may be somebody's work, so it stays; only a user can look at it.
		return true, keptAs(temp, err)
	case hash(displaced) == v.onDisk:
		return true, nil
	}
	return v.swapBack(temp, data)
}

// replace is the swap for systems without exchange: it looks once more, then renames.
func (v *Vault) replace(temp string, data []byte) (bool, error) {
	if _, err := v.compare(); err != nil {
		v.o.FS.Remove(temp)
		return false, err
	}
	err := v.o.FS.Rename(temp, v.path)
	if err != nil && !v.holds(v.path, hash(data)) {
		v.o.FS.Remove(temp)
		return false, diskError(placingFile, err)
	}
	return true, nil
}

// swapBack undoes an exchange that displaced a file which somebody else had just written.
func (v *Vault) swapBack(temp string, data []byte) (bool, error) {
	back := v.o.FS.Exchange(temp, v.path)
	if v.holds(temp, hash(data)) {
		v.o.FS.Remove(temp)
		return false, ErrChanged
	}
	// Either the exchange failed, or a third file came in between. What lies in temp is
	// nobody's to delete: keep it under a name that people see.
	kept := keptName(v.path, randomName(v.o.Rand)[:6])
	if v.o.FS.RenameNew(temp, kept) != nil {
		kept = temp
	}
	return back != nil, keptAs(kept, ErrChanged)
}

// A KeptError tells where the version lies that a save displaced and could not check: another
// program may have written it at the same moment.
type KeptError struct {
	Path string
	Err  error // [ErrChanged], or a failure of the disk
}

// Error implements error.
func (e *KeptError) Error() string {
	return words.T("Another program may have written the vault file at the same moment. The version that was there is kept as %q.", filepath.Base(e.Path))
}

// Next says what can be done next.
func (e *KeptError) Next() string { return words.T("Open it and compare.") }

// Unwrap returns the cause.
func (e *KeptError) Unwrap() error { return e.Err }

func keptAs(path string, cause error) error { return &KeptError{path, cause} }

// keptName names a version that was kept beside the vault.
func keptName(path, random string) string {
	ext := filepath.Ext(path)
	return path[:len(path)-len(ext)] + " (kept " + random + ")" + ext
}

// holds reports whether a file can be read and has this hash.
func (v *Vault) holds(path string, want sum) bool {
	data, err := readFile(v.o.FS, path)
	return err == nil && hash(data) == want
}

// settle flushes the folder, looks at the result and removes what was displaced.
func (v *Vault) settle(d revision, temp string, swapErr error) (Status, error) {
	flushErr := v.o.FS.SyncDir(filepath.Dir(v.path))
	data, readErr := readFile(v.o.FS, v.path)
	if readErr == nil && !bytes.Equal(data, d.file) {
		if flushErr == nil && swapErr == nil {
			v.o.FS.Remove(temp)
		}
		v.unsure = &d
		return NotSaved, ErrChanged // somebody else was quicker than this look
	}
	v.commit(d)
	if flushErr == nil && swapErr == nil {
		v.o.FS.Remove(temp) // gone already where the swap was a rename
	}
	switch {
	case swapErr != nil:
		return SavedNotFlushed, swapErr
	case flushErr != nil:
		v.flush = true
		return SavedNotFlushed, notFlushed(flushErr)
	case readErr != nil:
		v.flush = true
		return SavedNotFlushed, notFlushed(readErr)
	}
	return Saved, nil
}

func notFlushed(err error) error {
	return withMessage(problem(words.Error("The vault was saved, but the disk did not confirm it (%v).", withoutPath(err)), words.Mark("Until it does, a power cut may bring the previous version back: save again, or save a copy elsewhere.")), err)
}

// commit takes note of what is on disk now.
func (v *Vault) commit(d revision) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.doc.revision = d.number
	v.onDisk = hash(d.file)
	v.knownKeys, v.unreadable = d.keys, d.unreadable
	v.lastSynced = d.doc
	v.lastSynced.revision = d.number
	if v.before != nil && d.changes == v.changes {
		keys.wipe(v.before.kek)
		v.before = nil
	}
	v.saved = d.changes
	v.backupReason, v.flush, v.unsure, v.uncopied = "", false, nil, true
	v.known[v.onDisk.String()] = true
}

// SaveCopy writes everything into a new file at path, for when the vault's own place is
// full, read-only or gone. An existing file is never touched. The vault keeps its path.
func (v *Vault) SaveCopy(ctx context.Context, path string) Result {
	v.saving.Lock()
	defer v.saving.Unlock()
	if err := v.canSave(ctx); err != nil {
		return Result{Err: err}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return Result{Err: err}
	}
	if err := v.o.FS.MkdirAll(filepath.Dir(path)); err != nil {
		return Result{Err: diskError(makingCopyFolder, err)}
	}
	if dir, err := v.o.FS.Resolve(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	if path == v.path {
		defer v.waitForOthers(ctx)()
	}
	r := v.writeNew(ctx, path, path == v.path)
	if r.Status != NotSaved && path == v.path {
		v.noteFile(true)
	}
	return r
}

// writeNew writes everything into a file that was not there. adopt makes it the file of
// this session.
func (v *Vault) writeNew(ctx context.Context, path string, adopt bool) Result {
	d, err := v.nextRevision()
	if err != nil {
		return Result{Err: err}
	}
	temp, finished, err := v.writeTemp(path, d.file)
	if err != nil {
		return Result{Err: err}
	}
	defer placing()()
	defer finished()
	if err := ctx.Err(); err != nil {
		v.o.FS.Remove(temp)
		return Result{Err: err}
	}
	v.leaveSheet()
	err = v.o.FS.RenameNew(temp, path)
	if err != nil && !v.holds(path, hash(d.file)) {
		v.o.FS.Remove(temp)
		if errors.Is(err, fs.ErrExist) {
			return Result{Err: withMessage(errExists, err)}
		}
		return Result{Err: diskError(placingFile, err)}
	}
	return v.placed(d, path, adopt)
}

// placed sees whether a revision that was put at path is there to stay. adopt as in writeNew.
func (v *Vault) placed(d revision, path string, adopt bool) Result {
	r := Result{Status: Saved}
	if adopt {
		v.commit(d)
	}
	if err := v.o.FS.SyncDir(filepath.Dir(path)); err != nil {
		v.flush = adopt
		r = Result{Status: SavedNotFlushed, Err: notFlushed(err)}
	} else if !v.holds(path, hash(d.file)) {
		r = Result{Status: SavedNotFlushed, Err: ErrSelfCheck}
	}
	if adopt {
		r.Backup = v.backUpOwn(d.file)
	}
	return r
}
