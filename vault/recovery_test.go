package vault

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

// adopted gives the vault a new recovery sheet, to be saved.
func adopted(t *testing.T, v *Vault) Sheet {
	t.Helper()
	s, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// opensWith reports whether a sheet opens the file on disk for writing; else why not.
func opensWith(t *testing.T, m *memFS, s Sheet) error {
	t.Helper()
	l, err := Open(memPath, memOptions(m.clone()))
	if err != nil {
		t.Fatal(err)
	}
	v, err := l.UnlockWithSheet(string(s.Key))
	if err != nil {
		return err
	}
	defer v.Close()
	return v.readOnly
}

// TestTheLaterSheetStaysActive brings a file with an earlier sheet back on every way in which
// files come back, with a lower and with a higher revision.
func TestTheLaterSheetStaysActive(t *testing.T) {
	ways := []struct {
		name string
		told bool // nobody asked for this file
		come func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault
	}{
		{"while the vault is open", true, func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault {
			m.put(memPath, old)
			if _, err := v.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
			if !v.Dirty() {
				t.Error("the later sheet is not to be saved again")
			}
			return v
		}},
		{"just before a save", true, func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault {
			m.put(memPath, old)
			v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("an edit")})
			return v
		}},
		{"a copy that is merged", false, func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault {
			other := beside(t, v, m, old)
			if _, err := v.MergeFrom(other); err != nil {
				t.Fatal(err)
			}
			return v
		}},
		{"a conflict copy", true, func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault {
			m.put("/home/me/data/vault (conflict).watchword", old)
			if _, r := v.MergeFile(context.Background(), "/home/me/data/vault (conflict).watchword"); r.Status != Saved {
				t.Fatal(r.Err)
			}
			return v
		}},
		{"a backup that is restored", false, func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault {
			if _, err := v.ReplaceWith(beside(t, v, m, old)); err != nil {
				t.Fatal(err)
			}
			return v
		}},
		{"a roll-back while locked, and the newest copy merged as advised", true, func(t *testing.T, m *memFS, v *Vault, old []byte) *Vault {
			newest := m.get(memPath)
			v.Close()
			m.put(memPath, old)
			o := memOptions(m)
			o.StateDir = "/home/me/state"
			w, err := tryOpen(memPath, goodPassword, o)
			if err != nil {
				t.Fatal(err)
			}
			if !w.Older() {
				t.Error("the roll-back was not seen")
			}
			if _, err := w.MergeFrom(beside(t, w, m, newest)); err != nil {
				t.Fatal(err)
			}
			return w
		}},
	}
	for _, way := range ways {
		for _, raised := range []bool{false, true} {
			if raised && way.name[:10] == "a roll-back"[:10] {
				continue // it would be none
			}
			t.Run(fmt.Sprint(way.name, ", revision raised ", raised), func(t *testing.T) {
				m := prepared(t, false)
				o := memOptions(m)
				o.StateDir = "/home/me/state"
				v, err := tryOpen(memPath, goodPassword, o)
				if err != nil {
					t.Fatal(err)
				}
				first := adopted(t, v)
				mustSave(t, v)
				old := m.get(memPath)
				if raised {
					file, err := encrypt(v.doc.payload(900, "", writer{}), v.pass, v.doc.rec, v.o.Rand)
					if err != nil {
						t.Fatal(err)
					}
					old = file
				}
				second := adopted(t, v)
				mustSave(t, v)
				v = way.come(t, m, v, old)
				mustSave(t, v)
				if err := opensWith(t, m, first); err == nil {
					t.Error("the earlier sheet is active again")
				}
				if err := opensWith(t, m, second); err != nil {
					t.Errorf("the later sheet: %v", err)
				}
				if told := slices.ContainsFunc(v.Notices(), func(n Notice) bool { return n.Sheet.Number == second.Number || n.Other.Number == second.Number }); told != way.told {
					t.Errorf("notices %s", said(v))
				}
			})
		}
	}
}

// beside opens a version of the vault as a copy that lies beside it.
func beside(t *testing.T, v *Vault, m *memFS, data []byte) *Vault {
	t.Helper()
	const path = "/home/me/data/copy.watchword"
	m.put(path, data)
	other, err := v.OpenCopy(path)
	if err != nil {
		t.Fatal(err)
	}
	return other
}

// Two computers make a sheet each: one of them is active, whole, and both are told.
func TestTwoComputersMakeASheet(t *testing.T) {
	for range 20 {
		m := prepared(t, false)
		v, w := unlockMem(t, m), unlockMem(t, m)
		a := adopted(t, v)
		mustSave(t, v)
		b := adopted(t, w)
		mustSave(t, w)
		errA, errB := opensWith(t, m, a), opensWith(t, m, b)
		if (errA == nil) == (errB == nil) {
			t.Fatalf("sheet A: %v, sheet B: %v", errA, errB)
		}
		if len(w.Notices()) != 1 {
			t.Fatalf("told %s", said(w))
		}
		if _, err := v.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		if (opensWith(t, m, a) == nil) != (errA == nil) {
			t.Fatal("the other computer made the other sheet active")
		}
		if active, _ := v.ActiveSheet(); (errA == nil) != (active.Number == a.Number) || (errA == nil) != (len(v.Notices()) == 0) {
			t.Fatalf("active %+v, told %s", active, said(v))
		}
	}
}

// Somebody who once read a payload writes a file with a right tag. Where it names a sheet of
// his, the owner's sheet must not open it for writing.
func TestAPayloadThatNamesAnotherSheet(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	sheet := adopted(t, v)
	mustSave(t, v)
	known := v.doc.rec
	evil, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, named := range map[string]*recovery{
		"his sheet":              {recipient: evil.Recipient(), auth: recoveryAuth(evil.String()), at: known.at + 1<<40},
		"his recipient, my auth": {recipient: evil.Recipient(), auth: known.auth},
		"my recipient, his auth": {recipient: known.recipient, auth: recoveryAuth(evil.String())},
		"no sheet":               nil,
	} {
		doc := v.doc.clone()
		if named != nil {
			doc.setRecovery(named)
		} else {
			doc.top.Set("slots", []byte("{}"))
		}
		file, err := encrypt(doc.payload(9999, "", writer{"x", "y"}), passwordKey{bytes.Repeat([]byte{1}, 16), Floor, bytes.Repeat([]byte{7}, 32)}, known, v.o.Rand)
		if err != nil {
			t.Fatal(err)
		}
		forged := newMemFS()
		forged.put(memPath, file)
		l, err := Open(memPath, memOptions(forged))
		if err != nil {
			t.Fatal(err)
		}
		w, err := l.UnlockWithSheet(string(sheet.Key))
		if err != nil {
			t.Fatal(err)
		}
		if why := w.ReadOnly(); why != ErrNotOurs || len(w.Notices()) != 1 || w.Notices()[0].Kind != NoticeNotOurs {
			t.Errorf("%s: read-only %v, %s", name, why, said(w))
		}
		if err := w.SetPassword(context.Background(), []byte(otherPassword)); err == nil {
			t.Errorf("%s: it took a password", name)
		}
	}
	if err := opensWith(t, m, sheet); err != nil {
		t.Error(err)
	}
}

// asBefore is the payload as the first versions wrote it: the slot has no stamp.
func asBefore(t *testing.T, d *document) *document {
	t.Helper()
	old := d.clone()
	old.setRecovery(&recovery{recipient: d.rec.recipient, auth: d.rec.auth})
	return old
}

// writeAs puts the next revision of a document in place, as another program would.
func writeAs(t *testing.T, v *Vault, m *memFS, d *document) {
	t.Helper()
	revision := v.doc.revision // and not that of the session, which has not seen the file yet
	if there, err := v.readTheirs(m.get(memPath)); err == nil {
		revision = max(revision, there.revision)
	}
	file, err := encrypt(d.payload(revision+1, v.onDisk.String(), writer{"0.1.0", "elsewhere"}), v.pass, d.rec, v.o.Rand)
	if err != nil {
		t.Fatal(err)
	}
	m.put(memPath, file)
}

// A sheet that an earlier version made, without a stamp, does not replace a stamped one.
func TestASheetWithoutAStamp(t *testing.T) {
	newSheet := func(d *document) (*document, Sheet) {
		x, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		d = d.clone()
		d.setRecovery(&recovery{recipient: x.Recipient(), auth: recoveryAuth(x.String())})
		return d, Sheet{Key: RecoveryKey(x.String())}
	}
	t.Run("against a stamped one", func(t *testing.T) {
		m := prepared(t, false)
		v := unlockMem(t, m)
		stamped := adopted(t, v)
		mustSave(t, v)
		theirs, bare := newSheet(v.doc)
		writeAs(t, v, m, theirs)
		if _, err := v.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		if opensWith(t, m, stamped) != nil || opensWith(t, m, bare) == nil {
			t.Errorf("stamped %v, without %v", opensWith(t, m, stamped), opensWith(t, m, bare))
		}
		if n := v.Notices(); len(n) != 1 || n[0].Kind != NoticeSheetIgnored || n[0].Sheet.Number != stamped.Number {
			t.Errorf("%+v", n)
		}
	})
	t.Run("against none", func(t *testing.T) {
		m := prepared(t, false)
		v := unlockMem(t, m)
		theirs, bare := newSheet(v.doc)
		writeAs(t, v, m, theirs)
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("x")})
		mustSave(t, v)
		if err := opensWith(t, m, bare); err != nil {
			t.Error(err)
		}
		if n := v.Notices(); len(n) != 1 || n[0].Kind != NoticeSheetMade || n[0].By != OtherComputer {
			t.Errorf("%+v", n)
		}
	})
	t.Run("against another of its kind: the newer file", func(t *testing.T) {
		m := prepared(t, false)
		v := unlockMem(t, m)
		one, first := newSheet(v.doc)
		writeAs(t, v, m, one)
		if _, err := v.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		before := m.get(memPath)
		two, second := newSheet(v.doc)
		writeAs(t, v, m, two)
		if _, err := v.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		m.put(memPath, before)
		if _, err := v.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		mustSave(t, v)
		if opensWith(t, m, second) != nil || opensWith(t, m, first) == nil {
			t.Error("the earlier file brought its sheet back")
		}
		other := beside(t, v, m, before)
		if _, err := v.MergeFrom(other); err != nil || v.Dirty() {
			t.Errorf("a copy: %v", err)
		}
	})
	t.Run("kept as it is", func(t *testing.T) {
		v := newTestVault(t, cheap())
		adopted(t, v)
		old := asBefore(t, v.doc)
		again, err := parseDocument(old.text())
		if err != nil || !bytes.Equal(again.text(), old.text()) || again.rec == nil || again.rec.at != 0 || again.rec.number != "" {
			t.Errorf("%v, %s", err, again.text())
		}
	})
}

// A sheet is stamped after the one it replaces, even where a wrong clock made that.
func TestASheetFromTheFuture(t *testing.T) {
	m := prepared(t, false)
	o := memOptions(m)
	clock := newClock()
	o.Now = clock.now
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	right := clock.t
	clock.add(14 * 365 * 24 * time.Hour)
	future := adopted(t, v)
	mustSave(t, v)
	before := m.get(memPath)
	clock.t = right
	v.Close()
	if v, err = tryOpen(memPath, goodPassword, o); err != nil {
		t.Fatal(err)
	}
	newest := adopted(t, v)
	mustSave(t, v)
	m.put(memPath, before)
	if _, err := v.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	if opensWith(t, m, newest) != nil || opensWith(t, m, future) == nil {
		t.Error("the sheet from the future is active again")
	}
	// Of two that are both far ahead the greater stamp wins, before the device.
	far := stampAt(right.Add(1000 * 24 * time.Hour))
	rec := func(at stamp, by string) []byte {
		return (&recovery{recipient: v.doc.rec.recipient, auth: v.doc.rec.auth, at: at, by: by}).text()
	}
	a, b := rec(far, "z"), rec(far+1, "a")
	if !bytes.Equal(laterRecovery(9, a, 1, b), b) || !bytes.Equal(laterRecovery(1, b, 9, a), b) {
		t.Error("the device decided")
	}
	// The greatest stamp would let no sheet come after it.
	if last := parseRecovery(rec(^stamp(0), "z")); last.at != 0 {
		t.Error("it counts")
	}
}

func TestSlotsOfOddForms(t *testing.T) {
	v := newTestVault(t, cheap())
	adopted(t, v)
	good := string(v.doc.top.Get("slots"))
	doc := func(slots string) *document {
		d := v.doc.clone()
		if slots != "" {
			d.top.Set("slots", []byte(slots))
		}
		d.readSlots()
		return d
	}
	for odd, want := range map[string]string{
		`7`: good, `{}`: good, `{"recovery":7}`: good, `{"recovery":{}}`: good,
		`{"later":{"x":1}}`: `{"later":{"x":1},` + good[1:],
		`{"recovery":{"t":"ffffffffffffffff","d":"z"},"later":1}`: `{"later":1,` + good[1:],
	} {
		for _, joined := range []*document{merger{}.join(nil, doc(good), doc(odd)), merger{}.join(nil, doc(odd), doc(good))} {
			if got := string(joined.top.Get("slots")); !sameText([]byte(got), []byte(want)) || joined.rec == nil {
				t.Errorf("%s: %s", odd, got)
			}
		}
	}
	// What a later version understands wins by its stamp, is kept, and no slot is written for it.
	later := `{"recovery":{"kind":"mlkem","t":"7fffffffffff0000","d":"z"}}`
	if d := (merger{}).join(nil, doc(good), doc(later)); d.rec != nil || !strings.Contains(string(d.text()), "mlkem") {
		t.Errorf("%s", d.top.Get("slots"))
	}
}

func TestNumbersOfSheets(t *testing.T) {
	v := newTestVault(t, cheap())
	for range 50 {
		active, _ := v.ActiveSheet()
		s := adopted(t, v)
		now, ok := v.ActiveSheet()
		if !ok || !isSheetNumber(s.Number) || s.Number == active.Number || now.Number != s.Number || now.Made.Sub(s.Made).Abs() > time.Second {
			t.Fatalf("%+v after %+v", now, active)
		}
	}
	for text, want := range map[string]bool{"0000": true, "4711": true, "": false, "471": false, "47115": false, "47a1": false, "-471": false} {
		if isSheetNumber(text) != want {
			t.Errorf("%q", text)
		}
	}
}

// TestASheetFromElsewhereIsToldAtUnlock: the next unlock says that another sheet is active.
func TestASheetFromElsewhereIsToldAtUnlock(t *testing.T) {
	m := prepared(t, false)
	o := memOptions(m)
	o.StateDir = "/home/me/state"
	here := func() *Vault {
		v, err := tryOpen(memPath, goodPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	elsewhere := unlockMem // it has no folder for state
	expect := func(when string, v *Vault, kind NoticeKind, sheet, other string) {
		t.Helper()
		n := v.Notices()
		if kind == 0 && len(n) > 0 || kind != 0 && len(n) != 1 {
			t.Fatalf("%s: %+v", when, n)
		}
		if kind != 0 && (n[0].Kind != kind || n[0].Sheet.Number != sheet || n[0].Other.Number != other) {
			t.Errorf("%s: %+v, want %d about %q and %q", when, n, kind, sheet, other)
		}
		v.Close()
	}
	expect("no sheet", here(), 0, "", "")
	w := elsewhere(t, m)
	first := adopted(t, w)
	mustSave(t, w)
	expect("the first sheet", here(), NoticeSheetMade, first.Number, "")
	expect("once is enough", here(), 0, "", "")
	v := here()
	mine := adopted(t, v)
	mustSave(t, v)
	expect("my own", here(), 0, "", "")
	withMine := m.get(memPath)
	w = elsewhere(t, m)
	second := adopted(t, w)
	mustSave(t, w)
	expect("replaced", here(), NoticeSheetReplaced, second.Number, mine.Number)
	m.put(memPath, withMine)
	expect("an older file", here(), NoticeSheetEarlier, mine.Number, second.Number)
	expect("an older file, again", here(), NoticeSheetEarlier, mine.Number, second.Number)
	v = here()
	last := adopted(t, v)
	mustSave(t, v)
	v.Close()
	expect("a new sheet settles it", here(), 0, "", "")
	old := elsewhere(t, m)
	writeAs(t, old, m, asBefore(t, old.doc))
	expect("the same sheet, its stamp taken off by an earlier version", here(), 0, "", "")
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	d := old.doc.clone()
	d.setRecovery(&recovery{recipient: x.Recipient(), auth: recoveryAuth(x.String())})
	writeAs(t, old, m, d)
	expect("another one without a stamp", here(), NoticeSheetUnstamped, "", last.Number)
	d = old.doc.clone()
	d.top.Set("slots", []byte("{}"))
	d.readSlots()
	writeAs(t, old, m, d)
	expect("none", here(), NoticeSheetMissing, last.Number, "")
	// A note that this vault did not write is passed over.
	m.put("/home/me/state/"+old.id+".recovery", []byte(`{"mark":"x","number":"0000","t":"0000000000000001","mac":"00"}`))
	expect("a forged note", here(), 0, "", "")
}
