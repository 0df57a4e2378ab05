package vault

import (
	"context"
	"errors"
	"testing"
	"time"

	"watchword/vault/account"
)

// counting returns a vault in memory whose first account is counter-based.
func counting(t *testing.T, o Options) *Vault {
	t.Helper()
	v, err := Create(context.Background(), memPath, []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	v.Add(hotp("VPN", "a key to count with", 0), totp("A", "", "a key that is not"))
	mustSave(t, v)
	return v
}

// counters are those that were given out.
type counters map[uint64]bool

// take counts once, and notes the counter, which must be new.
func (c counters) take(t *testing.T, v *Vault) error {
	t.Helper()
	n, r, err := v.Count(context.Background(), v.Accounts()[0].ID)
	switch {
	case err != nil:
		return err
	case r.Status == NotSaved:
		t.Errorf("counter %d was given out unsaved: %v", n, r.Err)
	case c[n]:
		t.Errorf("counter %d was given out twice", n)
	}
	c[n] = true
	return nil
}

func onDiskCounter(t *testing.T, o Options) uint64 {
	t.Helper()
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	return v.Accounts()[0].Counter
}

// Whoever unlocks while another program counts has the file from before and the revision from
// after, by this computer's note: revisions prove nothing.
func TestCountAfterTheNoteRanAhead(t *testing.T) {
	o := memOptions(newMemFS())
	o.StateDir = "/home/me/state"
	v, seen := counting(t, o), counters{}
	for range 4 {
		late, err := Open(memPath, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := seen.take(t, v); err != nil {
			t.Fatal(err)
		}
		w, err := late.Unlock(context.Background(), []byte(goodPassword))
		if err != nil {
			t.Fatal(err)
		}
		if err := seen.take(t, w); err != nil {
			t.Fatal(err)
		}
	}
	if n := onDiskCounter(t, o); n != 8 || len(seen) != 8 {
		t.Errorf("8 codes took %d counters, and the file has %d", len(seen), n)
	}
}

// Another program counts, or saves, at each moment of a count; there is no lock.
func TestCountAtEveryMomentOfAnother(t *testing.T) {
	for _, other := range []struct {
		name string
		do   func(t *testing.T, w *Vault, seen counters) error
	}{
		{"counts", func(t *testing.T, w *Vault, seen counters) error { return seen.take(t, w) }},
		{"counts twice", func(t *testing.T, w *Vault, seen counters) error {
			return errors.Join(seen.take(t, w), seen.take(t, w))
		}},
		{"edits", func(t *testing.T, w *Vault, _ counters) error {
			w.Edit(w.Accounts()[1].ID, Edit{Note: ptr("meanwhile")})
			return w.Save(context.Background()).Err
		}},
	} {
		for at, more := 1, true; more; at++ {
			m := newMemFS()
			o := memOptions(m)
			v := counting(t, o)
			w := unlockMem(t, m)
			seen, calls := counters{}, 0
			m.before = func(int, string) {
				if calls++; calls == at {
					if err := other.do(t, w, seen); err != nil {
						t.Errorf("%s at call %d: %v", other.name, at, err)
					}
				}
			}
			if err := seen.take(t, v); err != nil {
				t.Errorf("%s at call %d: %v", other.name, at, err)
			}
			m.before = nil
			more = calls >= at
			if err := seen.take(t, v); err != nil {
				t.Fatal(err)
			}
			for n := range seen {
				if disk := onDiskCounter(t, o); n >= disk {
					t.Errorf("%s at call %d: counter %d was given out, the file has %d", other.name, at, n, disk)
				}
			}
		}
	}
}

// Each call of a count fails in each way: a counter that is given out is on disk, and one that
// was not written at all is not lost.
func TestEveryCallOfACountFails(t *testing.T) {
	for _, noExchange := range []bool{false, true} {
		for _, f := range faults {
			if f.kill || f.alike && !large() {
				continue
			}
			for at, more := 1, true; more; at++ {
				m := newMemFS()
				m.noExchange = noExchange
				o := memOptions(m)
				v, seen := counting(t, o), counters{}
				file := m.get(memPath)
				m.calls, m.failAt, m.fault = 0, at, f
				err := seen.take(t, v)
				more = m.calls >= at
				m.failAt = 0
				disk := onDiskCounter(t, o)
				switch {
				case err == nil && disk != 1:
					t.Errorf("%s at call %d: a code, and the file has counter %d", f.name, at, disk)
				case err != nil && string(m.get(memPath)) == string(file) && v.Accounts()[0].Counter != 0:
					t.Errorf("%s at call %d: nothing was written, and the counter is %d", f.name, at, v.Accounts()[0].Counter)
				}
				if err := seen.take(t, v); err != nil {
					t.Errorf("%s at call %d, then: %v", f.name, at, err)
				}
			}
		}
	}
}

// Whoever is disturbed without end gets no counter, and passes none over.
func TestCountDisturbedWithoutEnd(t *testing.T) {
	m := newMemFS()
	o := memOptions(m)
	v := counting(t, o)
	w, busy, back := unlockMem(t, m), false, false
	m.before = func(_ int, op string) {
		if op != "exchange" || busy {
			return
		}
		if back = !back; back { // not when the exchange is undone
			busy = true
			w.Edit(w.Accounts()[1].ID, Edit{Note: ptr(w.Accounts()[1].Note + "x")})
			mustSave(t, w)
			busy = false
		}
	}
	if err := (counters{}).take(t, v); !errors.Is(err, ErrCountDisturbed) {
		t.Errorf("%v", err)
	}
	m.before = nil
	if err := (counters{}).take(t, v); err != nil {
		t.Error(err)
	}
	if n := onDiskCounter(t, o); n != 1 {
		t.Errorf("one code took %d counters", n)
	}
}

// A count waits for the program that holds the lock, so that no counter is passed over, but not
// longer than its caller does.
func TestACountWaitsForTheLock(t *testing.T) {
	o := cheap()
	o.StateDir = t.TempDir()
	v := newTestVault(t, o, hotp("VPN", "a key to count with", 0))
	unlock, err := Disk().Lock(v.lockPath(), 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, stop)
	if _, _, err := v.Count(ctx, v.Accounts()[0].ID); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	time.AfterFunc(50*time.Millisecond, unlock)
	if n, _, err := v.Count(context.Background(), v.Accounts()[0].ID); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// No way back turns a counter back: its codes were used.
func TestCountersOfWhatWasDeleted(t *testing.T) {
	link := hotp("VPN", "a key to count with", 0)
	for _, row := range []struct {
		name string
		back func(t *testing.T, v, before *Vault)
	}{
		{"added again by its link, beside the trash", func(t *testing.T, v, _ *Vault) {
			v.Trash(v.Accounts()[0].ID)
			v.Add(link)
		}},
		{"added again by its link, after it was purged", func(t *testing.T, v, _ *Vault) {
			v.Purge(v.Accounts()[0].ID)
			v.Add(link)
		}},
		{"purged, and edited later elsewhere", func(t *testing.T, v, before *Vault) {
			v.Purge(v.Accounts()[0].ID)
			before.clock = v.clock
			before.Edit(before.Accounts()[0].ID, Edit{Note: ptr("later")})
			if _, err := v.MergeFrom(before); err != nil {
				t.Fatal(err)
			}
		}},
		{"purged, and the whole vault made as it was", func(t *testing.T, v, before *Vault) {
			v.Purge(v.Accounts()[0].ID)
			if _, err := v.ReplaceWith(before); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		m := newMemFS()
		v := counting(t, memOptions(m))
		before := unlockMem(t, m)
		for range 3 {
			if err := (counters{}).take(t, v); err != nil {
				t.Fatal(err)
			}
		}
		row.back(t, v, before)
		mustSave(t, v)
		var live []account.Account
		for _, a := range v.Accounts() {
			if a.Issuer == "VPN" && !a.InTrash() {
				live = append(live, a)
			}
		}
		if len(live) != 1 || live[0].Counter != 3 {
			t.Errorf("%s: %d accounts, counter %v", row.name, len(live), live)
		}
		v.Close()
		before.Close()
	}
}

// In an older file the counter may have been used: no code until what it lacks is merged.
func TestNoCountInAnOlderFile(t *testing.T) {
	m := newMemFS()
	d := newDesk(t, m, "here", newClock())
	counting(t, d.o).Close()
	older := m.get(memPath)
	seen := counters{}
	count := func() error {
		v := d.open()
		defer v.Close()
		return seen.take(t, v)
	}
	for range 3 {
		if err := count(); err != nil {
			t.Fatal(err)
		}
	}
	m.put(memPath, older)
	if err := count(); !errors.Is(err, ErrCountOlder) {
		t.Fatalf("in an older file: %v", err)
	}
	d.mergeMissing()
	if err := count(); err != nil || !seen[3] {
		t.Errorf("after the merge: %v, %v", err, seen)
	}
}
