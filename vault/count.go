package vault

import (
	"context"
	"errors"
	"math"
	"slices"

	"watchword/vault/account"
	"watchword/vault/internal/ordered"
	"watchword/vault/otp"
)

// Count takes the next counter of an HOTP account and saves the vault with the raised one. The
// counter is nobody else's: it was saved on top of the very file that it was compared with.
// Without an error it is on disk (r.Status is Saved or SavedNotFlushed); with one, show no
// code. Errors: [ErrNotHOTP], [ErrCounterUsedUp], [ErrNoAccount], [ErrCountDisturbed],
// [ErrCountUnnoted], [ErrCountBackup], those of a save.
func (v *Vault) Count(ctx context.Context, id string) (counter uint64, r Result, err error) {
	v.saving.Lock()
	defer v.saving.Unlock()
	if err := v.canSave(ctx); err != nil {
		return 0, Result{Err: err}, err
	}
	if v.isBackup() {
		return 0, Result{Err: ErrCountBackup}, ErrCountBackup
	}
	if err := v.canNote(); err != nil {
		err = withMessage(ErrCountUnnoted, err)
		return 0, Result{Err: err}, err
	}
	defer v.waitForOthers(ctx)()
	var came Merged
	if _, err := v.compare(); errors.Is(err, ErrChanged) {
		if came, err = v.mergeDisk(); err != nil {
			err = withMessage(err, ErrChanged)
			return 0, Result{Err: err}, err
		}
	}
	if v.Older() {
		return 0, Result{Err: ErrCountOlder}, ErrCountOlder
	}
	r = v.saveRounds(ctx, &compared{
		make: func() (err error) {
			counter, err = v.raise(id)
			return err
		},
		undo: func() { v.lower(id, counter) },
	})
	r.Merged = came.And(r.Merged)
	switch {
	case r.Status == NotSaved && errors.Is(r.Err, ErrChanged):
		r.Err = ErrCountDisturbed
		return 0, r, r.Err
	case r.Status == NotSaved:
		return 0, r, r.Err
	case r.Status == SavedNotFlushed && !v.flush: // in place, but over a file that nobody could compare
		return 0, r, withMessage(ErrCountDisturbed, r.Err)
	case v.noted != nil:
		return 0, r, withMessage(ErrCountUnnoted, v.noted)
	}
	return counter, r, nil
}

// compared is a change that may only be saved on top of the version that it was made on.
type compared struct {
	make func() error
	undo func() // after a save that failed
}

// raise returns the counter of an HOTP account and raises it by one, in memory.
func (v *Vault) raise(id string) (uint64, error) {
	var counter uint64
	err := v.write(func() (bool, error) {
		i, ok := v.doc.index[id]
		if !ok {
			return false, ErrNoAccount
		}
		r := v.doc.entries[i].rec
		if r.acc.Key.Type != otp.HOTP {
			return false, ErrNotHOTP
		}
		if r.acc.Counter == math.MaxInt64 {
			return false, ErrCounterUsedUp
		}
		counter = r.acc.Counter
		raised, err := r.withCounter(counter + 1)
		if err != nil {
			return false, err
		}
		v.doc.put(i, raised)
		return true, nil
	})
	return counter, err
}

// lower takes a raised counter back whose code nobody saw: a service follows only a few that were
// passed over. Should the raised one be in the file after all, merging takes the larger.
func (v *Vault) lower(id string, counter uint64) {
	v.write(func() (bool, error) {
		if i, ok := v.doc.index[id]; ok && v.doc.entries[i].rec.acc.Counter == counter+1 {
			if lowered, err := v.doc.entries[i].rec.withCounter(counter); err == nil {
				v.doc.put(i, lowered)
			}
		}
		return false, nil
	})
}

func (r *record) withCounter(counter uint64) (*record, error) {
	return r.withMember("counter", ordered.QuoteNumber(counter))
}

// countedTo returns an entry whose counter is at least this one.
func (e entry) countedTo(counter uint64) entry {
	if e.rec == nil || e.rec.acc.Counter >= counter {
		return e
	}
	r, err := e.rec.withCounter(counter)
	if err != nil {
		return e
	}
	return entry{raw: r.obj.Text(), rec: r}
}

// counts reports whether there are counter-based accounts.
func (v *Vault) counts() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.ContainsFunc(v.doc.entries, func(e entry) bool { return e.rec != nil && e.rec.acc.Key.Type == otp.HOTP })
}

// catchUp raises the counters of this session to the greatest that a backup has, and returns how
// many it raised. They are in memory then. Backups with another password cannot be asked.
func (v *Vault) catchUp() (raised int) {
	if !v.counts() {
		return 0
	}
	used := map[string]uint64{}
	list, _ := v.Backups()
	for _, b := range list {
		theirs, err := v.contentOf(&b)
		if err != nil {
			continue
		}
		for _, e := range theirs.entries {
			if e.rec != nil && e.rec.acc.Key.Type == otp.HOTP {
				used[e.rec.cred] = max(used[e.rec.cred], e.rec.acc.Counter)
			}
		}
		for _, t := range theirs.tombstones {
			used[t.key.cred] = max(used[t.key.cred], t.counter)
		}
		theirs.wipe()
	}
	v.write(func() (bool, error) {
		for i, e := range v.doc.entries {
			if e.rec == nil || e.rec.acc.Key.Type != otp.HOTP || e.rec.acc.Counter >= used[e.rec.cred] {
				continue
			}
			if r, err := e.rec.withCounter(used[e.rec.cred]); err == nil {
				v.doc.put(i, r)
				raised++
			}
		}
		return raised > 0, nil
	})
	return raised
}

// tombstoneCounter is the counter that an account had when it was deleted for good, 0 without one.
func (d *document) tombstoneCounter(key recordKey) (counter uint64) {
	for _, t := range d.tombstones {
		if t.key == key {
			counter = max(counter, t.counter)
		}
	}
	return counter
}

// usedCounter is the counter from which on nobody used the credential of a, as far as this vault
// knows: a link that is added once more, or out of an old export, still has the old one.
func (v *Vault) usedCounter(a account.Account) (counter uint64) {
	if a.Key.Type != otp.HOTP {
		return 0
	}
	cred := a.Credential()
	for _, e := range v.doc.entries {
		if e.rec != nil && e.rec.cred == cred {
			counter = max(counter, e.rec.acc.Counter)
		}
	}
	for _, t := range v.doc.tombstones {
		if t.key.cred == cred {
			counter = max(counter, t.counter)
		}
	}
	return counter
}

// RaiseCounter sets the counter of an HOTP account to a larger one, such as the one that another
// device has reached, and reports whether it did. No counter is ever set back: codes that were
// used would come again.
func (v *Vault) RaiseCounter(id string, counter uint64) bool {
	raised := false
	v.write(func() (bool, error) {
		i, ok := v.doc.index[id]
		if !ok || counter > math.MaxInt64 {
			return false, nil
		}
		r := v.doc.entries[i].rec
		if r.acc.Key.Type != otp.HOTP || r.acc.Counter >= counter {
			return false, nil
		}
		r, err := r.withCounter(counter)
		if err != nil {
			return false, err
		}
		v.doc.put(i, r)
		raised = true
		return true, nil
	})
	return raised
}
