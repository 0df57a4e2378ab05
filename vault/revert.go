package vault

import "time"

// ReplaceWith makes the vault look like a copy of it: accounts that the copy lacks go to
// the trash, fields become those of the copy, and what was purged since comes back. It is
// an edit like any other: the next Save backs up what is there now, and other computers
// merge it. Counters never go back.
func (v *Vault) ReplaceWith(other *Vault) (Merged, error) {
	theirs, err := other.snapshot()
	if err != nil {
		return Merged{}, err
	}
	var m Merged
	err = v.write(func() (bool, error) {
		reverted, err := v.reverted(theirs, v.stamper())
		if err != nil {
			return false, err
		}
		v.tellSheet(v.doc.rec, nil, nil, reverted.rec)
		m = difference(v.doc, reverted)
		v.doc, v.backupReason = reverted, reasonRestore
		return true, nil
	})
	return m, err
}

// PreviewReplace tells what [Vault.ReplaceWith] would do, and changes nothing.
func (v *Vault) PreviewReplace(other *Vault) (Merged, error) {
	theirs, err := other.snapshot()
	if err != nil {
		return Merged{}, err
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.closed {
		return Merged{}, ErrClosed
	}
	clock := v.clock // nobody gets the stamps that this one gives out
	reverted, err := v.reverted(theirs, stamper{&clock, v.o.Device})
	if err != nil {
		return Merged{}, err
	}
	return difference(v.doc, reverted), nil
}

// reverted returns the document of the session with the accounts as they are in theirs. It
// changes nothing of the session but the clock of the stamper, where that is the session's.
func (v *Vault) reverted(theirs *document, s stamper) (*document, error) {
	d, err := v.joinCopy(theirs)
	if err != nil {
		return nil, err
	}
	return d, d.revertTo(theirs, s)
}

// revertTo gives all accounts the fields of another version, with new stamps.
func (d *document) revertTo(to *document, s stamper) error {
	then, now := to.byKey(), d.byKey()
	purged := d.tombstoneStamps()
	for _, e := range to.entries {
		if e.rec == nil || now[e.rec.key()] != nil {
			continue
		}
		d.entries = append(d.entries, e.countedTo(d.tombstoneCounter(e.rec.key()))) // purged since
		err := d.apply(s, len(d.entries)-1, purged[e.rec.key()], []change{{fieldTrashed, quoteTime(e.rec.acc.Trashed)}})
		if err != nil {
			return err
		}
	}
	d.reindex()
	for i, e := range d.entries {
		if e.rec == nil {
			continue
		}
		if err := d.apply(s, i, 0, revertingChanges(e.rec, then[e.rec.key()], s.clock.now())); err != nil {
			return err
		}
	}
	return nil
}

// revertingChanges lists the changes that make a record what it was; what was not there goes to
// the trash.
func revertingChanges(now, old *record, at time.Time) []change {
	switch {
	case old != nil:
		return revertedFields(now, old)
	case !now.acc.InTrash():
		return []change{{fieldTrashed, quoteTime(at)}}
	}
	return nil
}

// revertedFields lists the fields whose value in old differs; fields that old lacks become
// empty by the value of their kind.
func revertedFields(now, old *record) []change {
	var list []change
	for _, m := range now.fields.Members() {
		f, ok := parseField(m.Value)
		g, ok2 := parseField(old.fields.Get(m.Name))
		empty := emptyValue(m.Name)
		switch {
		case ok && ok2 && string(f.value) != string(g.value):
			list = append(list, change{m.Name, g.value})
		case ok && !ok2 && empty != nil && string(f.value) != string(empty):
			list = append(list, change{m.Name, empty})
		}
	}
	return list
}

func emptyValue(name string) []byte {
	switch name {
	case fieldIssuer, fieldName, fieldNote, fieldIcon:
		return []byte(`""`)
	case fieldTags:
		return []byte(`[]`)
	case fieldPinned, fieldArchived:
		return []byte(`false`)
	case fieldOrder:
		return []byte(`0`)
	case fieldTrashed:
		return jsonNull
	}
	return nil
}
