package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"watchword/vault/account"
)

func TestConflictCopiesAreRecognised(t *testing.T) {
	yes := map[string]string{
		"vault.sync-conflict-20260301-120000-ABCDEFG.watchword":             "Syncthing",
		"vault.sync-conflict-20260301-120000.watchword":                     "Syncthing before 0.14",
		"vault (Anna's conflicted copy 2026-03-01).watchword":               "Dropbox",
		"vault (conflicted copy 2026-03-01 120000).watchword":               "Nextcloud",
		"vault (In Konflikt stehende Kopie von Anna 2026-03-01).watchword":  "Dropbox, German",
		"vault (Copie en conflit de Anna 2026-03-01).watchword":             "Dropbox, French",
		"vault (Copia en conflicto de Anna 2026-03-01).watchword":           "Dropbox, Spanish",
		"vault (SFConflict anna@example.org 2026-03-01-12-00-00).watchword": "Seafile",
		"vault [Conflict].watchword":                                        "Google Drive, formerly",
		"vault 2.watchword":                                                 "iCloud Drive",
		"vault - Kopie.watchword":                                           "Windows, German",
		"vault_conflict-20260301-120000.watchword":                          "ownCloud",
		"vault-DESKTOP-1A2B3C4.watchword":                                   "OneDrive",
		"vault-Annas-PC-2.watchword":                                        "OneDrive, twice",
		"vault (1).watchword":                                               "Google Drive",
		"vault - Copy (2).watchword":                                        "Windows",
		"vault (kept 0a1b2c).watchword":                                     "ours",
		"vault (broken 0a1b2c).watchword":                                   "ours",
		"vault (1).sync-conflict-20260301-120000-ABCDEFG.watchword":         "a conflict of a conflict",
	}
	for name, program := range yes {
		if !isConflict("vault.watchword", name) {
			t.Errorf("%s (%s) is not recognised", name, program)
		}
	}
	for _, name := range []string{"vault.watchword", "other.watchword", "vault2.watchword", "vault (1).txt", "vault (abc).watchword", "vault [abc].watchword", "vault 2026.watchword", "vault two.watchword", ".vault.watchword.0123456789abcdef.tmp", "vault-.watchword"} {
		if isConflict("vault.watchword", name) {
			t.Errorf("%s is taken for a conflict copy", name)
		}
	}
	if !isTemp("v.watchword", ".v.watchword.0123456789abcdef.tmp") || isTemp("v.watchword", ".v.watchword.tmp") || isTemp("v.watchword", ".other.0123456789abcdef.tmp") {
		t.Error("leftovers are recognised wrongly")
	}
}

const conflictPath = "/home/me/data/vault.sync-conflict-20260301-120000-ABCDEFG.watchword"

func TestAConflictCopyIsTakenIn(t *testing.T) {
	m := prepared(t, false)
	m.put(conflictPath, editedElsewhere(t, m))
	m.put("/home/me/data/vault (1).watchword", []byte("rubbish"))
	v := unlockMem(t, m)
	copies := v.ConflictCopies()
	if len(copies) != 1 || copies[0].Path != conflictPath {
		t.Fatalf("%+v", copies)
	}
	got, r := v.MergeFile(context.Background(), copies[0].Path)
	if r.Status != Saved || r.Backup != nil || fmt.Sprint(got.Added) != "[from elsewhere]" {
		t.Fatalf("%+v, %+v", got, r)
	}
	if m.get(conflictPath) != nil {
		t.Error("the copy is still beside the vault")
	}
	backups, _ := v.Backups()
	found := false
	for _, b := range backups {
		old, err := v.OpenCopy(b.Path)
		found = found || err == nil && len(old.Accounts()) == 4
	}
	if !found {
		t.Error("the copy is not among the backups")
	}
	if !strings.Contains(seenOnDisk(t, "", m), "from elsewhere") {
		t.Error("it is not in the file")
	}
}

func TestCopiesThatAreNotTakenInStay(t *testing.T) {
	m := prepared(t, false)
	stranger := newMemFS()
	if _, err := Create(context.Background(), memPath, []byte(goodPassword), memOptions(stranger)); err != nil {
		t.Fatal(err)
	}
	m.put(conflictPath, stranger.get(memPath))
	v := unlockMem(t, m)
	if _, r := v.MergeFile(context.Background(), conflictPath); !errors.Is(r.Err, ErrWrongPassword) || m.get(conflictPath) == nil {
		t.Errorf("%+v", r)
	}
	if _, err := v.OpenCopy("/nothing"); err == nil {
		t.Error("nothing was opened")
	}
}

// What an interrupted save left under another password: nobody can tell what is in it, so it is named
// and stays, however old it is, unless it is the copy of a backup.
func TestALeftoverWithAnotherPassword(t *testing.T) {
	const temp = "/home/me/data/.vault.watchword.0123456789abcdef.tmp"
	for _, row := range []struct {
		why    string
		change func(m *memFS, v *Vault) []byte // what lies beside the vault
		named  bool
	}{
		{"a save that the old password opens, with a change", func(m *memFS, _ *Vault) []byte { return editedElsewhere(t, m) }, true},
		{"the file that an interrupted save had replaced", func(m *memFS, _ *Vault) []byte { return m.get(memPath) }, false},
		{"half of one", func(m *memFS, _ *Vault) []byte { return m.get(memPath)[:60] }, false},
	} {
		m := prepared(t, false)
		d := newDesk(t, m, "desk", newClock())
		v := d.open()
		v.Add(totp("more", "", "the secret of more"))
		mustSave(t, v)
		left := row.change(m, v)
		if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		m.put(temp, left) // which is of the year 1
		l, err := Open(memPath, d.o)
		if err != nil {
			t.Fatal(err)
		}
		w, err := l.Unlock(context.Background(), []byte(otherPassword))
		if err != nil {
			t.Fatal(err)
		}
		said := said(w)
		if named := strings.Contains(said, filepath.Base(temp)); named != row.named || (m.get(temp) != nil) != row.named {
			t.Errorf("%s: said %q; there: %v", row.why, said, m.get(temp) != nil)
		}
		if n := w.Neighbours(); (len(n) == 1 && errors.Is(n[0].Err, ErrWrongPassword)) != row.named {
			t.Errorf("%s: %+v", row.why, n)
		}
	}
}

// A new password leaves nothing beside the vault that the old one opens, but what holds more.
func TestANewPasswordAndWhatTheOldOneOpens(t *testing.T) {
	const temp = "/home/me/data/.vault.watchword.0123456789abcdef.tmp"
	for _, row := range []struct {
		why   string
		left  func(m *memFS) []byte
		dirty bool
		stays bool
	}{
		{"nothing that the vault lacks", func(m *memFS) []byte { return m.get(memPath) }, false, false},
		{"an account that it lacks", func(m *memFS) []byte { return editedElsewhere(t, m) }, false, true},
		{"the session has changes, maybe from there", func(m *memFS) []byte { return m.get(memPath) }, true, true},
	} {
		m := prepared(t, false)
		v := unlockMem(t, m)
		m.put(temp, row.left(m))
		m.names[temp].mod = v.o.Now().Add(-time.Minute)
		if row.dirty {
			v.Add(totp("more", "", "the secret of more"))
		}
		if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		if there := m.get(temp) != nil; there != row.stays {
			t.Errorf("%s: there: %v", row.why, there)
		}
	}
}

func TestNeighbours(t *testing.T) {
	m := prepared(t, false)
	stranger := newMemFS()
	if _, err := Create(context.Background(), memPath, []byte(goodPassword), memOptions(stranger)); err != nil {
		t.Fatal(err)
	}
	edited := editedElsewhere(t, m)
	damaged := bytes.Clone(m.get(memPath))
	damaged[len(damaged)-1] ^= 1
	want := map[string]error{
		"vault (1).watchword": nil, "vault (2).watchword": ErrWrongPassword, "vault (broken 12ab34).watchword": ErrDamaged,
	}
	m.put("/home/me/data/vault (1).watchword", edited)
	m.put("/home/me/data/vault (2).watchword", stranger.get(memPath))
	m.put("/home/me/data/vault (broken 12ab34).watchword", damaged)
	list := unlockMem(t, m).Neighbours()
	for _, n := range list {
		if broken := strings.Contains(n.Path, "broken"); broken != (n.Kind == KeptBroken) || !broken && n.Kind != ConflictCopy {
			t.Errorf("%s is a %s", n.Path, n.Kind)
		}
		if why := want[filepath.Base(n.Path)]; why == nil && n.Err != nil || why != nil && !errors.Is(n.Err, why) {
			t.Errorf("%s: %v", n.Path, n.Err)
		}
	}
	if len(list) != len(want) {
		t.Errorf("%+v", list)
	}
}

func TestALeftoverWithSomethingNewIsOffered(t *testing.T) {
	const temp = "/home/me/data/.vault.watchword.0123456789abcdef.tmp"
	m := prepared(t, false)
	m.put(temp, editedElsewhere(t, m))
	m.put("/home/me/data/.vault.watchword.0000000000000000.tmp", []byte("half a sa"))
	old := m.get(memPath)
	m.put("/home/me/data/.vault.watchword.1111111111111111.tmp", old)
	v := unlockMem(t, m) // the memory's files are of the year 1: all are older than an hour
	if got := v.Leftovers(); len(got) != 1 || got[0] != temp || len(v.Notices()) != 1 {
		t.Fatalf("%q, %s", got, said(v))
	}
	if m.get("/home/me/data/.vault.watchword.0000000000000000.tmp") != nil || m.get("/home/me/data/.vault.watchword.1111111111111111.tmp") != nil {
		t.Error("what holds nothing new was left")
	}
	if _, r := v.MergeFile(context.Background(), temp); r.Status != Saved || len(v.Accounts()) != 4 || m.get(temp) != nil {
		t.Errorf("%+v", r)
	}
	// A young one may belong to a save that is under way in another program.
	m.put(temp, old)
	m.names[temp].mod = newClock().t
	unlockMem(t, m)
	if m.get(temp) == nil {
		t.Error("a young temporary file was removed")
	}
}

func TestCandidatesAreInTheOrderInWhichToTryThem(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	for i := range 3 {
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(fmt.Sprint(i))})
		v.o.Now = func() time.Time { return newClock().t.Add(time.Duration(i) * time.Hour) }
		mustSave(t, v)
	}
	whole := m.get(memPath)
	m.put(conflictPath, whole)
	m.put("/home/me/data/.vault.watchword.0123456789abcdef.tmp", whole)
	m.put(memPath, whole[:30]) // cut within the header
	list := Candidates(memPath, memOptions(m))
	var kinds []Kind
	for _, c := range list {
		kinds = append(kinds, c.Kind)
	}
	if got := fmt.Sprint(kinds); got != "[leftover backup backup backup backup backup conflict copy]" {
		t.Errorf("%s", got)
	}
	if list[1].Revision <= list[2].Revision {
		t.Error("backups are not from new to old")
	}
	// Put the newest back; the broken file is kept.
	kept, err := RestoreFile(list[1].Path, memPath, memOptions(m))
	if err != nil || kept == "" || !bytes.Equal(m.get(kept), whole[:30]) || !bytes.Equal(m.get(memPath), m.get(list[1].Path)) {
		t.Errorf("%q, %v", kept, err)
	}
	unlockMem(t, m)
	m.Remove(memPath)
	if kept, err := RestoreFile(list[1].Path, memPath, memOptions(m)); err != nil || kept != "" {
		t.Errorf("where nothing was: %q, %v", kept, err)
	}
	if _, err := RestoreFile(kept, memPath, memOptions(m)); err == nil {
		t.Error("what is no vault was put back")
	}
}

// TestEveryCallOfPuttingBackFails: whatever fails, what was there is still somewhere, and no
// failure leaves the vault's path empty. A kill may, where files cannot be exchanged.
func TestEveryCallOfPuttingBackFails(t *testing.T) {
	for _, noExchange := range []bool{false, true} {
		ready := prepared(t, noExchange)
		backup := Candidates(memPath, memOptions(ready))[1].Path
		ready.put(memPath, []byte("broken"))
		dry := ready.clone()
		if _, err := RestoreFile(backup, memPath, memOptions(dry)); err != nil {
			t.Fatal(err)
		}
		for at := 1; at <= dry.calls; at++ {
			for _, f := range faults {
				m := ready.clone()
				m.failAt, m.fault = at, f
				kept, err, died := puttingBackDies(m, backup)
				m.failAt = 0
				name := fmt.Sprintf("exchange %v, call %d, %s", !noExchange, at, f.name)
				now := m.get(memPath)
				if err == nil && !died && !bytes.Equal(now, m.get(backup)) {
					t.Fatalf("%s: no error, and the copy is not in place", name)
				}
				if now == nil && !(died && noExchange) {
					t.Fatalf("%s: nothing is at the vault's path: %v", name, err)
				}
				if kept != "" && string(m.get(kept)) != "broken" {
					t.Fatalf("%s: the broken file is not at %s: %v", name, kept, err)
				}
				broken := false
				for path := range m.names {
					broken = broken || string(m.get(path)) == "broken"
				}
				if !broken {
					t.Fatalf("%s: the broken file is gone", name)
				}
			}
		}
	}
}

// puttingBackDies puts a backup back on a file system that may kill the program.
func puttingBackDies(m *memFS, backup string) (kept string, err error, died bool) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case killed{}:
			died = true
		default:
			panic(r)
		}
	}()
	kept, err = RestoreFile(backup, memPath, memOptions(m))
	return kept, err, false
}

// TestPuttingBackFailsForGood: where the disk takes no name any more and the broken file cannot go
// back, the error says where it is.
func TestPuttingBackFailsForGood(t *testing.T) {
	m := prepared(t, true)
	backup := Candidates(memPath, memOptions(m))[1].Path
	m.put(memPath, []byte("broken"))
	renames := 0
	m.before = func(n int, op string) {
		if op != "renamenew" {
			return
		}
		if renames++; renames == 2 {
			m.failAt, m.fault, m.sticky = n, fault{err: syscall.EIO}, true
		}
	}
	kept, err := RestoreFile(backup, memPath, memOptions(m))
	m.failAt, m.before = 0, nil
	if err == nil || kept == "" || string(m.get(kept)) != "broken" || !strings.Contains(err.Error(), filepath.Base(kept)) {
		t.Fatalf("%q, %v", kept, err)
	}
}

func TestRestoreByMergeAndByReplacing(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	clock := newClock()
	v.o.Now, v.clock.now = clock.now, clock.now
	clock.add(time.Minute)
	ids := []string{v.Accounts()[0].ID, v.Accounts()[1].ID, v.Accounts()[2].ID}
	v.Edit(ids[0], Edit{Issuer: ptr("renamed"), Note: ptr("added note"), Pinned: ptr(true), Tags: ptr([]string{"t"}), Icon: ptr("i"), Order: ptr(2.0), Archived: ptr(true)})
	v.Purge(ids[1])
	v.raise(ids[2])
	v.Add(totp("new", "", "a new account..."))
	mustSave(t, v)
	backups, _ := v.Backups()
	old, err := v.OpenCopy(backups[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := v.Verify(backups[1]); err != nil || p.Accounts != 3 || p.Same {
		t.Errorf("proof %+v, %v", p, err)
	}
	if p, err := v.Preview(old); err != nil || !p.None() {
		t.Errorf("merging an ancestor brings %+v, %v", p, err)
	}
	clock.add(time.Minute)
	now, doc, last := v.Accounts(), v.doc, v.clock.last
	v.mu.RLock() // a preview is a reader: others go on reading meanwhile
	would, err := v.PreviewReplace(old)
	v.mu.RUnlock()
	if err != nil || v.Dirty() || !reflect.DeepEqual(v.Accounts(), now) {
		t.Errorf("looking at it changed something: %v", err)
	}
	if v.doc != doc || v.clock.last != last {
		t.Error("looking at it touched the document or the clock of the session")
	}
	got, err := v.ReplaceWith(old)
	if err != nil || fmt.Sprint(got.Added, got.Changed, got.Trashed) != "[B] [A] [new]" || !reflect.DeepEqual(would, got) {
		t.Fatalf("%+v, %v; it was to be %+v", got, err, would)
	}
	mustSave(t, v)
	byIssuer := map[string]account.Account{}
	for _, a := range unlockMem(t, m).Accounts() {
		byIssuer[a.Issuer] = a
	}
	a := byIssuer["A"]
	if a.Note != "" || a.Pinned || a.Tags != nil || a.Icon != "" || a.Order != 0 || a.Archived || a.InTrash() {
		t.Errorf("not as in the backup: %+v", a)
	}
	if b, ok := byIssuer["B"]; !ok || b.InTrash() || string(b.Key.Secret) != "secret of b 1" {
		t.Errorf("what was purged is not back: %+v", b)
	}
	if n := byIssuer["new"]; !n.InTrash() {
		t.Error("what the backup lacks is not in the trash")
	}
	if c := byIssuer["C"]; c.Counter != 6 {
		t.Errorf("the counter went back to %d", c.Counter)
	}
	// It can be undone: the state before is among the backups.
	backups, _ = v.Backups()
	before, err := v.OpenCopy(backups[1].Path)
	if err != nil || backups[1].Reason != reasonRestore {
		t.Fatalf("%v, %+v", err, backups[1])
	}
	clock.add(time.Minute)
	if _, err := v.ReplaceWith(before); err != nil {
		t.Fatal(err)
	}
	if a, _ := v.Account(ids[0]); a.Issuer != "renamed" || a.Note != "added note" || !a.Pinned {
		t.Errorf("undone: %+v", a)
	}
	if _, err := v.ReplaceWith(newTestVault(t, cheap())); !errors.Is(err, ErrOtherVault) {
		t.Errorf("replaced with a stranger: %v", err)
	}
	if _, err := v.PreviewReplace(newTestVault(t, cheap())); !errors.Is(err, ErrOtherVault) {
		t.Errorf("looked at a stranger: %v", err)
	}
	v.Close()
	if _, err := v.PreviewReplace(before); !errors.Is(err, ErrClosed) {
		t.Errorf("looked with a closed vault: %v", err)
	}
	if _, err := unlockMem(t, m).PreviewReplace(v); !errors.Is(err, ErrClosed) {
		t.Errorf("looked at a closed vault: %v", err)
	}
}

func TestBackupsAreRemovedOnRequest(t *testing.T) {
	m := prepared(t, false)
	o := memOptions(m)
	o.SecondBackupDir = "/mnt/other"
	m.dirs["/mnt/other"] = true
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(fmt.Sprint(i))})
		mustSave(t, v)
	}
	list, err := v.Backups()
	if err != nil || len(list) != 5 {
		t.Fatalf("%d, %v", len(list), err)
	}
	if err := v.RemoveBackups(list[2]); err != nil {
		t.Fatal(err)
	}
	if left, _ := v.Backups(); len(left) != 4 {
		t.Errorf("%d are left of 5 less 1", len(left))
	}
	// All of them: what is on disk now takes their place, here and in the second folder.
	if err := v.RemoveBackups(list...); err != nil {
		t.Fatal(err)
	}
	left, err := v.Backups()
	if err != nil || len(left) != 1 || left[0].sum != v.onDisk.String()[:16] {
		t.Fatalf("%+v, %v", left, err)
	}
	for path, n := range m.names {
		for _, b := range list {
			if path != memPath && b.sum != left[0].sum && hash(n.data).String()[:16] == b.sum {
				t.Errorf("%s still holds an old version", path)
			}
		}
	}
	// The only backup, of the very file: it stays.
	if err := v.RemoveBackups(left...); err != nil {
		t.Fatal(err)
	}
	if again, _ := v.Backups(); len(again) != 1 {
		t.Errorf("%d left", len(again))
	}
	// With the file gone the newest backup is all there is.
	m.Remove(memPath)
	if err := v.RemoveBackups(left...); !errors.Is(err, ErrMissing) {
		t.Errorf("%v", err)
	}
	if again, _ := v.Backups(); len(again) != 1 {
		t.Errorf("%d left", len(again))
	}
}

func TestSecondBackupFolder(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	o := memOptions(m)
	o.Now, o.SecondBackupDir = clock.now, "/mnt/other"
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	second := filepath.Join("/mnt/other", v.ID())
	// Not connected: it is said, nothing is made in its name, and the save goes on.
	operations[0].do(v)
	r := v.Save(context.Background())
	if r.Status != Saved || !errors.Is(r.Backup, ErrSecondGone) || m.dirs["/mnt/other"] {
		t.Fatalf("%+v", r)
	}
	states := v.BackupStates()
	if len(states) != 2 || states[0].Err != nil || states[0].Second || states[0].Count != 3 || states[0].Due(clock.t) ||
		!states[1].Second || states[1].Err == nil || states[1].Count != 0 || !states[1].Due(clock.t) || states[1].Dir != "/mnt/other" {
		t.Errorf("%+v", states)
	}
	// Connected: a copy of what is on disk at once, then one with every save.
	m.dirs["/mnt/other"] = true
	if err := v.BackUpNow(); err != nil {
		t.Fatal(err)
	}
	if list, err := listBackups(m, second); err != nil || len(list) != 1 || !bytes.Equal(m.get(list[0].Path), m.get(memPath)) {
		t.Errorf("%d, %v", len(list), err)
	}
	clock.add(time.Second)
	operations[1].do(v)
	mustSave(t, v)
	if list, err := listBackups(m, second); err != nil || len(list) != 2 {
		t.Errorf("%d, %v", len(list), err)
	}
	if list, err := v.Backups(); err != nil || len(list) != 4 {
		t.Errorf("%d different backups in both, %v", len(list), err)
	}
	states = v.BackupStates()
	if states[1].Err != nil || states[1].Due(clock.t) || !states[1].Newest.Equal(clock.t) ||
		states[1].Due(clock.t.Add(30*24*time.Hour)) || !states[1].Due(clock.t.Add(30*24*time.Hour+1)) {
		t.Errorf("%+v", states[1])
	}
	// When one fails the other is made, the save goes on, and it is said.
	operations[2].do(v)
	m.calls = 0
	m.before = func(n int, op string) {
		if op == "mkdir" && m.failAt == 0 {
			m.failAt, m.fault = n, faults[0]
		}
	}
	r = v.Save(context.Background())
	m.before, m.failAt = nil, 0
	if r.Status != Saved || r.Backup == nil {
		t.Errorf("%+v", r)
	}
	if list, _ := listBackups(m, second); len(list) != 3 {
		t.Errorf("%d in the second folder", len(list))
	}
	// The ladder for a broken file knows both.
	for path := range m.names {
		if strings.HasPrefix(path, "/home/me/data/backups/") {
			m.Remove(path)
		}
	}
	m.put(memPath, nil)
	list := Candidates(memPath, o)
	if len(list) != 3 || list[0].Kind != BackupCopy || list[0].Revision < list[1].Revision {
		t.Errorf("%+v", list)
	}
	if got, err := v.Backups(); err != nil || len(got) != 3 || got[0].Path != list[0].Path {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestABackupBeforeAnUpgrade: the first save by another version of the program, and only
// that, keeps what the earlier version wrote.
func TestABackupBeforeAnUpgrade(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	upgrades := func(version string, save bool) int {
		clock.add(time.Minute)
		o := memOptions(m)
		o.Now, o.StateDir, o.App = clock.now, "/home/me/state", version
		v, err := tryOpen(memPath, goodPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		if save {
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(clock.t.String())})
			mustSave(t, v)
		}
		n := 0
		list, _ := v.Backups()
		for _, b := range list {
			if b.Reason == reasonUpgrade {
				n++
			}
		}
		return n
	}
	for i, step := range []struct {
		version string
		save    bool
		want    int
	}{
		{"1.0", true, 0}, {"1.0", true, 0}, // nothing is known of an earlier version
		{"1.1", false, 0}, {"1.1", true, 1}, {"1.1", true, 1}, // a look is no upgrade yet
		{"1.2", true, 2}, {"1.2", false, 2},
	} {
		if got := upgrades(step.version, step.save); got != step.want {
			t.Errorf("step %d, %s: %d backups before an upgrade, want %d", i, step.version, got, step.want)
		}
	}
}

// TestCutOffBackupsAreSwept: what a kill left among the backups and notes goes once it is old.
func TestCutOffBackupsAreSwept(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	folder := v.backupFolder()
	old, young := filepath.Join(folder, ".backup.0123456789abcdef.tmp"), filepath.Join(folder, ".backup.fedcba9876543210.tmp")
	note := "/home/me/state/.seen.0123456789abcdef.tmp"
	m.dirs["/home/me/state"] = true
	for _, path := range []string{old, young, note} {
		m.put(path, []byte("half a ba"))
	}
	m.names[young].mod = newClock().t
	operations[0].do(v)
	mustSave(t, v)
	o := memOptions(m)
	o.StateDir = "/home/me/state"
	if _, err := tryOpen(memPath, goodPassword, o); err != nil {
		t.Fatal(err)
	}
	if m.get(old) != nil || m.get(young) == nil || m.get(note) != nil {
		t.Errorf("old %v, young %v, note %v", m.get(old) != nil, m.get(young) != nil, m.get(note) != nil)
	}
}

func TestRetention(t *testing.T) {
	now := newClock().t
	make := func(ages ...time.Duration) []Backup {
		var list []Backup
		for _, age := range ages {
			list = append(list, Backup{Made: now.Add(-age), Path: age.String()})
		}
		return list
	}
	var minutes, days, weeks []time.Duration
	for i := range 100 {
		minutes = append(minutes, time.Duration(i)*time.Minute)
		days = append(days, time.Duration(i)*24*time.Hour)
		weeks = append(weeks, time.Duration(i)*7*24*time.Hour)
	}
	tests := []struct {
		why  string
		list []Backup
		keep int
	}{
		{"none", nil, 0},
		{"ten", make(minutes[:10]...), 10},
		{"many in one day", make(minutes...), 10},
		{"one a day: ten, fourteen days, eight weeks", make(days...), 10 + 14 + 8},
		{"one a week: ten, fourteen, eight", make(weeks...), 10 + 14 + 8},
	}
	for _, test := range tests {
		if got := len(test.list) - len(outdated(test.list, now)); got != test.keep {
			t.Errorf("%s: %d are kept, want %d", test.why, got, test.keep)
		}
	}
	special := make(minutes[:50]...)
	for i := range special {
		if i%5 == 0 {
			special[i].Reason = reasonPassword
		}
	}
	if got := len(special) - len(outdated(special, now)); got != 10+keepSpecial {
		t.Errorf("%d of the special ones and the last ten are kept", got)
	}
	// Pruning again and again, day by day, ends with the same rule.
	var have []Backup
	for day := range 400 {
		have = append([]Backup{{Made: now.Add(time.Duration(day) * 24 * time.Hour), Path: fmt.Sprint(day)}}, have...)
		gone := map[string]bool{}
		for _, b := range outdated(have, have[0].Made) {
			gone[b.Path] = true
		}
		var left []Backup
		for _, b := range have {
			if !gone[b.Path] {
				left = append(left, b)
			}
		}
		have = left
	}
	if n := len(have); n < 30 || n > 32 || now.Add(399*24*time.Hour).Sub(have[len(have)-1].Made) < 70*24*time.Hour {
		t.Errorf("after 400 days %d are left, the oldest of %v", n, have[len(have)-1].Made)
	}
}

// TestAWrongClockCostsNoBackup: what was saved last stays, and the days before keep their backups,
// whether the clock is wrong for a while or was.
func TestAWrongClockCostsNoBackup(t *testing.T) {
	const wrongFor = 30 // days
	right := newClock().t
	for _, row := range []struct {
		why   string
		wrong time.Duration
	}{
		{"a year ahead", 365 * 24 * time.Hour},
		{"a year behind", -365 * 24 * time.Hour},
	} {
		m := newMemFS()
		m.MkdirAll("/b")
		revision := uint64(0)
		save := func(now time.Time) {
			for range 5 { // a day
				revision++
				b := Backup{Made: now, Revision: revision, sum: fmt.Sprintf("%016x", revision)}
				m.put(filepath.Join("/b", backupName(b)), nil)
				now = now.Add(time.Hour)
				prune(m, "/b", now, func(Backup) bool { return false })
				if list, _ := listBackups(m, "/b"); !slices.ContainsFunc(list, func(b Backup) bool { return b.Revision == revision }) {
					t.Fatalf("%s: revision %d, just made, was removed", row.why, revision)
				}
				for i := range min(revision, keepLast) {
					if list, _ := listBackups(m, "/b"); !slices.ContainsFunc(list, func(b Backup) bool { return b.Revision == revision-i }) {
						t.Fatalf("%s: revision %d, one of the last, was removed after %d", row.why, revision-i, revision)
					}
				}
			}
		}
		for day := range 30 {
			save(right.AddDate(0, 0, day))
		}
		for day := range wrongFor {
			save(right.AddDate(0, 0, 30+day).Add(row.wrong))
		}
		for day := range 30 {
			save(right.AddDate(0, 0, 60+day))
		}
		list, _ := listBackups(m, "/b")
		days := map[string]bool{}
		for _, b := range list {
			if b.Revision > 5*(30+wrongFor) {
				days[b.Made.Format(time.DateOnly)] = true
			}
		}
		if len(days) < keepDaily {
			t.Errorf("%s: %d days of the last 30 have a backup", row.why, len(days))
		}
		if len(list) > 2*(keepLast+keepDaily+keepWeekly)+keepLast {
			t.Errorf("%s: %d backups are kept", row.why, len(list))
		}
	}
}

func TestBackupNames(t *testing.T) {
	b := Backup{Made: newClock().t, Revision: 12, Reason: "password", sum: "0123456789abcdef"}
	name := backupName(b)
	if name != "20260301T120000Z-r12-0123456789abcdef-password.watchword" {
		t.Error(name)
	}
	if got, ok := parseBackupName(name); !ok || got != b {
		t.Errorf("%+v", got)
	}
	for _, bad := range []string{"", "x.watchword", "20260301T120000Z-r12-0123456789abcdef.tmp", "20260301T120000Z-12-0123456789abcdef.watchword", "20260301T12Z-r12-0123456789abcdef.watchword", "20260301T120000Z-r12-01.watchword", "20260301T120000Z-rx-0123456789abcdef.watchword", "a-b-c-d-e.watchword"} {
		if _, ok := parseBackupName(bad); ok {
			t.Errorf("%q is taken", bad)
		}
	}
}

// What a restored backup brings back from the dead is alive on the other computer too, which
// still has its tombstone.
func TestWhatIsBackFromTheDeadStays(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	open := func() *Vault {
		t.Helper()
		v := unlockMem(t, m)
		v.o.Now, v.clock.now = clock.now, clock.now
		return v
	}
	v := open()
	id := v.Accounts()[1].ID
	clock.add(time.Minute)
	v.Purge(id)
	mustSave(t, v)
	other := open() // has the tombstone
	backups, _ := v.Backups()
	old, err := v.OpenCopy(backups[1].Path)
	if err != nil {
		t.Fatal(err)
	}
	clock.add(time.Minute)
	if _, err := v.ReplaceWith(old); err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	clock.add(time.Minute)
	other.Edit(other.Accounts()[0].ID, Edit{Note: ptr("meanwhile")})
	if _, err := other.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustSave(t, other)
	for name, v := range map[string]*Vault{"the other computer": other, "the file": open()} {
		if a, ok := v.Account(id); !ok || a.InTrash() || string(a.Key.Secret) != "secret of b 1" {
			t.Errorf("%s has %+v, %v", name, a, ok)
		}
	}
}

// Of copies beside the vault the latest comes first, whatever their names.
func TestCopiesFromNewToOld(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "the secret of a"))
	data, err := os.ReadFile(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(v.Path())
	for i, name := range []string{"vault (1).watchword", "vault.sync-conflict-20260101-000000-AAAAAAA.watchword", "vault (2).watchword"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		when := newClock().now().Add(time.Duration([]int{1, 3, 2}[i]) * time.Hour)
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, c := range v.ConflictCopies() {
		got = append(got, filepath.Base(c.Path))
	}
	if s := strings.Join(got, ", "); s != "vault.sync-conflict-20260101-000000-AAAAAAA.watchword, vault (2).watchword, vault (1).watchword" {
		t.Errorf("in this order: %s", s)
	}
}

// A copy is not written over what is there, and leaves nothing behind.
func TestCopyOntoAFile(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	m.put("/home/me/data/taken.watchword", []byte("mine"))
	before := len(m.names)
	if r := v.SaveCopy(context.Background(), "/home/me/data/taken.watchword"); r.Status != NotSaved || !errors.Is(r.Err, fs.ErrExist) {
		t.Errorf("%+v", r)
	}
	if string(m.get("/home/me/data/taken.watchword")) != "mine" || len(m.names) != before {
		t.Errorf("%d names, were %d", len(m.names), before)
	}
}
