package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"watchword/assets/words"
	"watchword/vault/internal/ordered"
)

var (
	// ErrPasswordElsewhere comes when another program or computer gave the vault a new password, or put
	// a file with an earlier one, or another vault, in its place: without its password nobody can tell.
	ErrPasswordElsewhere = problem(words.Error("The password of this vault was changed by another program or on another computer, or another vault was put in its place."), words.Mark("Save a copy first if you have changes here; then unlock the file that is there now."))

	// ErrOtherVault comes when two files do not belong together.
	ErrOtherVault = problem(words.Error("This is another vault, so it cannot be merged."), words.Mark("Open it on its own, and move accounts by export and import."))

	// ErrBadTag comes when a changed file does not prove that it comes from this vault.
	ErrBadTag = problem(words.Error("The vault file was replaced by one whose recovery slot this vault did not write."), words.Mark("Nothing was merged and nothing overwritten: compare it with a backup."))
)

// Merged tells what a merge brought into this session, by the titles of accounts.
type Merged struct {
	Added, Restored, Changed, Trashed, Removed []string // out of the trash: restored; removed is for good

	Here bool // all of it was written on this computer, by another window or command
}

// None reports whether nothing came in.
func (m Merged) None() bool { return len(m.Back())+len(m.Changed)+len(m.Gone()) == 0 }

// Back are the accounts that are in use now and were not.
func (m Merged) Back() []string { return slices.Concat(m.Added, m.Restored) }

// Gone are the accounts that were in use and are not any more.
func (m Merged) Gone() []string { return slices.Concat(m.Trashed, m.Removed) }

// String returns one line for people, "" when nothing came in.
func (m Merged) String() string {
	if m.None() {
		return ""
	}
	var parts []string
	add := func(titles []string, one, many string) {
		switch {
		case len(titles) == 1:
			parts = append(parts, words.T(one, shorten(titles[0])))
		case len(titles) > 1:
			parts = append(parts, many)
		}
	}
	add(m.Added, words.Mark("%s was added"), words.N(len(m.Added), "1 account was added", "%d accounts were added"))
	add(m.Restored, words.Mark("%s was restored"), words.N(len(m.Restored), "1 account was restored", "%d accounts were restored"))
	add(m.Changed, words.Mark("%s was changed"), words.N(len(m.Changed), "1 account was changed", "%d accounts were changed"))
	add(m.Trashed, words.Mark("%s was moved to the trash"), words.N(len(m.Trashed), "1 account was moved to the trash", "%d accounts were moved to the trash"))
	add(m.Removed, words.Mark("%s was deleted"), words.N(len(m.Removed), "1 account was deleted", "%d accounts were deleted"))
	list := words.List(parts...)
	if m.Here {
		return words.T("From another program on this computer: %s.", list)
	}
	return words.T("From another computer: %s.", list)
}

// And joins what two merges brought.
func (m Merged) And(n Merged) Merged {
	here := (m.None() || m.Here) && (n.None() || n.Here)
	return Merged{append(m.Added, n.Added...), append(m.Restored, n.Restored...), append(m.Changed, n.Changed...),
		append(m.Trashed, n.Trashed...), append(m.Removed, n.Removed...), here}
}

// Refresh looks whether somebody else changed the file and takes the changes in. What was
// changed here stays, and stays to be saved; where both changed one field the later edit
// wins and the other can be seen in [Vault.History]. Call it when the file changed and
// when the window gets the focus. The vault file is not written.
func (v *Vault) Refresh(ctx context.Context) (Merged, error) {
	v.saving.Lock()
	defer v.saving.Unlock()
	v.mu.RLock()
	closed := v.closed
	v.mu.RUnlock()
	if closed {
		return Merged{}, ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return Merged{}, err
	}
	m, whole, err := v.mergeWholeDisk()
	if err == nil && !v.Dirty() {
		v.noteSheet()
	}
	if whole != nil {
		v.copySeen(whole, v.FileRevision(), lastSeen{state: state{File: v.FileSum()}})
		v.noteFile(false)
		v.pruneGathered()
	}
	return m, err
}

// mergeDisk takes in the file as it is on disk. The caller holds v.saving.
func (v *Vault) mergeDisk() (Merged, error) {
	m, _, err := v.mergeWholeDisk()
	return m, err
}

// mergeWholeDisk is mergeDisk; whole is the file where the session now has what it says and no more.
func (v *Vault) mergeWholeDisk() (m Merged, whole []byte, err error) {
	if _, err := regular(v.o.FS, v.path); err != nil {
		return Merged{}, nil, missing(err)
	}
	data, err := readFile(v.o.FS, v.path)
	if err != nil {
		return Merged{}, nil, missing(err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if hash(data) == v.onDisk {
		return Merged{}, nil, nil
	}
	theirs, err := v.readTheirs(data)
	if err != nil {
		return Merged{}, nil, err
	}
	before := v.doc
	parent, _ := ordered.String(theirs.top.Get("parent"))
	joined := merger{direct: parent == v.onDisk.String()}.join(v.lastSynced, v.doc, theirs)
	clean := v.changes == v.saved
	v.tellSheet(before.rec, v.lastSynced.rec, theirs.rec, joined.rec)
	v.doc = joined
	switch {
	case clean && sameContent(joined, theirs):
		v.doc = theirs.clone()
		v.doc.revision, whole = joined.revision, data // of an older version: the next save is newer than both
	default:
		// An older version came back: what it lacks is to be saved again. Or what was about to
		// be saved has changed: a save that seemed to fail and had worked did not save this.
		v.changes++
	}
	v.onDisk, v.lastSynced = hash(data), theirs.clone()
	v.known[v.onDisk.String()] = true
	v.knownKeys, v.unreadable = v.doc.keys()
	v.doc.seeStamps(&v.clock)
	m = difference(before, v.doc)
	m.Here = v.changedHere(before, theirs)
	return m, whole, nil
}

// changedHere reports whether what theirs brought was written on this computer, by another
// window or command.
func (v *Vault) changedHere(before, theirs *document) bool {
	by, err := ordered.Split(theirs.top.Get("writer"))
	if device, _ := ordered.String(by.Get("device")); err != nil || device != v.o.Device {
		return false
	}
	was, is := before.byKey(), theirs.byKey()
	for key, r := range is {
		old := was[key]
		if old != nil && bytes.Equal(old.obj.Text(), r.obj.Text()) {
			continue
		}
		for _, m := range r.fields.Members() {
			f, ok := parseField(m.Value)
			if ok && f.by != v.o.Device && (old == nil || !bytes.Equal(old.fields.Get(m.Name), m.Value)) {
				return false
			}
		}
	}
	return true
}

// readTheirs opens a version that somebody else wrote, with the key of this session.
func (v *Vault) readTheirs(data []byte) (*document, error) {
	h, err := parseHeader(data)
	if err != nil {
		return nil, err
	}
	pass := v.pass
	if v.before != nil && bytes.Equal(h.salt, v.before.salt) {
		pass = *v.before
	}
	if pass.kek == nil || !bytes.Equal(h.salt, pass.salt) || h.params != pass.params {
		return nil, ErrPasswordElsewhere
	}
	identity := &passwordIdentity{kek: pass.kek}
	theirs, err := openDocument(data, identity, ErrPasswordElsewhere)
	switch {
	case err != nil:
		return nil, err
	case theirs.id != v.id:
		return nil, ErrOtherVault
	case theirs.minReader > version:
		return nil, ErrNewer
	case h.recovery && (theirs.rec == nil || !hasTag(data, theirs.rec.auth, identity.fileKey)):
		return nil, ErrBadTag
	}
	return theirs, nil
}

// MergeFrom takes in another unlocked copy of this vault: a conflict copy of a sync
// program, a backup, or what was not saved under an old password. Save afterwards.
func (v *Vault) MergeFrom(other *Vault) (Merged, error) {
	theirs, err := other.snapshot()
	if err != nil {
		return Merged{}, err
	}
	file := other.FileSum()
	v.saving.Lock()
	defer v.saving.Unlock()
	var m Merged
	err = v.write(func() (bool, error) {
		joined, err := v.joinCopy(theirs)
		if err != nil {
			return false, err
		}
		m = difference(v.doc, joined)
		changed := !sameContent(v.doc, joined)
		if changed {
			v.tellSheet(v.doc.rec, nil, nil, joined.rec)
			v.doc, v.backupReason = joined, reasonMerge
			if other.isBackup() {
				v.backupReason = reasonRestore
			}
			v.doc.seeStamps(&v.clock)
		}
		missed := slices.ContainsFunc(v.missing, func(m missingState) bool { return m.File == file })
		v.answered[file] = true // the next save forgets it as a state that is missing
		return changed || missed, nil
	})
	return m, err
}

// Preview tells what [Vault.MergeFrom] would bring, and changes nothing.
func (v *Vault) Preview(other *Vault) (Merged, error) {
	theirs, err := other.snapshot()
	if err != nil {
		return Merged{}, err
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	joined, err := v.joinCopy(theirs)
	if err != nil {
		return Merged{}, err
	}
	return difference(v.doc, joined), nil
}

// snapshot returns the contents of a session for another one: nothing is shared, for the
// two are closed, and wiped, each at its time.
func (v *Vault) snapshot() (*document, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.closed {
		return nil, ErrClosed
	}
	if v.readOnly != nil {
		return nil, v.readOnly
	}
	return parseDocument(bytes.Clone(v.doc.text()))
}

// joinCopy merges a copy of unknown age. A recovery sheet without a stamp tells nothing of
// its age, so it never replaces ours: an old copy must not bring an old sheet back.
func (v *Vault) joinCopy(theirs *document) (*document, error) {
	if theirs.id != v.id {
		return nil, ErrOtherVault
	}
	joined := merger{}.join(nil, v.doc, theirs)
	if joined.rec != nil && joined.rec.at == 0 && v.doc.rec != nil {
		joined.setRecovery(v.doc.rec)
	}
	return joined, nil
}

// difference tells what changed from one version to another, as far as people see it: what goes
// to the trash is gone for them, and what comes out of it is there again.
func difference(before, after *document) Merged {
	var m Merged
	was, is := before.byKey(), after.byKey()
	for _, e := range after.entries {
		if e.rec == nil {
			continue
		}
		old := was[e.rec.key()]
		switch {
		case old == nil:
			m.Added = append(m.Added, e.rec.acc.Title())
		case old.acc.InTrash() && !e.rec.acc.InTrash():
			m.Restored = append(m.Restored, e.rec.acc.Title())
		case !old.acc.InTrash() && e.rec.acc.InTrash():
			m.Trashed = append(m.Trashed, e.rec.acc.Title())
		case !reflect.DeepEqual(before.shown(old), after.shown(e.rec)):
			m.Changed = append(m.Changed, e.rec.acc.Title())
		}
	}
	for _, e := range before.entries {
		if e.rec != nil && is[e.rec.key()] == nil {
			m.Removed = append(m.Removed, e.rec.acc.Title())
		}
	}
	return m
}

// shown is a record as people see it: with the names of its tags.
func (d *document) shown(r *record) any {
	a := r.acc.Clone()
	a.Tags = d.names(a.Tags)
	return a
}

// sameContent reports whether two versions say the same about everything but the save
// itself, however their members are ordered.
func sameContent(a, b *document) bool {
	return sameMembers(a, b) &&
		sameItems(raws(a.entries, entryText), raws(b.entries, entryText)) &&
		sameItems(raws(a.tags, tagText), raws(b.tags, tagText)) &&
		sameItems(raws(a.tombstones, tombstoneText), raws(b.tombstones, tombstoneText))
}

// sameMembers compares what stands around the lists.
func sameMembers(a, b *document) bool {
	x, y := a.top.Clone(), b.top.Clone()
	for _, o := range []*ordered.Object{x, y} {
		o.Delete(func(m ordered.Member) bool {
			switch m.Name {
			case "revision", "parent", "writer", "version", "accounts", "tags", "tombstones":
				return true
			}
			return false
		})
	}
	return sameText(x.Text(), y.Text())
}

// sameItems compares two lists whose order is no content. Most items are the same byte for
// byte; only the others are looked into.
func sameItems(a, b [][]byte) bool {
	count := make(map[string]int, len(a))
	for _, text := range a {
		count[string(text)]++
	}
	var rest [][]byte
	for _, text := range b {
		if count[string(text)] > 0 {
			count[string(text)]--
		} else {
			rest = append(rest, text)
		}
	}
	if len(a) != len(b) || len(rest) == 0 {
		return len(a) == len(b)
	}
	left := make(map[string]int, len(rest))
	for text, n := range count {
		if n > 0 {
			left[sorted([]byte(text))] += n
		}
	}
	for _, text := range rest {
		key := sorted(text)
		if left[key] == 0 {
			return false
		}
		left[key]--
	}
	return true
}

func sameText(a, b []byte) bool { return bytes.Equal(a, b) || sorted(a) == sorted(b) }

// sorted returns a JSON text with all members in the order of their names and without space.
func sorted(text []byte) string {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return string(text)
	}
	out, err := json.Marshal(value)
	if err != nil {
		return string(text)
	}
	return string(out)
}
