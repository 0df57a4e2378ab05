package vault

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

func TestTheLockIsHeldByOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	unlock, err := Disk().Lock(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Disk().Lock(path, 30*time.Millisecond); !errors.Is(err, errBusy) {
		t.Errorf("held twice: %v", err)
	}
	time.AfterFunc(50*time.Millisecond, unlock)
	again, err := Disk().Lock(path, 10*time.Second)
	if err != nil {
		t.Fatalf("after it was given back: %v", err)
	}
	again()
	if _, err := Disk().Lock(filepath.Join(path, "x"), 0); err == nil || errors.Is(err, errBusy) {
		t.Errorf("a lock where no file can be: %v", err)
	}
}

// A save takes the lock and gives it back, and one that does not get it saves all the same.
func TestTheLockIsACourtesy(t *testing.T) {
	defer func(before time.Duration) { lockTimeout = before }(lockTimeout)
	lockTimeout = 50 * time.Millisecond
	o := cheap()
	o.StateDir = filepath.Join(t.TempDir(), "state")
	v := newTestVault(t, o, totp("A", "a", "secret of a 1"))
	lock := filepath.Join(o.StateDir, v.ID()+".lock")
	unlock, err := Disk().Lock(lock, 0)
	if err != nil {
		t.Fatalf("a save kept the lock: %v", err)
	}
	for range 2 {
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(time.Now().String())})
		if r := v.Save(context.Background()); r.Status != Saved {
			t.Errorf("%+v", r)
		}
		unlock() // twice does no harm
	}
	m := prepared(t, false)
	mo := memOptions(m)
	mo.StateDir = "/home/me/state"
	w, err := tryOpen(memPath, goodPassword, mo)
	if err != nil {
		t.Fatal(err)
	}
	m.before = func(n int, op string) {
		if op == "lock" {
			m.failAt, m.fault = n, faults[0]
		}
	}
	operations[0].do(w)
	mustSave(t, w)
	if m.failAt == 0 {
		t.Error("no lock was asked for")
	}
}

// A vault file that was gone is written again while another program saves: it may have made a copy
// and not noted it yet, so no backup is removed.
func TestNothingIsPrunedBesideAnotherProgram(t *testing.T) {
	defer func(before time.Duration) { lockTimeout = before }(lockTimeout)
	lockTimeout = time.Millisecond
	for _, row := range []struct {
		why    string
		others int // programs that save
	}{
		{"alone", 0}, {"another one saves", 1},
	} {
		m := prepared(t, false)
		d := newDesk(t, m, "desk", newClock())
		v := d.open()
		v.Add(totp("one", "", "secret of one"))
		mustSave(t, v)      // alone
		for i := range 20 { // as many as one day does not keep
			d.clock.add(time.Second)
			if err := v.copyInto(v.backupFolder(), []byte{byte(i)}, 1, ""); err != nil {
				t.Fatal(err)
			}
		}
		before, _ := v.Backups()
		m.Remove(memPath)
		m.exclusive, m.held[v.lockPath()] = true, row.others
		if r := v.SaveCopy(context.Background(), memPath); r.Status != Saved {
			t.Fatalf("%s: %+v", row.why, r)
		}
		after, _ := v.Backups()
		if removed := len(before) + 1 - len(after); (removed > 0) != (row.others == 0) {
			t.Errorf("%s: %d backups were removed", row.why, removed)
		}
	}
}
