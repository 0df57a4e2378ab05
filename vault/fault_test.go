package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

const memPath = "/home/me/data/vault.watchword"

func memOptions(m *memFS) Options {
	o := cheap()
	o.FS, o.BackupDir = m, "/home/me/data/backups"
	return o
}

// An operation is something a user does that ends in a save.
type operation struct {
	name string
	do   func(v *Vault) error
}

var operations = []operation{
	{"edit", func(v *Vault) error { return v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("new note")}) }},
	{"import", func(v *Vault) error { v.Add(sample(5)...); return nil }},
	{"re-key", func(v *Vault) error {
		if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
			return err
		}
		_, err := v.NewRecovery()
		return err
	}},
	{"purge", func(v *Vault) error { v.Purge(v.Accounts()[1].ID); return nil }},
	{"merge", func(v *Vault) error {
		other, err := otherBranch(v)
		if err != nil {
			return err
		}
		_, err = v.MergeFrom(other)
		return err
	}},
	{"restore", func(v *Vault) error {
		other, err := otherBranch(v)
		if err != nil {
			return err
		}
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("an edit that is taken back")})
		_, err = v.ReplaceWith(other)
		return err
	}},
	{"counter", func(v *Vault) error {
		for _, a := range v.Accounts() {
			if a.Key.Type == otp.HOTP {
				_, err := v.raise(a.ID)
				return err
			}
		}
		v.Add(hotp("C", "a new counter key", 5))
		return nil
	}},
}

// otherBranch is the same vault as another computer changed it.
func otherBranch(v *Vault) (*Vault, error) {
	o := v.o
	o.Device = "device-2"
	other := newVault(o, "/elsewhere", v.doc.clone(), passwordKey{}, nil)
	other.Add(totp("elsewhere", "", "a key from elsewhere"))
	return other, other.Edit(other.Accounts()[1].ID, Edit{Note: ptr("a note from elsewhere")})
}

// prepared returns a file system with a vault of three accounts, saved twice.
func prepared(t *testing.T, noExchange bool) *memFS {
	t.Helper()
	m := newMemFS()
	m.noExchange = noExchange
	o := memOptions(m)
	v, err := Create(context.Background(), memPath, []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	v.Add(totp("A", "a", "secret of a 1"), totp("B", "b", "secret of b 1"), hotp("C", "secret of c 1", 5))
	mustSave(t, v)
	return m
}

// TestEveryCallOfASaveFails lets each call of each operation fail in each way, once and
// for good, with and without exchange, and looks at what is on disk and what was said.
func TestEveryCallOfASaveFails(t *testing.T) {
	cases, points := 0, 0
	for _, noExchange := range []bool{false, true} {
		ready := prepared(t, noExchange)
		for _, op := range operations {
			if noExchange && !large() && op.name != "edit" {
				continue
			}
			t.Run(op.name, func(t *testing.T) { // ./test quick has two of them only
				n := countCalls(t, ready, op)
				points = max(points, n)
				cases += failEverywhere(t, ready, op, n)
			})
		}
	}
	t.Logf("%d cases, up to %d calls in one save", cases, points)
	if points < 24 {
		t.Errorf("only %d fault points: are the calls still counted?", points)
	}
}

// failEverywhere lets each of the n calls of an operation fail in each way, and returns how many cases
// that were.
func failEverywhere(t *testing.T, ready *memFS, op operation, n int) (cases int) {
	t.Helper()
	for at := 1; at <= n; at++ {
		for _, f := range faults {
			for _, sticky := range []bool{false, true} {
				if f.kill && sticky || !large() && (f.alike || sticky && f.name != "EIO") {
					continue
				}
				cases++
				name := fmt.Sprintf("%s, exchange %v, call %d, %s, sticky %v", op.name, !ready.noExchange, at, f.name, sticky)
				failOnce(t, name, ready.clone(), op, at, f, sticky)
			}
		}
	}
	return cases
}

// countCalls returns how many calls the save of an operation makes.
func countCalls(t *testing.T, ready *memFS, op operation) int {
	t.Helper()
	m := ready.clone()
	v := unlockMem(t, m)
	defer v.Close()
	if err := op.do(v); err != nil {
		t.Fatal(err)
	}
	m.calls = 0
	mustSave(t, v)
	return m.calls
}

func unlockMem(t *testing.T, m *memFS) *Vault {
	t.Helper()
	v, err := tryOpen(memPath, goodPassword, memOptions(m))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func failOnce(t *testing.T, name string, m *memFS, op operation, at int, f fault, sticky bool) {
	t.Helper()
	v := unlockMem(t, m)
	before := describe(v)
	if err := op.do(v); err != nil {
		t.Fatal(err)
	}
	after := describe(v)
	old := m.get(memPath)
	m.calls, m.trace, m.failAt, m.fault, m.sticky = 0, nil, at, f, sticky
	r, dead := saveOrDie(v)
	m.failAt = 0

	if got := describe(v); got != after {
		t.Fatalf("%s: the memory changed", name)
	}
	now := m.get(memPath)
	if seen := seenOnDisk(t, name, m); seen != before && seen != after {
		t.Fatalf("%s: on disk is neither the old nor the new vault:\n%s", name, seen)
	}
	if dead {
		return
	}
	switch r.Status {
	case Saved, SavedNotFlushed:
		if seenOnDisk(t, name, m) != after || bytes.Equal(old, now) {
			t.Fatalf("%s: %+v, but the old file is in place", name, r)
		}
		if r.Backup == nil && !amongBackups(m, hash(now)) {
			t.Fatalf("%s: %+v, and the new file is not among the backups", name, r)
		}
		if (r.Err == nil) != (r.Status == Saved) {
			t.Fatalf("%s: status %v with error %v", name, r.Status, r.Err)
		}
	case NotSaved:
		// With every further call failing it cannot be known whether an exchange that
		// said "failed" was one that worked.
		if !bytes.Equal(old, now) && !(sticky && f.after) {
			t.Fatalf("%s: said to be not saved (%v), but the file is another", name, r.Err)
		}
		if r.Err == nil {
			t.Fatalf("%s: not saved, and no reason", name)
		}
	}
	// Afterwards the disk works again, and so does saving.
	if r := v.Save(context.Background()); r.Status != Saved {
		t.Fatalf("%s: the next save: %+v", name, r)
	}
	if seenOnDisk(t, name, m) != after {
		t.Fatalf("%s: the next save did not write what is in memory", name)
	}
	if !sticky && r.Status == NotSaved && !slices.Contains(m.trace[:at], "remove") {
		noLeftovers(t, name, m)
	}
}

// saveOrDie saves and reports whether the program was killed meanwhile.
func saveOrDie(v *Vault) (r Result, dead bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(killed); !ok {
				panic(p)
			}
			dead = true
		}
	}()
	return v.Save(context.Background()), false
}

// seenOnDisk describes the vault that a fresh start would find.
func seenOnDisk(t *testing.T, name string, m *memFS) string {
	t.Helper()
	o := memOptions(m.clone())
	for _, password := range []string{goodPassword, otherPassword} {
		v, err := tryOpen(memPath, password, o)
		if err == nil {
			defer v.Close()
			return describe(v)
		}
		if !errors.Is(err, ErrWrongPassword) {
			t.Fatalf("%s: the vault does not open: %v", name, err)
		}
	}
	t.Fatalf("%s: neither password opens the vault", name)
	return ""
}

// noLeftovers checks that a failed save cleaned up.
func noLeftovers(t *testing.T, name string, m *memFS) {
	t.Helper()
	for path := range m.names {
		if strings.HasSuffix(path, ".tmp") {
			t.Errorf("%s: %s was left", name, filepath.Base(path))
		}
	}
}

// TestEveryCallOfCreateFails: either there is no file, or it is a vault that opens.
func TestEveryCallOfCreateFails(t *testing.T) {
	whole := newMemFS()
	if _, err := Create(context.Background(), memPath, []byte(goodPassword), memOptions(whole)); err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= whole.calls; at++ {
		for _, f := range faults {
			for _, sticky := range []bool{false, true} {
				m := newMemFS()
				m.failAt, m.fault, m.sticky = at, f, sticky && !f.kill
				v, err := createOrDie(m)
				m.failAt = 0
				if m.get(memPath) != nil {
					seenOnDisk(t, fmt.Sprintf("call %d, %s", at, f.name), m)
				} else if v != nil && err == nil {
					t.Fatalf("call %d, %s: no error and no file", at, f.name)
				}
			}
		}
	}
}

func createOrDie(m *memFS) (v *Vault, err error) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(killed); !ok {
				panic(p)
			}
			err = errors.New("killed")
		}
	}()
	return Create(context.Background(), memPath, []byte(goodPassword), memOptions(m))
}

// TestSomebodyElseWritesDuringASave puts another vault in place before each call: it must
// still be there afterwards, whole, in its place or beside it.
func TestSomebodyElseWritesDuringASave(t *testing.T) {
	for _, noExchange := range []bool{false, true} {
		ready := prepared(t, noExchange)
		n := countCalls(t, ready, operations[0])
		for at := 1; at <= n; at++ {
			m := ready.clone()
			theirs := editedElsewhere(t, m)
			v := unlockMem(t, m)
			operations[0].do(v)
			var op string
			m.calls, m.trace = 0, nil
			m.before = func(n int, o string) {
				if n == at {
					op = o
					m.put(memPath, theirs)
				}
			}
			r := v.Save(context.Background())
			m.before = nil
			if last := slices.Index(m.trace, "exchange"); noExchange && at > last+1 && !slices.Contains(m.trace[:at-1], "rename") {
				continue // between the last look and the rename: the race of milliseconds that remains
			}
			if r.Status == Saved && !slices.ContainsFunc(sharesOf(m), func(b []byte) bool { return bytes.Equal(b, theirs) }) {
				if !bytes.Equal(m.get(memPath), theirs) && !mergedIn(t, m) {
					t.Errorf("exchange %v, call %d (%s): their version is gone, and the save says %v", !noExchange, at, op, r.Status)
				}
			}
			if r.Status == NotSaved && !bytes.Equal(m.get(memPath), theirs) {
				t.Errorf("exchange %v, call %d (%s): not saved (%v), and their version is not in place", !noExchange, at, op, r.Err)
			}
		}
	}
}

// mergedIn reports whether what the others wrote came into our file.
func mergedIn(t *testing.T, m *memFS) bool {
	return strings.Contains(seenOnDisk(t, "merged", m), "from elsewhere")
}

func sharesOf(m *memFS) [][]byte {
	var list [][]byte
	for path := range m.names {
		list = append(list, m.get(path))
	}
	return list
}

// editedElsewhere returns the file as another computer would write it.
func editedElsewhere(t *testing.T, m *memFS) []byte {
	t.Helper()
	c := m.clone()
	o := memOptions(c)
	o.Device = "device-2"
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	v.Add(account.Account{Key: totp("", "", "from elsewhere key").Key, Issuer: "from elsewhere"})
	mustSave(t, v)
	return c.get(memPath)
}

func TestSentencesOfTheDisk(t *testing.T) {
	ready := prepared(t, false)
	tests := []struct {
		fault string
		want  error
	}{
		{"ENOSPC", ErrFull}, {"EDQUOT", ErrFull}, {"EACCES", ErrReadOnly}, {"EROFS", ErrReadOnly},
	}
	for _, test := range tests {
		m := ready.clone()
		v := unlockMem(t, m)
		operations[0].do(v)
		m.calls, m.sticky = 0, true
		m.fault = faults[slices.IndexFunc(faults, func(f fault) bool { return f.name == test.fault })]
		m.before = func(n int, op string) {
			if op == "create" && m.failAt == 0 {
				m.failAt = n
			}
		}
		if r := v.Save(context.Background()); r.Status != NotSaved || !errors.Is(r.Err, test.want) || r.Err.Error() != test.want.Error() {
			t.Errorf("%s: %+v", test.fault, r)
		}
		m.before, m.failAt = nil, 0
		if !v.Dirty() {
			t.Errorf("%s: the change was forgotten", test.fault)
		}
		if r := v.SaveCopy(context.Background(), "/elsewhere/copy.watchword"); r.Status != Saved {
			t.Errorf("%s: a copy elsewhere: %+v", test.fault, r)
		}
	}
}

func TestMissingFileAtSave(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	operations[0].do(v)
	m.Remove(memPath)
	if r := v.Save(context.Background()); r.Status != NotSaved || !errors.Is(r.Err, ErrMissing) {
		t.Fatalf("%+v", r)
	}
	if r := v.SaveCopy(context.Background(), memPath); r.Status != Saved {
		t.Fatalf("putting it back: %+v", r)
	}
	if v.Dirty() {
		t.Error("still dirty after it was put back in its own place")
	}
	mustSave(t, v)
}

func TestSaveIsCancelled(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	operations[0].do(v)
	old := m.get(memPath)
	ctx, cancel := context.WithCancel(context.Background())
	m.before = func(_ int, op string) {
		if op == "sync" {
			cancel()
		}
	}
	r := v.Save(ctx)
	m.before = nil
	if r.Status != NotSaved || !errors.Is(r.Err, context.Canceled) || !bytes.Equal(old, m.get(memPath)) || !v.Dirty() {
		t.Errorf("%+v", r)
	}
}

func TestReadingDoesNotWaitForASave(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	operations[0].do(v)
	m.before = func(_ int, op string) {
		if op == "write" {
			done := make(chan bool)
			go func() { v.Accounts(); v.Dirty(); v.Add(totp("during", "", "added during a save")); close(done) }()
			select {
			case <-done:
			case <-time.After(10 * time.Second):
				panic("reading hangs while a save writes")
			}
			m.before = nil
		}
	}
	mustSave(t, v)
	if !v.Dirty() {
		t.Error("what was added during the save counts as saved")
	}
	mustSave(t, v)
	if !strings.Contains(seenOnDisk(t, "", m), "during") {
		t.Error("what was added during the save is not on disk")
	}
}
