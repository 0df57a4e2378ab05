package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/internal/ordered"
	"watchword/vault/otp"
)

func TestTheShrinkGuard(t *testing.T) {
	m := prepared(t, false)
	old := m.get(memPath)
	tests := []struct {
		why  string
		harm func(d *document)
	}{
		{"an account vanished", func(d *document) { d.drop(func(i int) bool { return i == 1 }) }},
		{"all accounts vanished", func(d *document) { d.drop(func(i int) bool { return true }) }},
		{"an account got another key", func(d *document) {
			r, _ := newRecord(account.Account{ID: d.entries[0].rec.acc.ID, Key: totp("", "", "another secret!").Key}, 1, "d")
			d.put(0, r)
		}},
		{"an entry that was set aside vanished", func(d *document) {
			d.drop(func(i int) bool { return d.entries[i].rec == nil })
		}},
	}
	for _, test := range tests {
		m.put(memPath, old)
		v := unlockMem(t, m)
		v.doc.entries = append(v.doc.entries, entry{raw: []byte("7"), reason: "odd"})
		v.doc.entriesChanged = true
		v.changes++
		mustSave(t, v)
		before := m.get(memPath)
		test.harm(v.doc)
		v.changes++
		if r := v.Save(context.Background()); r.Status != NotSaved || !errors.Is(r.Err, ErrShrunk) {
			t.Errorf("%s: %+v", test.why, r)
		}
		if !bytes.Equal(before, m.get(memPath)) {
			t.Errorf("%s: the file changed", test.why)
		}
	}
}

func TestFlushingIsTriedAgain(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	operations[0].do(v)
	failing := func() {
		m.before = func(n int, op string) {
			m.failAt = 0
			if op == "syncdir" && !strings.Contains(fmt.Sprint(m.trace[max(0, len(m.trace)-1):]), "renamenew") {
				m.failAt, m.fault = n, faults[0]
			}
		}
	}
	failing()
	for i := range 3 { // the first writes, the others only flush again
		if r := v.Save(context.Background()); r.Status != SavedNotFlushed || r.Err == nil || v.Dirty() {
			t.Errorf("save %d: %+v", i, r)
		}
	}
	m.before, m.failAt = nil, 0
	mustSave(t, v)
	m.calls = 0
	mustSave(t, v)
	if slices.Contains(m.trace[len(m.trace)-m.calls:], "syncdir") {
		t.Error("what is flushed is flushed again")
	}
}

func TestSheetCorners(t *testing.T) {
	v := newTestVault(t, cheap())
	if err := v.AdoptSheet(Sheet{Key: "nonsense"}); !errors.Is(err, ErrBadSheetKey) || v.Dirty() || v.HasRecovery() {
		t.Errorf("%v", err)
	}
	s, err := v.MakeSheet()
	if err != nil || v.Dirty() || v.HasRecovery() || s.File != "vault.watchword" || s.VaultID != v.ID() || s.App != "test" || !s.Made.Equal(newClock().t) {
		t.Errorf("making a sheet changed something, or says wrong things: %+v, %v", s, err)
	}
	if err := v.AdoptSheet(s); err != nil || !v.Dirty() || !v.HasRecovery() {
		t.Errorf("%v", err)
	}
	v.Close()
	if err := v.AdoptSheet(s); !errors.Is(err, ErrClosed) {
		t.Errorf("%v", err)
	}
}

func TestTombstonesJoin(t *testing.T) {
	key := recordKey{"a", "c"}
	early, late := newTombstone(key, 1, 9), newTombstone(key, 2, 3)
	for _, pair := range [][2]tombstone{{early, late}, {late, early}} {
		got := merger{}.joinTombstones(pair[:1], pair[1:])
		if len(got) != 1 || got[0].at != 2 || got[0].counter != 9 {
			t.Errorf("%+v", got)
		}
	}
	odd := tombstone{raw: []byte("7")}
	if got := (merger{}).joinTombstones([]tombstone{odd}, []tombstone{odd, {raw: []byte("8")}}); len(got) != 2 {
		t.Errorf("odd ones: %+v", got)
	}
}

func TestHistoryShowsWhatPeopleRead(t *testing.T) {
	history := `,"history":[{"f":"tags","v":["t1"],"t":"0000000000010000","d":"d"},{"f":"pinned","v":true,"t":"0000000000020000","d":"d"},{"f":"note","v":"old","t":"0000000000030000","d":"d"},7,{"f":"x"},{"f":"note","t":"0000000000030000","d":"d"}]}`
	d, err := parseDocument([]byte(payloadText(strings.TrimSuffix(accountText(), "}")+history, `,"tags":[{"id":"t1","name":{"v":"work","t":"0000000000010000","d":"d1"}}]`)))
	if err != nil {
		t.Fatal(err)
	}
	v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
	got := v.History("a1")
	if len(got) != 3 || got[0].Value != "old" || got[1].Value != "true" || got[2].Value != `["work"]` || got[0].At.UnixMilli() != 3 {
		t.Errorf("%+v", got)
	}
	bad, _ := parseRecord([]byte(strings.TrimSuffix(accountText(), "}") + `,"history":7}`))
	if bad.history() != nil {
		t.Error("a history that is no list")
	}
}

func TestOddEdits(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"), hotp("last", "the last counter", math.MaxInt64))
	id, last := v.Accounts()[0].ID, v.Accounts()[1].ID
	for _, e := range []Edit{{Issuer: ptr(strings.Repeat("x", maxText+1))}, {Tags: ptr([]string{strings.Repeat("x", maxText+1)})}} {
		if err := v.Edit(id, e); !errors.Is(err, errTooLong) || v.Dirty() {
			t.Errorf("%v", err)
		}
	}
	if err := v.Edit(id, Edit{Issuer: ptr(strings.Repeat("x", maxText))}); err != nil {
		t.Errorf("1 MiB: %v", err)
	}
	if err := v.Edit(id, Edit{Order: ptr(math.Inf(1)), Name: ptr("bad \xff text")}); err != nil {
		t.Fatal(err)
	}
	if a, _ := v.Account(id); a.Order != 0 || a.Name != "bad \ufffd text" {
		t.Errorf("%v, %q", a.Order, a.Name)
	}
	if _, err := v.raise(last); !errors.Is(err, ErrCounterUsedUp) {
		t.Errorf("%v", err)
	}
	if _, err := v.raise("nobody"); !errors.Is(err, ErrNoAccount) {
		t.Errorf("%v", err)
	}
	if _, err := v.ReplaceKey("nobody", v.Accounts()[0].Key); !errors.Is(err, ErrNoAccount) {
		t.Errorf("%v", err)
	}
	for _, name := range []string{"", "  ", strings.Repeat("x", maxText+1)} {
		if err := v.RenameTag("x", name); err == nil {
			t.Errorf("%d bytes: taken", len(name))
		}
	}
	mustSave(t, v)
	v.RenameTag("no such tag", "x")
	v.Purge("nobody")
	v.Trash("nobody")
	v.Restore(id)
	if v.Dirty() {
		t.Error("nothing happened, and it is dirty")
	}
	if ids := v.Same(totp("", "", "secret of a 1")); len(ids) != 1 || ids[0] != id {
		t.Errorf("%q", ids)
	}
	v.Trash(id)
	if v.Same(totp("", "", "secret of a 1")) != nil {
		t.Error("the trash counts")
	}
	if _, err := v.ReplaceKey(id, otp.Key{Type: otp.TOTP, Secret: otp.Secret("another secret!"), Algorithm: otp.SHA1, Digits: 6, Period: 30}); err != nil {
		t.Errorf("replacing the key of what lies in the trash: %v", err)
	}
}

func TestTagsOfOneNameAreOne(t *testing.T) {
	d, err := parseDocument([]byte(payloadText(accountText(`"d":"d1"}}`, `"d":"d1"},"tags":{"v":["t2","gone"],"t":"0000000000010000","d":"d1"}}`),
		`,"tags":[{"id":"t1","name":{"v":"work","t":"0000000000010000","d":"d1"}},{"id":"t2","name":{"v":"work","t":"0000000000010000","d":"d2"}}]`)))
	if err != nil {
		t.Fatal(err)
	}
	v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
	if fmt.Sprint(v.Tags()) != "[work]" {
		t.Errorf("%q", v.Tags())
	}
	if err := v.Edit("a1", Edit{Tags: ptr([]string{"work", "home"})}); err != nil {
		t.Fatal(err)
	}
	ids := v.doc.entries[0].rec.acc.Tags
	if len(ids) != 3 || ids[0] != "t2" || ids[2] != "gone" {
		t.Errorf("ids %q: the account's own tag and the unknown one stay", ids)
	}
	if v.Edit("a1", Edit{Tags: ptr([]string{"work", "home"})}); !slices.Equal(ids, v.doc.entries[0].rec.acc.Tags) {
		t.Error("the same tags again changed something")
	}
}

func TestWithoutBackupFolder(t *testing.T) {
	m := prepared(t, false)
	m.put(conflictPath, editedElsewhere(t, m))
	o := memOptions(m)
	o.BackupDir = ""
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := v.Backups(); list != nil || err != nil {
		t.Errorf("%v, %v", list, err)
	}
	if _, r := v.MergeFile(context.Background(), conflictPath); r.Status != Saved || m.get(conflictPath) == nil {
		t.Errorf("%+v: with nowhere to move it, the copy stays", r)
	}
	if got := Candidates(memPath, o); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestBackupsThatCannotBeListed(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	m.fault = faults[0]
	m.before = func(n int, op string) {
		m.failAt = 0
		if op == "readdir" {
			m.failAt = n
		}
	}
	if _, err := v.Backups(); err == nil {
		t.Error("no error")
	}
	if err := v.RemoveBackups(); err == nil {
		t.Error("no error")
	}
	operations[0].do(v)
	if r := v.Save(context.Background()); r.Status != Saved || r.Backup == nil {
		t.Errorf("%+v", r)
	}
}

func TestSaveCopyCorners(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	m.fault = faults[0]
	for _, call := range []string{"mkdir", "create", "renamenew", "syncdir"} {
		m.before = func(n int, op string) {
			m.failAt = 0
			if op == call {
				m.failAt = n
			}
		}
		r := v.SaveCopy(context.Background(), "/elsewhere/"+call+".watchword")
		if want := map[bool]Status{true: SavedNotFlushed, false: NotSaved}[call == "syncdir"]; r.Status != want || r.Err == nil {
			t.Errorf("%s fails: %+v", call, r)
		}
	}
	m.before, m.failAt = nil, 0
	ctx, cancel := context.WithCancel(context.Background())
	m.before = func(_ int, op string) {
		if op == "write" {
			cancel()
		}
	}
	if r := v.SaveCopy(ctx, "/elsewhere/cancelled.watchword"); r.Status != NotSaved || !errors.Is(r.Err, context.Canceled) || m.get("/elsewhere/cancelled.watchword") != nil {
		t.Errorf("%+v", r)
	}
	m.before = nil
	v.Close()
	if r := v.SaveCopy(context.Background(), "/elsewhere/closed.watchword"); !errors.Is(r.Err, ErrClosed) {
		t.Errorf("%+v", r)
	}
}

func TestCreateCorners(t *testing.T) {
	if _, err := Create(context.Background(), filepath.Join(t.TempDir(), "v"), []byte("weak"), cheap()); err == nil {
		t.Error("a weak password was taken")
	}
	o := cheap()
	o.Params = Params{Memory: 8, Time: 1, Threads: 1}
	if _, err := Create(context.Background(), filepath.Join(t.TempDir(), "v"), []byte(goodPassword), o); err == nil {
		t.Error("costs out of bounds were taken")
	}
	for n := range 7 { // randomness that ends early, at each place where it is drawn
		o := cheap()
		o.Rand = io.LimitReader(chance{newFleet(1, 1).rng}, int64(n*10))
		m := newMemFS()
		o.FS = m
		func() {
			defer func() { recover() }() // a name without randomness is a bug of the machine
			if _, err := Create(context.Background(), memPath, []byte(goodPassword), o); err == nil && n < 6 {
				t.Errorf("%d bytes of randomness were enough", n*10)
			}
		}()
		if m.get(memPath) != nil && n < 6 {
			t.Errorf("%d bytes of randomness made a file", n*10)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	path := filepath.Join(t.TempDir(), "v")
	if _, err := Create(ctx, path, []byte(goodPassword), cheap()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	v := newTestVault(t, cheap())
	if err := v.SetPassword(ctx, []byte(otherPassword)); !errors.Is(err, context.Canceled) || v.Dirty() {
		t.Errorf("%v", err)
	}
	l, _ := Open(v.Path(), cheap())
	if _, err := l.Unlock(ctx, []byte(goodPassword)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := v.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestRealCreation uses nothing injected: the machine's own calibration and Argon2id.
func TestRealCreation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v.watchword")
	v, err := Create(context.Background(), path, []byte(goodPassword), Options{})
	if err != nil {
		t.Fatal(err)
	}
	v.Close()
	l, err := Open(path, Options{})
	if err != nil || l.Info().BelowFloor || l.Info().Costly {
		t.Fatalf("%+v, %v", l.Info(), err)
	}
	if _, err := l.Unlock(context.Background(), []byte(goodPassword)); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Calibrate(ctx, Argon2id, Target); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestUnknownSlotIsToldAndLeftOut(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	var file bytes.Buffer
	payload := v.doc.payload(9, "", writer{})
	w := encryptWith(t, &file, passwordRecipient{v.pass, v.o.Rand}, stanzas{{Type: strings.Repeat("joint", 30), Body: make([]byte, 16)}})
	w.Write(payload)
	w.Close()
	m.put(memPath, file.Bytes())
	l, err := Open(memPath, memOptions(m))
	if err != nil || len(l.Info().Unknown) != 1 {
		t.Fatalf("%v", err)
	}
	u := unlockMem(t, m)
	if n := u.Notices(); len(n) != 1 || n[0].Kind != NoticeUnknownSlots || !strings.Contains(n[0].Text, "joint") || len(n[0].Text) > 100 {
		t.Errorf("%+v", n)
	}
	operations[0].do(u)
	mustSave(t, u)
	if l, _ := Open(memPath, memOptions(m)); len(l.Info().Unknown) != 0 {
		t.Error("it is still there")
	}
}

func TestARecoverySlotThatWasTakenOutComesBack(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	v.NewRecovery()
	mustSave(t, v)
	file := encrypted(t, v, string(v.doc.text()), nil)
	m.put(memPath, file)
	u := unlockMem(t, m)
	if n := u.Notices(); len(n) != 1 || n[0].Kind != NoticeNoSlot || !u.HasRecovery() {
		t.Errorf("%+v", n)
	}
	operations[0].do(u)
	mustSave(t, u)
	if l, _ := Open(memPath, memOptions(m)); !l.Info().HasRecovery {
		t.Error("the slot is not back")
	}
}

func TestNamesOfRecords(t *testing.T) {
	for id, want := range map[string]bool{"": false, "a": true, "A-z_9": true, "a b": false, "a/b": false, "é": false, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false} {
		if isID(id) != want {
			t.Errorf("%q", id)
		}
	}
}

func TestAMergeTimesOut(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	operations[0].do(v)
	// Somebody writes again and again, each time just before the exchange.
	n := 0
	m.before = func(_ int, op string) {
		if op == "exchange" {
			n++
			if n%2 == 1 { // not before the exchange back
				before := m.before
				m.before = nil
				m.put(memPath, editedElsewhere(t, m))
				m.before = before
			}
		}
	}
	r := v.Save(context.Background())
	m.before = nil
	if r.Status != NotSaved || !errors.Is(r.Err, ErrChanged) || n != 2*rounds {
		t.Errorf("%+v after %d exchanges", r, n)
	}
	mustSave(t, v)
}

// A tombstone keeps every count above zero: a code that counts must not be made twice after
// the account came back.
func TestTombstoneKeepsTheCount(t *testing.T) {
	for _, counter := range []uint64{0, 1, 2, 1 << 40} {
		if got := newTombstone(recordKey{"id", "cred"}, 1, counter).counter; got != counter {
			t.Errorf("a count of %d became %d", counter, got)
		}
	}
}

// A vault that was just made is on disk: nothing is unsaved, nobody else changed it.
func TestCreatedIsSaved(t *testing.T) {
	m := newMemFS()
	v, err := Create(context.Background(), memPath, []byte(goodPassword), memOptions(m))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := v.Refresh(context.Background()); v.Dirty() || err != nil || !got.None() || v.onDisk != hash(m.get(memPath)) {
		t.Errorf("unsaved %v, changed %v, %v", v.Dirty(), got, err)
	}
}

// Accounts that are given a tag of the same name share it.
func TestAccountsShareATag(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	for _, a := range v.Accounts() {
		if err := v.Edit(a.ID, Edit{Tags: ptr([]string{"work"})}); err != nil {
			t.Fatal(err)
		}
	}
	if len(v.doc.tags) != 1 {
		t.Errorf("%d tags are called so", len(v.doc.tags))
	}
}

// The empty text is a text.
func TestStringOf(t *testing.T) {
	for _, row := range []struct {
		text, want string
		ok         bool
	}{{`""`, "", true}, {`"a"`, "a", true}, {`"\u0061"`, "a", true}, {`"`, "", false}, {`1`, "", false}, {``, "", false}, {`null`, "", false}} {
		if got, ok := ordered.String([]byte(row.text)); got != row.want || ok != row.ok {
			t.Errorf("%s: %q, %v", row.text, got, ok)
		}
	}
}

func TestSizes(t *testing.T) {
	v := unlockMem(t, prepared(t, false))
	v.Trash(v.Accounts()[0].ID)
	if live, trashed := v.Sizes(); live != 2 || trashed != 1 {
		t.Errorf("%d live, %d in the trash", live, trashed)
	}
}
