package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"watchword/vault/account"
)

// A desk is a computer in front of a shared file: with backups, notes and a clock of its own.
type desk struct {
	t     *testing.T
	m     *memFS
	o     Options
	clock *testClock
}

func newDesk(t *testing.T, m *memFS, name string, clock *testClock) *desk {
	o := memOptions(m)
	o.Device, o.Now = name, clock.now
	o.BackupDir, o.StateDir = "/"+name+"/backups", "/"+name+"/state"
	m.now = clock.now
	return &desk{t, m, o, clock}
}

func (d *desk) open() *Vault {
	d.t.Helper()
	d.clock.add(time.Second)
	v, err := tryOpen(memPath, goodPassword, d.o)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

// add is a whole run of the program that adds an account.
func (d *desk) add(name string) {
	d.t.Helper()
	v := d.open()
	defer v.Close()
	v.Add(totp(name, "", "secret of "+name))
	mustSave(d.t, v)
}

func (d *desk) has(name string) bool {
	d.t.Helper()
	v := d.open()
	defer v.Close()
	return slices.ContainsFunc(v.Accounts(), func(a account.Account) bool { return a.Issuer == name })
}

// mergeMissing does what the notice advises.
func (d *desk) mergeMissing() {
	d.t.Helper()
	v := d.open()
	defer v.Close()
	if _, err := v.MergeMissing(); err != nil {
		d.t.Fatal(err)
	}
	mustSave(d.t, v)
	if v.Older() {
		d.t.Error("after the merge the notice stays")
	}
}

// TestTheLastSaveIsAmongTheBackups: whatever was acknowledged lies among the backups by then,
// once, and the notice's advice brings it back.
func TestTheLastSaveIsAmongTheBackups(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	d.add("first")
	old := m.get(memPath)
	for i := range 3 {
		d.add(fmt.Sprint("more ", i))
	}
	d.add("last")
	v := d.open()
	list, err := v.Backups()
	if err != nil || len(list) != 6 || !bytes.Equal(m.get(list[0].Path), m.get(memPath)) {
		t.Fatalf("%d backups, %v; want the file that was there and five saves", len(list), err)
	}
	if v.Older() {
		t.Error("the newest file counts as older")
	}
	m.put(memPath, old)
	v = d.open()
	if !v.Older() || len(v.Missing()) != 1 || !bytes.Equal(m.get(v.Missing()[0].Path), m.get(list[0].Path)) {
		t.Fatalf("older %v, missing %+v", v.Older(), v.Missing())
	}
	d.mergeMissing()
	if !d.has("last") || d.open().Older() {
		t.Error("the advice did not bring the last save back, or is given again")
	}
}

// TestWaysBackToAnOlderFile goes through the ways in which an older file comes back. Whatever
// was done after that, the notice stands until it is answered, and following it brings everything back.
func TestWaysBackToAnOlderFile(t *testing.T) {
	for _, row := range []struct {
		why string
		do  func(d, other *desk, old []byte)
	}{
		{"once", func(d, _ *desk, old []byte) { d.m.put(memPath, old) }},
		{"then a save that does not look", func(d, _ *desk, old []byte) {
			d.m.put(memPath, old)
			d.add("after")
		}},
		{"then many saves: the missing backup is not pruned", func(d, _ *desk, old []byte) {
			d.m.put(memPath, old)
			for i := range 30 {
				d.add(fmt.Sprint("after ", i))
			}
		}},
		{"again and again, with saves in between", func(d, _ *desk, old []byte) {
			for i := range 3 {
				d.m.put(memPath, old)
				d.add(fmt.Sprint("kept ", i))
			}
			d.m.put(memPath, old)
		}},
		{"another computer saves on top of it, to a higher revision", func(d, other *desk, old []byte) {
			d.m.put(memPath, old)
			for i := range 6 {
				other.add(fmt.Sprint("there ", i))
			}
		}},
		{"and an account is deleted for good", func(d, _ *desk, old []byte) {
			d.m.put(memPath, old)
			v := d.open()
			v.Purge(v.Accounts()[0].ID)
			mustSave(d.t, v)
			v.Close()
		}},
		{"while a window is open that saves afterwards", func(d, _ *desk, old []byte) {
			w := d.open()
			d.add("by a command")
			d.m.put(memPath, old)
			w.Edit(w.Accounts()[1].ID, Edit{Note: ptr("in the window")})
			if r := w.Save(context.Background()); r.Status != Saved {
				d.t.Fatalf("%+v", r)
			}
			if !w.Older() {
				d.t.Error("the window that saved does not say so")
			}
			w.Close()
		}},
		{"and the note of what was seen cannot be written for a while", func(d, _ *desk, old []byte) {
			d.m.put(memPath, old)
			d.m.before = func(n int, op string) {
				if d.m.failAt = 0; op == "lock" || op == "rename" {
					d.m.failAt, d.m.fault = n, faults[0]
				}
			}
			d.open().Close()
			d.m.before, d.m.failAt = nil, 0
		}},
	} {
		t.Run(row.why, func(t *testing.T) {
			m := prepared(t, false)
			clock := newClock()
			d, other := newDesk(t, m, "desk", clock), newDesk(t, m, "other", clock)
			old := m.get(memPath)
			other.open().Close()
			d.add("one")
			d.add("last")
			row.do(d, other, old)
			for range 2 { // it is said again at every start
				if v := d.open(); !v.Older() || len(v.Missing()) == 0 {
					t.Fatalf("older %v, missing %+v", v.Older(), v.Missing())
				}
			}
			d.add("meanwhile")
			if !d.open().Older() {
				t.Fatal("a save made the old file official")
			}
			d.mergeMissing()
			for _, name := range []string{"one", "last", "meanwhile"} {
				if !d.has(name) {
					t.Errorf("%s is not back", name)
				}
			}
			if d.open().Older() {
				t.Error("answered, it is said again")
			}
		})
	}
}

// TestAnOlderFileWithAnEarlierSheet lacks nothing but the new recovery sheet.
func TestAnOlderFileWithAnEarlierSheet(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	old := m.get(memPath)
	v := d.open()
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	m.put(memPath, old)
	if !d.open().Older() {
		t.Fatal("not noticed")
	}
	d.mergeMissing()
	l, err := Open(memPath, d.o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.UnlockWithSheet(string(sheet.Key)); err != nil {
		t.Errorf("the sheet: %v", err)
	}
}

// TestAnOlderFileThatIsWanted: a user who restored an older file says so once.
func TestAnOlderFileThatIsWanted(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	old := m.get(memPath)
	d.add("last")
	m.put(memPath, old)
	v := d.open()
	if done, err := v.AcceptOlder(t.Context()); done.Kept != 1 || done.Counters != 0 || done.Unsure || err != nil {
		t.Errorf("%+v, %v", done, err)
	}
	if v.Older() || len(v.Missing()) > 0 {
		t.Error("accepted, and still said")
	}
	v.Add(totp("on top", "", "secret on top"))
	mustSave(t, v)
	if v.Older() || d.open().Older() {
		t.Error("said again after a save")
	}
}

// TestWhatAnAcceptedOlderFileLacksIsKept: whoever answers by mistake, or learns later what is
// missing, still finds it among the backups, in both folders.
func TestWhatAnAcceptedOlderFileLacksIsKept(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	d.o.SecondBackupDir = "/stick"
	m.MkdirAll("/stick")
	old := m.get(memPath)
	d.add("last")
	acknowledged := m.get(memPath)
	m.put(memPath, old)
	v := d.open()
	if _, err := v.AcceptOlder(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		v = d.open()
		if i%2 == 0 {
			v.Purge(v.Add(totp("gone", "", "secret of gone"))...) // special moments
		}
		v.Add(totp(fmt.Sprint("after ", i), "", fmt.Sprint("secret after ", i)))
		mustSave(t, v)
	}
	for _, p := range d.o.backupPlaces() {
		b := findBackup(m, filepath.Join(p.parent, v.ID()), hash(acknowledged).String())
		if b == nil || !bytes.Equal(m.get(b.Path), acknowledged) {
			t.Fatalf("%s: the state that was acknowledged was removed", p.parent)
		}
		if b.Reason != reasonOlder {
			t.Errorf("%s: it is kept as %q", p.parent, b.Reason)
		}
	}
	b := findBackup(m, v.backupFolder(), hash(acknowledged).String())
	if err := v.RemoveBackups(*b); err != nil || m.get(b.Path) != nil {
		t.Errorf("it cannot be deleted on purpose: %v", err)
	}
}

// TestAnOlderFileIsNotAcceptedWhereItsBackupCannotBeKept: the notice stays.
func TestAnOlderFileIsNotAcceptedWhereItsBackupCannotBeKept(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	old := m.get(memPath)
	d.add("last")
	m.put(memPath, old)
	v := d.open()
	m.fault = fault{err: syscall.ENOSPC}
	m.before = func(n int, op string) {
		if m.failAt = 0; op == "create" {
			m.failAt = n
		}
	}
	_, err := v.AcceptOlder(t.Context())
	m.failAt, m.before = 0, nil
	if err == nil || !v.Older() || !d.open().Older() {
		t.Errorf("%v, older %v", err, v.Older())
	}
}

// TestABackupBeyondTheNoteHidesNotWhatTheNoteSays: what somebody else wrote was copied and could not
// be noted. The state in the note is still one that the file must have all of.
func TestABackupBeyondTheNoteHidesNotWhatTheNoteSays(t *testing.T) {
	for _, row := range []struct {
		why string
		see func(d *desk, theirs []byte)
	}{
		{"it was seen while no note could be written", func(d *desk, theirs []byte) {
			d.m.put(memPath, theirs)
			d.o.FS = &noNotes{memFS: d.m, dir: d.o.StateDir, err: syscall.EROFS}
			if !d.open().Older() {
				d.t.Error("at first it is not noticed")
			}
			d.o.FS = d.m
		}},
		{"a save copied it, and failed after that", func(d *desk, theirs []byte) {
			v := d.open()
			defer v.Close()
			d.m.put(memPath, theirs)
			v.o.FS = &noNotes{memFS: d.m, dir: filepath.Dir(memPath), err: syscall.ENOSPC}
			v.Add(totp("not saved", "", "the secret of not saved"))
			if r := v.Save(context.Background()); r.Status != NotSaved {
				d.t.Fatalf("%+v", r)
			}
		}},
	} {
		m := prepared(t, false)
		clock := newClock()
		d, other := newDesk(t, m, "desk", clock), newDesk(t, m, "other", clock)
		old := m.get(memPath)
		d.add("ours")
		ours := m.get(memPath)
		m.put(memPath, old)
		other.add("theirs")
		other.add("theirs again")
		theirs := m.get(memPath)
		m.put(memPath, ours)
		row.see(d, theirs)
		if folders, _ := m.ReadDir(d.o.BackupDir); len(folders) != 1 || findBackup(m, filepath.Join(d.o.BackupDir, folders[0]), hash(theirs).String()) == nil {
			t.Fatalf("%s: theirs was not copied, so the test plays something else", row.why)
		}
		m.put(memPath, theirs)
		other.add("on top of theirs")
		d.o.FS = &noNotes{memFS: m, dir: d.o.StateDir, err: syscall.EROFS}
		if v := d.open(); !v.Older() || !v.keeps(lastSeen{})(*findBackup(m, v.backupFolder(), hash(ours).String())) {
			t.Errorf("%s: older %v", row.why, v.Older())
		}
		d.o.FS = m
		for range 2 { // the first writes the note
			if v := d.open(); !v.Older() {
				t.Errorf("%s: once there are notes again it is not noticed", row.why)
			}
		}
		d.mergeMissing()
		if !d.has("ours") || !d.has("on top of theirs") || d.open().Older() {
			t.Errorf("%s: the advice did not bring everything together", row.why)
		}
	}
}

// TestAnOlderFileIsToldWhereTheLockCannotBeHad: a program that was stopped in the middle of a save
// holds the lock for as long as it likes.
func TestAnOlderFileIsToldWhereTheLockCannotBeHad(t *testing.T) {
	defer func(before time.Duration) { lockTimeout = before }(lockTimeout)
	lockTimeout = time.Millisecond
	m := newMemFS()
	d := newDesk(t, m, "desk", newClock())
	v := counting(t, d.o)
	old := m.get(memPath)
	seen := counters{}
	if err := seen.take(t, v); err != nil {
		t.Fatal(err)
	}
	m.put(memPath, old)
	m.exclusive, m.held[v.lockPath()] = true, 1
	v = d.open()
	if err := seen.take(t, v); !v.Older() || !errors.Is(err, ErrCountOlder) {
		t.Errorf("older %v, a code is made: %v", v.Older(), err)
	}
}

// TestACopyHasTheRevisionOfItsBytes: the file changed after it was read, and when it is looked at
// for sure it cannot be read once more.
func TestACopyHasTheRevisionOfItsBytes(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	d, other := newDesk(t, m, "desk", clock), newDesk(t, m, "other", clock)
	old := m.get(memPath)
	other.add("theirs")
	first := m.get(memPath)
	other.add("theirs again")
	second := m.get(memPath)
	m.put(memPath, old)
	d.add("ours")
	m.put(memPath, first)
	l, err := Open(memPath, d.o)
	if err != nil {
		t.Fatal(err)
	}
	m.put(memPath, second)
	locks, played := 0, false
	m.before = func(n int, op string) {
		if m.failAt = 0; op == "lock" {
			locks++
		}
		if locks == 3 && op == "resolve" && !played { // of the vault file, once the two locks are held
			m.failAt, m.fault, played = n, faults[0], true
		}
	}
	v, err := l.Unlock(context.Background(), []byte(goodPassword))
	m.before, m.failAt = nil, 0
	if err != nil || !played || v.FileSum() != hash(second).String() {
		t.Fatalf("%v after %d locks: the test plays something else", err, locks)
	}
	if v.copyOf(state{File: hash(second).String()}) == nil {
		t.Error("what was seen has no copy")
	}
	list, err := v.Backups()
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	for _, b := range list {
		w, err := v.OpenCopy(b.Path)
		if err != nil || w.FileRevision() != b.Revision {
			t.Errorf("a copy of revision %d is called %d, %v", w.FileRevision(), b.Revision, err)
		}
	}
}

// TestADamagedCopyOfWhatIsMissingIsNotKept: its name says that it holds what the older file lacks.
func TestADamagedCopyOfWhatIsMissingIsNotKept(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	old := m.get(memPath)
	d.add("last")
	acknowledged := m.get(memPath)
	m.put(memPath, old)
	v := d.open()
	b := v.copyOf(state{File: hash(acknowledged).String()})
	m.put(b.Path, append(acknowledged[:len(acknowledged)-1:len(acknowledged)-1], acknowledged[len(acknowledged)-1]^1))
	if done, err := v.AcceptOlder(t.Context()); err != nil || done.Kept != 0 || m.get(b.Path) == nil {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestWhatIsMergedAndNotSavedIsStillMissing: another state is answered meanwhile.
func TestWhatIsMergedAndNotSavedIsStillMissing(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	d, other := newDesk(t, m, "desk", clock), newDesk(t, m, "other", clock)
	old := m.get(memPath)
	d.add("one")
	m.put(memPath, old)
	other.add("two")
	d.open().Close()
	m.put(memPath, old)
	v := d.open()
	list := v.Missing()
	if len(list) != 2 {
		t.Fatalf("%d states are missing: the test plays something else", len(list))
	}
	merged, err := v.OpenCopy(list[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.MergeFrom(merged); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveBackups(list[1]); err != nil {
		t.Fatal(err)
	}
	if !v.Older() {
		t.Error("what is not saved yet is not spoken of any more")
	}
	v.Close()
	if v = d.open(); !v.Older() || len(v.Missing()) != 1 || v.Missing()[0].Path != list[0].Path {
		t.Errorf("older %v, missing %+v", v.Older(), v.Missing())
	}
}

// TestMoreMissingStatesThanANoteHolds: those that fall out of the note are never pruned.
func TestMoreMissingStatesThanANoteHolds(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	d.add("first")
	acknowledged := m.get(memPath)
	d.add("second")
	v := d.open()
	seen, _, _ := v.readLastSeen()
	seen.Missing = []state{{Revision: 1, File: hash(acknowledged).String(), Told: true}}
	for i := range maxMissing {
		seen.Missing = append(seen.Missing, state{Revision: 2, File: hash([]byte(fmt.Sprint(i))).String()})
	}
	v.writeLastSeen(seen)
	if b := findBackup(m, v.backupFolder(), hash(acknowledged).String()); b == nil || b.Reason != reasonOlder {
		t.Errorf("its backup: %+v", b)
	}
}

// TestWhatIsNoRollBack: none of this is an older file.
func TestWhatIsNoRollBack(t *testing.T) {
	for _, row := range []struct {
		why string
		do  func(d, other *desk)
	}{
		{"another computer saves on top of ours, many times", func(d, other *desk) {
			for i := range 20 {
				other.add(fmt.Sprint("there ", i))
			}
		}},
		{"another computer edits and deletes what we made", func(d, other *desk) {
			v := other.open()
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("there")})
			mustSave(d.t, v)
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("again")})
			v.Trash(v.Accounts()[1].ID)
			v.Purge(v.Accounts()[2].ID)
			mustSave(d.t, v)
		}},
		{"another computer edits what a wrong clock of ours wrote", func(d, other *desk) {
			began := d.clock.t
			d.clock.t = began.AddDate(14, 0, 0)
			v := d.open()
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("zzz")})
			mustSave(d.t, v)
			d.clock.t = began.Add(time.Minute)
			for i := range 3 {
				v = other.open()
				v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(fmt.Sprint("right ", i))})
				mustSave(d.t, v)
			}
		}},
		{"the password was changed elsewhere", func(d, other *desk) {
			v := other.open()
			if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
				d.t.Fatal(err)
			}
			mustSave(d.t, v)
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("under it")})
			mustSave(d.t, v)
		}},
		{"somebody looks into a backup", func(d, _ *desk) {
			v := d.open()
			list, _ := v.Backups()
			w, err := tryOpen(list[len(list)-1].Path, goodPassword, d.o)
			if err != nil || w.Older() {
				d.t.Errorf("the backup: %v", err)
			}
		}},
		{"a value of ours that was replaced is forgotten after 90 days", func(d, other *desk) {
			v := other.open()
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("there")})
			mustSave(d.t, v)
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("again")})
			mustSave(d.t, v)
			d.clock.add(100 * 24 * time.Hour)
		}},
	} {
		m := prepared(t, false)
		clock := newClock()
		d, other := newDesk(t, m, "desk", clock), newDesk(t, m, "other", clock)
		d.add("one")
		v := d.open()
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("ours")})
		mustSave(t, v)
		row.do(d, other)
		clock.add(time.Second)
		password := goodPassword
		for range 2 {
			w, err := tryOpen(memPath, password, d.o)
			if errors.Is(err, ErrWrongPassword) {
				password = otherPassword
				w, err = tryOpen(memPath, password, d.o)
			}
			if err != nil || w.Older() {
				t.Fatalf("%s: %v, said to be older", row.why, err)
			}
			w.Edit(w.Accounts()[0].ID, Edit{Note: ptr(clock.t.String())})
			if r := w.Save(context.Background()); r.Status != Saved || w.Older() {
				t.Errorf("%s: %+v, older %v", row.why, r, w.Older())
			}
			if seen, ok, _ := w.readLastSeen(); !ok || len(seen.Missing) > 0 {
				t.Errorf("%s: %d states wait to be merged", row.why, len(seen.Missing))
			}
		}
	}
}

// TestSavesBetweenReadingAndUnlocking: another program saves after this one has read the file and
// before its key is derived, and again between the note and the file. That is no roll-back.
func TestSavesBetweenReadingAndUnlocking(t *testing.T) {
	ready := prepared(t, false)
	first := newDesk(t, ready, "desk", newClock())
	first.add("first")
	for at := range 60 { // at each call of the unlock
		m := ready.clone()
		d := newDesk(t, m, "desk", newClock())
		d.clock.add(time.Hour)
		l, err := Open(memPath, d.o)
		if err != nil {
			t.Fatal(err)
		}
		d.add("before the key was derived")
		calls := 0
		m.before = func(int, string) {
			if calls++; calls == at+1 {
				before := m.before
				m.before = nil
				d.add(fmt.Sprint("at call ", at))
				d.add(fmt.Sprint("again at call ", at))
				m.before = before
			}
		}
		v, err := l.Unlock(context.Background(), []byte(goodPassword))
		m.before = nil
		if err != nil || v.Older() {
			t.Fatalf("call %d: %v, said to be older", at, err)
		}
		v.Add(totp("ours", "", "secret of ours"))
		if r := v.Save(context.Background()); r.Status != Saved || v.Older() {
			t.Fatalf("call %d: %+v, older %v", at, r, v.Older())
		}
		if w := d.open(); w.Older() || len(w.Accounts()) < 6 {
			t.Fatalf("call %d: afterwards older %v, %d accounts", at, w.Older(), len(w.Accounts()))
		}
	}
}

// TestSavesOfAnotherProgramBesideOurs: another program of this computer saves at each call of
// our save, until all is noted.
func TestSavesOfAnotherProgramBesideOurs(t *testing.T) {
	ready := prepared(t, false)
	newDesk(t, ready, "desk", newClock()).add("first")
	for at := range 90 {
		m := ready.clone()
		d := newDesk(t, m, "desk", newClock())
		d.clock.add(time.Hour)
		v := d.open()
		v.Add(totp("ours", "", "secret of ours"))
		calls := 0
		m.before = func(int, string) {
			if calls++; calls == at+1 {
				before := m.before
				m.before = nil
				d.add("theirs")
				m.before = before
			}
		}
		r := v.Save(context.Background())
		m.before = nil
		if r.Status != Saved || v.Older() {
			t.Fatalf("call %d: %+v, older %v", at, r, v.Older())
		}
		if !r.Merged.None() && (!r.Merged.Here || r.Merged.String() != "From another program on this computer: theirs was added.") {
			t.Errorf("call %d: %q", at, r.Merged)
		}
		if w := d.open(); w.Older() || calls > at && !d.has("theirs") || !d.has("ours") {
			t.Fatalf("call %d: afterwards older %v", at, w.Older())
		}
	}
}

// TestNotesThatCountForNothing: a note that somebody wrote who does not know the vault counts as none.
func TestNotesThatCountForNothing(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	old := m.get(memPath)
	d.add("last")
	note := filepath.Join(d.o.StateDir, d.open().ID()+".seen")
	good := m.get(note)
	m.put(memPath, old)
	if !d.open().Older() {
		t.Fatal("an older file was not noticed")
	}
	waiting := m.get(note)
	d.o.BackupDir = "" // which would tell too
	for _, data := range [][]byte{
		bytes.Replace(good, []byte(`"revision":`), []byte(`"revision":9`), 1),
		bytes.Replace(waiting, []byte(`,"told":true`), nil, 1),
		bytes.Replace(waiting, []byte(`"missing"`), []byte(`"nothing"`), 1),
		[]byte("{}"), nil, []byte("rubbish"), bytes.Repeat([]byte(" "), maxLastSeen+1),
	} {
		m.put(note, data)
		if d.open().Older() {
			t.Errorf("%.80q was believed", data)
		}
	}
}

// TestSavedButNoBackup: a copy of the new file that cannot be made is said, the save stands, and
// the next one makes up for it.
func TestSavedButNoBackup(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	operations[0].do(v)
	creates := 0
	m.before = func(n int, op string) {
		if m.failAt = 0; op == "create" {
			if creates++; creates == 2 { // the first is the new vault file
				m.failAt, m.fault = n, faults[slices.IndexFunc(faults, func(f fault) bool { return f.name == "ENOSPC" })]
			}
		}
	}
	r := v.Save(context.Background())
	m.before, m.failAt = nil, 0
	if r.Status != Saved || r.Err != nil || r.Backup == nil {
		t.Fatalf("%+v", r)
	}
	if text := fmt.Sprint(r.Backup); text != "The backup folder cannot be used (no space left on device)." {
		t.Errorf("%q", text)
	}
	inPlace := func() bool {
		list, _ := v.Backups()
		return bytes.Equal(m.get(list[0].Path), m.get(memPath))
	}
	if inPlace() {
		t.Error("there is a backup after all")
	}
	if r := v.Save(context.Background()); r.Status != Saved || r.Backup != nil || !inPlace() {
		t.Errorf("saving again without a change: %+v", r)
	}
}

// TestOwnSavesAreCopiedOnce: what this computer wrote is not copied again when it is replaced.
func TestOwnSavesAreCopiedOnce(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	for i, op := range operations {
		if err := op.do(v); err != nil {
			t.Fatal(err)
		}
		from := len(m.trace)
		mustSave(t, v)
		var flushes, files int
		for _, op := range m.trace[from:] {
			switch op {
			case "sync", "syncdir":
				flushes++
			case "create":
				files++
			}
		}
		want := 2 // files, each with two flushes: the vault and its copy
		if list, _ := v.Backups(); list[1].Reason != "" {
			want = 3 // and the copy from before a special moment
		}
		if flushes != 2*want || files != want {
			t.Errorf("save %d, %s: %d flushes and %d new files, want %d", i, op.name, flushes, files, want)
		}
	}
}

// TestASaveThatSeemedToFailLacksWhatCameSince: our file was in place for a moment, another came over
// it and was merged, and then ours was put back. What was merged is still to be saved.
func TestASaveThatSeemedToFailLacksWhatCameSince(t *testing.T) {
	m := prepared(t, false)
	theirs := editedElsewhere(t, m)
	v := unlockMem(t, m)
	v.Add(totp("ours", "", "secret of ours"))
	from, restoreFile := len(m.trace), false
	var ours []byte
	m.before = func(_ int, op string) {
		merged := slices.ContainsFunc(v.doc.entries, func(e entry) bool { return e.rec != nil && e.rec.acc.Issuer == "from elsewhere" })
		switch {
		case op == "syncdir" && ours == nil && slices.Contains(m.trace[from:], "exchange"):
			ours = m.get(memPath)
			m.put(memPath, theirs) // just after ours was put in place
		case op == "stat" && merged && !restoreFile:
			m.put(memPath, ours)
			restoreFile = true
		}
	}
	mustSave(t, v)
	m.before = nil
	if !restoreFile {
		t.Fatal("it was not put back: the test plays something else")
	}
	if got := seenOnDisk(t, "", m); !strings.Contains(got, "from elsewhere") || !strings.Contains(got, "ours") || v.Dirty() {
		t.Errorf("on disk:\n%s", got)
	}
}

// A computer that only reads keeps no more backups of what others save than one that saves.
func TestAComputerThatOnlyReads(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	reader, writer := newDesk(t, m, "desk", clock), newDesk(t, m, "laptop", clock)
	window := reader.open()
	for i := range 120 {
		writer.add(fmt.Sprint("account ", i))
		if i < 60 {
			reader.open().Close()
		} else if _, err := window.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		clock.add(time.Minute)
		if have, err := window.Backups(); err != nil || len(have) > keepLast+keepDaily+keepWeekly {
			t.Fatalf("%d: %d backups, %v", i, len(have), err)
		}
	}
	have, err := reader.open().Backups()
	if err != nil {
		t.Fatal(err)
	}
	if newest, err := reader.open().OpenCopy(have[0].Path); err != nil || len(newest.Accounts()) != 123 {
		t.Errorf("the newest is not among them: %v", err)
	}
}
