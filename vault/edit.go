package vault

import (
	"math"
	"slices"
	"strings"
	"time"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/internal/ordered"
	"watchword/vault/otp"
)

var errTooLong = problem(words.Error("This text is longer than 1 MiB."), words.Mark("Shorten it."))

// write runs f with the vault locked for writing and counts a change when f made one.
func (v *Vault) write(f func() (bool, error)) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return ErrClosed
	}
	changed, err := f()
	if changed {
		v.changes++
	}
	return err
}

// Add adds accounts and returns their new ids. ID is ignored; Created is set when zero.
// An account whose key is out of range is refused with an empty id in its place: check
// with otp.Key.Validate before.
func (v *Vault) Add(accounts ...account.Account) []string {
	ids := make([]string, len(accounts))
	v.write(func() (bool, error) {
		for i, a := range accounts {
			ids[i] = v.addOne(a)
		}
		if len(accounts) > 1 {
			v.backupReason = reasonImport
		}
		return slices.ContainsFunc(ids, func(id string) bool { return id != "" }), nil
	})
	return ids
}

// addOne adds an account and returns its id, or "" when its key or texts are out of range.
func (v *Vault) addOne(a account.Account) string {
	if a.Key.Validate() != nil || a.Counter > math.MaxInt64 || tooLong(a.Issuer, a.Name, a.Note, a.Icon) || tooLong(a.Tags...) {
		return ""
	}
	now := v.o.Now()
	id, err := newID(now, v.o.Rand)
	if err != nil {
		return ""
	}
	a = a.Clone()
	defer clear(a.Key.Secret) // the record has its own
	if !a.Named() {
		a.Issuer, a.Name = account.Unnamed, "" // out of some program's file: it must be found again
	}
	a.ID = id
	a.Counter = max(a.Counter, v.usedCounter(a))
	if a.Created.IsZero() {
		a.Created = now
	}
	a.Tags = v.tagIDs(a.Tags, nil)
	r, reason := newRecord(a, v.clock.tick(), v.o.Device)
	if reason != "" {
		return ""
	}
	v.doc.append(r)
	return id
}

func tooLong(texts ...string) bool {
	return slices.ContainsFunc(texts, func(s string) bool { return len(s) > maxText })
}

// tagIDs turns names into ids. A name that the account has already keeps its id, and ids
// of the account that no tag stands behind stay.
func (v *Vault) tagIDs(names []string, have []string) []string {
	var ids []string
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		if id := v.tagID(name, have); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range have {
		if !slices.ContainsFunc(v.doc.tags, func(t tag) bool { return t.obj != nil && t.id == id }) {
			ids = append(ids, id)
		}
	}
	return ids
}

// tagID finds the tag of a name, first among those in have, or makes one.
func (v *Vault) tagID(name string, have []string) string {
	found := ""
	for _, t := range v.doc.tags {
		if t.obj == nil || t.text != name {
			continue
		}
		if slices.Contains(have, t.id) {
			return t.id
		}
		if found == "" {
			found = t.id
		}
	}
	if found != "" {
		return found
	}
	id, err := newID(v.o.Now(), v.o.Rand)
	if err != nil {
		panic("vault: no randomness") // crypto/rand never fails
	}
	v.doc.tags = append(v.doc.tags, newTag(id, name, v.clock.tick(), v.o.Device))
	v.doc.tagsChanged = true
	return id
}

// RenameTag gives a tag another name, in every account that has it.
func (v *Vault) RenameTag(old, name string) error {
	name = strings.TrimSpace(name)
	if name == "" || tooLong(name) {
		return problem(words.Error("A tag needs a name."), words.Mark("Type one."))
	}
	return v.write(func() (bool, error) {
		changed := false
		for i, t := range v.doc.tags {
			if t.obj != nil && t.text == old && old != name {
				v.doc.tags[i] = t.renamed(name, v.clock.after(t.name.at), v.o.Device)
				v.doc.tagsChanged, changed = true, true
			}
		}
		return changed, nil
	})
}

// An Edit changes what is not nil; the credential of an account cannot be edited, see
// [Vault.ReplaceKey].
type Edit struct {
	Issuer, Name, Note *string
	Tags               *[]string // names, in the user's order
	Icon               *string
	Pinned, Archived   *bool
	Order              *float64
}

// Edit changes one account.
func (v *Vault) Edit(id string, e Edit) error {
	return v.write(func() (bool, error) {
		i, ok := v.doc.index[id]
		if !ok {
			return false, ErrNoAccount
		}
		if e.tooLong() {
			return false, errTooLong
		}
		acc := v.doc.entries[i].rec.acc
		if acc.Named() && !e.named(acc).Named() {
			return false, ErrNameless
		}
		changes := v.changesOf(acc, e)
		err := v.apply(i, changes)
		return err == nil && len(changes) > 0, err
	})
}

// named returns the account under the names that it gets.
func (e Edit) named(a account.Account) account.Account {
	if e.Issuer != nil {
		a.Issuer = *e.Issuer
	}
	if e.Name != nil {
		a.Name = *e.Name
	}
	return a
}

func (e Edit) tooLong() bool {
	for _, s := range []*string{e.Issuer, e.Name, e.Note, e.Icon} {
		if s != nil && tooLong(*s) {
			return true
		}
	}
	return e.Tags != nil && tooLong(*e.Tags...)
}

// changesOf returns the fields that an edit gives another value; a field that stays as it
// is gets no new stamp, else it would win over an edit elsewhere.
func (v *Vault) changesOf(a account.Account, e Edit) []change {
	var list []change
	text := func(to *string, from, name string) {
		if to != nil && *to != from {
			list = append(list, change{name, ordered.Quote(*to)})
		}
	}
	flag := func(to *bool, from bool, name string) {
		if to != nil && *to != from {
			list = append(list, change{name, ordered.QuoteBool(*to)})
		}
	}
	text(e.Issuer, a.Issuer, fieldIssuer)
	text(e.Name, a.Name, fieldName)
	text(e.Note, a.Note, fieldNote)
	text(e.Icon, a.Icon, fieldIcon)
	flag(e.Pinned, a.Pinned, fieldPinned)
	flag(e.Archived, a.Archived, fieldArchived)
	if e.Order != nil && *e.Order != a.Order {
		list = append(list, change{fieldOrder, ordered.QuoteFloat(*e.Order)})
	}
	if e.Tags != nil {
		if ids := v.tagIDs(*e.Tags, a.Tags); !slices.Equal(ids, a.Tags) {
			list = append(list, change{fieldTags, ordered.QuoteStrings(ids)})
		}
	}
	return list
}

// A stamper says when a change is made, and on which computer.
type stamper struct {
	clock  *clock
	device string
}

func (v *Vault) stamper() stamper { return stamper{&v.clock, v.o.Device} }

// apply changes fields of one record of the session, all with one stamp, later than theirs.
func (v *Vault) apply(i int, changes []change) error { return v.doc.apply(v.stamper(), i, 0, changes) }

// apply changes fields of one record, all with one stamp: later than theirs and than another one.
func (d *document) apply(s stamper, i int, other stamp, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	r := d.entries[i].rec
	changed, err := r.with(changes, s.clock.after(max(other, r.stampOf(changes))), s.device)
	if err == nil {
		d.put(i, changed)
	}
	return err
}

// ReplaceKey gives an account another key. Since a credential never changes, it adds a
// copy with that key and moves the old account to the trash; it returns the copy's id.
func (v *Vault) ReplaceKey(id string, key otp.Key) (string, error) { return v.ReplaceKeyAt(id, key, 0) }

// ReplaceKeyAt is ReplaceKey for a key whose counter (HOTP) is known.
func (v *Vault) ReplaceKeyAt(id string, key otp.Key, counter uint64) (string, error) {
	if err := key.Validate(); err != nil {
		return "", err
	}
	newID := ""
	err := v.write(func() (bool, error) {
		i, ok := v.doc.index[id]
		if !ok {
			return false, ErrNoAccount
		}
		a := v.doc.account(i, id)
		a.Key, a.Counter, a.Created, a.Trashed = key, counter, time.Time{}, time.Time{}
		if newID = v.addOne(a); newID == "" {
			return false, errTooLong
		}
		if !v.doc.entries[i].rec.acc.InTrash() {
			return true, v.apply(i, []change{{fieldTrashed, quoteTime(v.o.Now())}})
		}
		return true, nil
	})
	return newID, err
}

// Trash moves accounts to the trash; ids that are not there are passed over.
func (v *Vault) Trash(ids ...string) {
	v.setTrashed(ids, func(a account.Account) bool { return !a.InTrash() }, v.o.Now())
}

// Restore takes accounts out of the trash.
func (v *Vault) Restore(ids ...string) {
	v.setTrashed(ids, account.Account.InTrash, time.Time{})
}

func (v *Vault) setTrashed(ids []string, wanted func(account.Account) bool, at time.Time) {
	v.write(func() (bool, error) {
		changed := false
		for _, id := range ids {
			if i, ok := v.doc.index[id]; ok && wanted(v.doc.entries[i].rec.acc) {
				if err := v.apply(i, []change{{fieldTrashed, quoteTime(at)}}); err != nil {
					return changed, err
				}
				changed = true
			}
		}
		return changed, nil
	})
}

// Purge deletes accounts for good and leaves a tombstone without a secret. Backups made
// before still hold the secret: see [Vault.Backups].
func (v *Vault) Purge(ids ...string) {
	v.write(func() (bool, error) {
		gone := make(map[int]bool)
		var purged []tombstone
		for _, id := range ids {
			i, ok := v.doc.index[id]
			if !ok || gone[i] {
				continue
			}
			gone[i] = true
			r := v.doc.entries[i].rec
			purged = append(purged, newTombstone(r.key(), v.clock.after(r.latest), r.acc.Counter))
		}
		if len(gone) == 0 {
			return false, nil
		}
		v.doc.drop(func(i int) bool { return gone[i] })
		v.doc.tombstones, v.doc.tombstonesChanged = merger{}.joinTombstones(v.doc.tombstones, purged), true
		v.backupReason = reasonDelete
		return true, nil
	})
}

// drop removes entries from the list.
func (d *document) drop(gone func(i int) bool) {
	kept := make([]entry, 0, len(d.entries))
	for i, e := range d.entries {
		if !gone(i) {
			kept = append(kept, e)
		}
	}
	d.entries, d.entriesChanged = kept, true
	d.reindex()
}
