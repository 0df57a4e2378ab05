package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// A relay is a few computers, each with backups and notes of its own, a window that stays open for a
// while and commands that open the vault, change something and end; and a sync program between
// them that puts old versions back at any moment. What was acknowledged must survive all
// restarts: in the file, or where the notice's advice brings it back from.
type relay struct {
	t     *testing.T
	seed  uint64
	rng   *rand.Rand
	m     *memFS
	clock *testClock
	desks []*seat
	old   [][]byte
	n     int // for words
	acts  int

	// Whether a backup could not be made: a computer with a wrong clock takes the temporary files of
	// its other programs for old ones.
	warned bool

	calm         bool              // the sync program is done, and nobody writes in between
	acknowledged map[string]bool   // values of saves that were said to be saved
	overwritten  map[string]bool   // values that a later edit saw and replaced
	home         map[string]string // value -> id of the account that has it
	purged       map[string]bool   // accounts that were deleted for good, with all that was ever in them
	merges       int               // how often the advice was followed
}

// A seat is one computer of a relay.
type seat struct {
	o      Options
	window *Vault // nil: none is open
	busy   int    // programs that are inside a save
}

func newRelay(t *testing.T, seed uint64, ready *memFS) *relay {
	r := &relay{
		t: t, seed: seed, rng: rand.New(rand.NewPCG(seed, 11)), m: ready.clone(), clock: newClock(),
		acknowledged: map[string]bool{}, overwritten: map[string]bool{}, home: map[string]string{}, purged: map[string]bool{},
	}
	r.m.now, r.m.exclusive = r.clock.now, true
	for i := range 2 + r.rng.IntN(2) {
		o := memOptions(r.m)
		name := fmt.Sprint("/computer-", i)
		wrong := time.Duration(0)
		if r.rng.IntN(4) == 0 {
			wrong = []time.Duration{-time.Hour, 3 * time.Hour, 60 * 24 * time.Hour}[r.rng.IntN(3)]
		}
		o.Now = func() time.Time { return r.clock.t.Add(wrong) }
		o.Device, o.BackupDir, o.StateDir = name[1:], name+"/backups", name+"/state"
		r.desks = append(r.desks, &seat{o: o})
	}
	return r
}

func (r *relay) fail(format string, args ...any) {
	r.t.Helper()
	r.t.Fatalf("seed %d: %s", r.seed, fmt.Sprintf(format, args...))
}

func (r *relay) open(s *seat) *Vault {
	v, err := tryOpen(memPath, goodPassword, s.o)
	for range 20 {
		if !errors.Is(err, io.ErrUnexpectedEOF) { // replaced twice while it was read: one tries again
			break
		}
		v, err = tryOpen(memPath, goodPassword, s.o)
	}
	if err != nil {
		r.fail("the vault does not open: %v", err)
	}
	return v
}

// interrupt is what may happen at any call to the file system.
func (r *relay) interrupt(int, string) {
	if r.calm || r.acts > 16 || r.rng.IntN(25) > 0 {
		return
	}
	switch s := r.desks[r.rng.IntN(len(r.desks))]; {
	case r.rng.IntN(3) == 0:
		r.sync()
	case s.busy < 2 && !r.waits(s):
		r.act(s)
	}
}

// waits reports whether a program that begins at a computer would wait for another one there
// that is writing its note.
func (r *relay) waits(s *seat) bool {
	for path, n := range r.m.held {
		if n > 0 && strings.HasPrefix(path, s.o.StateDir) && strings.HasSuffix(path, ".seen.lock") {
			return true
		}
	}
	return false
}

// sync is the sync program: it keeps versions, and may put an old one in place.
func (r *relay) sync() {
	if data := r.m.get(memPath); data != nil {
		r.old = append(r.old, data)
	}
	if r.rng.IntN(2) == 0 && len(r.old) > 0 {
		r.m.put(memPath, r.old[r.rng.IntN(len(r.old))])
	}
}

// act lets somebody at a computer do something: in its window, or by a command.
func (r *relay) act(s *seat) {
	s.busy++
	r.acts++
	defer func() { s.busy-- }()
	r.clock.add(time.Duration(r.rng.IntN(90_000)) * time.Millisecond)
	switch {
	case s.window == nil && r.rng.IntN(3) == 0 && s.busy == 1:
		s.window = r.open(s)
	case s.window != nil && r.rng.IntN(4) == 0 && s.busy == 1:
		w := s.window
		s.window = nil
		w.Close() // locked, or killed: what was not saved is lost, and nobody promised it
	case s.window != nil && r.rng.IntN(2) == 0 && s.busy == 1:
		r.change(s.window)
	default:
		v := r.open(s)
		r.change(v)
		v.Close()
	}
}

// change changes something and saves it, and now and then follows the notice first.
func (r *relay) change(v *Vault) {
	if v.Older() && r.rng.IntN(3) == 0 {
		r.follow(v)
	}
	r.n++
	word := fmt.Sprintf("word-%d.", r.n)
	list := v.Accounts()
	if len(list) == 0 || r.rng.IntN(3) == 0 {
		r.home[word] = v.Add(totp(word, "", "secret of "+word))[0]
	} else if a := list[r.rng.IntN(len(list))]; r.rng.IntN(12) == 0 {
		v.Purge(a.ID)
		r.purged[a.ID], word = true, ""
	} else {
		v.Edit(a.ID, Edit{Note: ptr(word)})
		r.home[word], r.overwritten[a.Note] = a.ID, true
	}
	res := v.Save(context.Background())
	r.warned = r.warned || res.Backup != nil
	if res.Status != NotSaved && res.Backup == nil && word != "" {
		r.acknowledged[word] = true
	}
}

// follow does what the notice advises.
func (r *relay) follow(v *Vault) {
	if len(v.Missing()) == 0 {
		if !r.warned {
			r.fail("there is nothing to merge, though every state was copied")
		}
		v.AcceptOlder(context.Background()) // "Saved, but no backup was made" was said of it
		return
	}
	if _, err := v.MergeMissing(); err != nil {
		r.fail("the backup that is advised cannot be merged: %v", err)
	}
	r.merges++
}

// settle lets the sync program rest, and everybody open, follow the notice and save until nothing changes.
func (r *relay) settle() {
	r.calm = true
	for _, s := range r.desks {
		if s.window != nil {
			s.window.Refresh(context.Background())
			s.window.Save(context.Background())
			s.window.Close()
			s.window = nil
		}
	}
	for range 10 {
		before := r.m.get(memPath)
		for _, s := range r.desks {
			v := r.open(s)
			if v.Older() {
				r.follow(v)
			}
			if res := v.Save(context.Background()); res.Status != Saved {
				r.fail("it does not come to rest: %+v", res)
			}
			if v.Older() && (len(v.Missing()) > 0 || !r.warned) {
				r.fail("the advice was followed, and the notice stays")
			} else if v.Older() {
				r.follow(v)
			}
			v.Close()
		}
		if string(before) == string(r.m.get(memPath)) {
			return
		}
	}
	r.fail("the computers never agree")
}

// check looks for all that was acknowledged in the file, as a value or in a history; values that
// a merge did not show wait in the session of the computer that knows of them.
func (r *relay) check() {
	var text strings.Builder
	for _, s := range r.desks {
		v := r.open(s)
		text.Write(v.doc.text())
		v.Close()
	}
	file := text.String()
	for _, word := range slices.Sorted(maps.Keys(r.acknowledged)) {
		if !strings.Contains(file, word) && !r.overwritten[word] && !r.purged[r.home[word]] {
			r.fail("%s was acknowledged and is lost", word)
		}
	}
	for path := range r.m.names {
		if strings.HasSuffix(path, ".tmp") {
			r.fail("%s was left", path)
		}
	}
}

// TestSchedulesOverRestarts runs random relays. WATCHWORD_CASES says how many.
func TestSchedulesOverRestarts(t *testing.T) {
	defer func(before time.Duration) { lockTimeout = before }(lockTimeout)
	lockTimeout = 0 // who would wait goes on without the lock: programs that hang
	ready := prepared(t, false)
	n, merges := cases(40), 0
	for seed := range uint64(n) {
		r := newRelay(t, seed, ready)
		r.m.before = r.interrupt
		for range 6 {
			r.act(r.desks[r.rng.IntN(len(r.desks))])
		}
		r.settle()
		r.check()
		merges += r.merges
		if (seed+1)%10_000 == 0 {
			t.Logf("so far %d schedules", seed+1)
		}
	}
	t.Logf("%d schedules, the notice was followed %d times", n, merges)
	if merges == 0 {
		t.Error("the notice was never needed: do old versions come back?")
	}
}
