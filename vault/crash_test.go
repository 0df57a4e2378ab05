package vault

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// A power cut loses what was not flushed, in any order. The log of a memFS says what was
// done; here every state that a disk may be left in is made from it, and each must have a
// vault in its place: the old one or the new one, and the new one once a save was
// acknowledged.

// A crash rebuilds disks from the log of a memFS.
type crash struct {
	start map[string]*node // names before the log
	log   []event
}

// durable returns the names that are safe after the first n events, and the changes of
// names that a power cut may keep or lose. A flush of a folder makes its names safe.
func (c crash) durable(n int) (names map[string]*node, pending []event) {
	names = maps.Clone(c.start)
	for _, e := range c.log[:n] {
		switch e.kind {
		case "name":
			pending = append(pending, e)
		case "flushdir":
			var rest []event
			for _, p := range pending {
				if filepath.Dir(p.path) == e.dir {
					apply(names, p)
				} else {
					rest = append(rest, p)
				}
			}
			pending = rest
		}
	}
	return names, pending
}

func apply(names map[string]*node, e event) {
	if e.node == nil {
		delete(names, e.path)
	} else {
		names[e.path] = e.node
	}
}

// flushed returns the bytes of a file that are safe after n events, and what was written
// and not flushed.
func (c crash) flushed(n int, file *node) (safe []byte, whole []byte, known bool) {
	for _, e := range c.log[:n] {
		if e.node != file {
			continue
		}
		switch e.kind {
		case "flush":
			safe, known = e.bytes, true
			whole = e.bytes
		case "data":
			known = true
			whole = file.data // a file is written once; what it holds at the end will do
		}
	}
	return safe, whole, known
}

// disk builds what is found after a power cut: the chosen changes of names, and of each
// file that was not flushed a part, nothing, or rubbish.
func (c crash) disk(n int, names map[string]*node, pending []event, keep uint64, rng *rand.Rand) *memFS {
	after := maps.Clone(names)
	for i, e := range pending {
		if keep>>i&1 == 1 {
			apply(after, e)
		}
	}
	m := newMemFS()
	for path, file := range after {
		m.put(path, c.content(n, file, rng))
		for dir := filepath.Dir(path); !m.dirs[dir]; dir = filepath.Dir(dir) {
			m.dirs[dir] = true
		}
	}
	return m
}

func (c crash) content(n int, file *node, rng *rand.Rand) []byte {
	safe, whole, known := c.flushed(n, file)
	switch {
	case !known:
		return file.data // it was there before the log began
	case len(safe) == len(whole):
		return safe
	}
	switch rng.IntN(3) {
	case 0:
		return safe
	case 1:
		return whole[:rng.IntN(len(whole)+1)]
	}
	return make([]byte, len(whole)) // the length came, the data did not
}

// TestPowerCuts plays sessions of several operations and cuts the power after every event,
// with every choice of what survives. WATCHWORD_CASES says how many states to try.
func TestPowerCuts(t *testing.T) {
	want := cases(10_000)
	states, seed := 0, uint64(0)
	for ; states < want; seed++ {
		states += cutPower(t, seed)
	}
	t.Logf("%d crash states of %d sessions", states, seed)
}

func cutPower(t *testing.T, seed uint64) int {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 5))
	m := prepared(t, rng.IntN(3) == 0).clone()
	v := unlockMem(t, m)
	c := crash{start: maps.Clone(m.names)}
	m.log = nil
	// What may be found, and from which event on the later ones must be.
	good := map[sum]int{v.onDisk: 0}
	saved := map[int]sum{}
	acknowledged := map[int]int{0: 0} // event -> least version
	for version := 1; version <= 3; version++ {
		op := operations[rng.IntN(len(operations))]
		if version == 1 {
			op = operations[1] // an import: enough accounts for what follows
		}
		if err := op.do(v); err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		good[v.onDisk], saved[version] = version, v.onDisk
		acknowledged[len(m.log)] = version
	}
	c.log = m.log
	states, least := 0, 0
	for n := 0; n <= len(c.log); n++ {
		if a, ok := acknowledged[n]; ok {
			least = a
		}
		names, pending := c.durable(n)
		for keep := range uint64(1) << min(len(pending), 10) {
			disk := c.disk(n, names, pending, keep, rng)
			states++
			found, ok := good[hash(disk.get(memPath))]
			if !ok || found < least {
				t.Fatalf("seed %d, after event %d, survivors %b: found version %d (%v), at least %d was acknowledged", seed, n, keep, found, ok, least)
			}
			if least > 0 && !amongBackups(disk, saved[least]) {
				t.Fatalf("seed %d, after event %d, survivors %b: version %d was acknowledged and is not among the backups", seed, n, keep, least)
			}
			// Now and then start the program on it, for all that a start does.
			if rng.IntN(50) == 0 {
				startAgain(t, fmt.Sprintf("seed %d, event %d, survivors %b", seed, n, keep), disk)
			}
		}
	}
	return states
}

// amongBackups reports whether a file has a whole copy under the name of a backup.
func amongBackups(m *memFS, file sum) bool {
	for path, n := range m.names {
		if _, ok := parseBackupName(filepath.Base(path)); ok && hash(n.data) == file {
			return true
		}
	}
	return false
}

// startAgain opens what a power cut left, and saves.
func startAgain(t *testing.T, name string, m *memFS) {
	t.Helper()
	for _, password := range []string{goodPassword, otherPassword} {
		v, err := tryOpen(memPath, password, memOptions(m))
		if err != nil {
			continue
		}
		if len(v.Accounts()) < 2 {
			t.Fatalf("%s: %d accounts", name, len(v.Accounts()))
		}
		v.Add(totp("after", "", "after the power cut"))
		if r := v.Save(context.Background()); r.Status != Saved {
			t.Fatalf("%s: %+v", name, r)
		}
		return
	}
	t.Fatalf("%s: it does not open", name)
}
