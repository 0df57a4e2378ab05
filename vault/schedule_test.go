package vault

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A schedule is two computers and a sync program on one file. Each call to the file system
// is a moment at which another may come in between.
type schedule struct {
	t       *testing.T
	seed    uint64
	rng     *rand.Rand
	m       *memFS
	writers [2]*Vault
	busy    [2]bool // inside a save
	old     [][]byte
	wanted  []string // every value that somebody typed
	n       int

	overwritten map[string]bool // notes that a later edit replaced knowingly
}

// rollsBack reports whether the sync program of this schedule also brings old versions
// back. Then only sessions that live on can repair the file, and none is restarted.
func (s *schedule) rollsBack() bool { return s.seed%2 == 0 }

func (s *schedule) open(i int) *Vault {
	o := memOptions(s.m)
	o.Device, o.BackupDir = fmt.Sprint("device-", i), ""
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		s.t.Fatalf("seed %d: the vault does not open: %v", s.seed, err)
	}
	return v
}

// interrupt is what may happen at any call.
func (s *schedule) interrupt(int, string) {
	if s.rng.IntN(10) > 0 {
		return
	}
	switch i := s.rng.IntN(3); {
	case i < 2 && !s.busy[i]:
		s.act(i)
	case i == 2:
		s.sync()
	}
}

// sync is the sync program: it keeps versions, and may put an old one in place.
func (s *schedule) sync() {
	if data := s.m.get(memPath); data != nil {
		s.old = append(s.old, data)
	}
	if s.rollsBack() && s.rng.IntN(3) == 0 && len(s.old) > 0 {
		s.m.put(memPath, s.old[s.rng.IntN(len(s.old))])
	}
}

// act lets a computer change something and save it.
func (s *schedule) act(i int) {
	v := s.writers[i]
	s.busy[i] = true
	defer func() { s.busy[i] = false }()
	s.n++
	word := fmt.Sprintf("word-%d.", s.n)
	s.wanted = append(s.wanted, word)
	switch list := v.Accounts(); s.rng.IntN(3) {
	case 0:
		v.Add(totp(word, "", "secret of "+word))
	default:
		a := list[s.rng.IntN(len(list))]
		s.overwritten[a.Note] = true
		v.Edit(a.ID, Edit{Note: ptr(word)})
	}
	r := v.Save(context.Background())
	if r.Status == Saved && !s.rollsBack() && s.rng.IntN(3) == 0 {
		v.Close()
		s.writers[i] = s.open(i) // acknowledged: it must survive the session
	}
}

// settle lets both computers save until nothing changes any more.
func (s *schedule) settle() {
	s.m.before = nil
	for range 10 {
		for _, v := range s.writers {
			v.Refresh(context.Background())
			if r := v.Save(context.Background()); r.Status != Saved {
				s.t.Fatalf("seed %d: it does not come to rest: %+v", s.seed, r)
			}
		}
		if s.writers[0].onDisk == s.writers[1].onDisk {
			return
		}
	}
	s.t.Fatalf("seed %d: the two never agree", s.seed)
}

// check looks for every word in the file, as a value or in a history.
func (s *schedule) check() {
	o := memOptions(s.m)
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		s.t.Fatalf("seed %d: %v", s.seed, err)
	}
	text := string(v.doc.text())
	for _, word := range s.wanted {
		// A note may also have been replaced by a later edit that saw it.
		if !strings.Contains(text, word) && !s.overwritten[word] {
			s.t.Fatalf("seed %d: %s is lost", s.seed, word)
		}
	}
	if got := describe(s.writers[0]); got != describe(v) || got != describe(s.writers[1]) {
		s.t.Fatalf("seed %d: memory and file differ", s.seed)
	}
	for path := range s.m.names {
		if strings.HasSuffix(path, ".tmp") {
			s.t.Fatalf("seed %d: %s was left", s.seed, path)
		}
	}
}

// TestRandomSchedules interleaves two writers and a sync program call by call.
func TestRandomSchedules(t *testing.T) {
	ready := prepared(t, false)
	n := cases(100)
	for seed := range uint64(n) {
		s := &schedule{t: t, seed: seed, rng: rand.New(rand.NewPCG(seed, 3)), m: ready.clone(), overwritten: map[string]bool{}}
		s.writers = [2]*Vault{s.open(0), s.open(1)}
		s.m.before = s.interrupt
		for range 4 {
			s.act(s.rng.IntN(2))
		}
		s.settle()
		s.check()
		if (seed+1)%10_000 == 0 {
			t.Logf("so far %d schedules", seed+1)
		}
	}
	t.Logf("%d schedules", n)
}
