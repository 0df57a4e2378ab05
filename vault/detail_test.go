package vault

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"watchword/vault/account"
	"watchword/vault/internal/ordered"
	"watchword/vault/otp"
)

// Details that nothing else would notice; most were found by the mutation run.

func mustParse(t *testing.T, text string) *document {
	t.Helper()
	d, err := parseDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCostsAreWrittenAsDecimals(t *testing.T) {
	for _, p := range []Params{{19 << 10, 12, 16}, {100_000, 10, 11}} {
		o := memOptions(newMemFS())
		o.Params = p
		if _, err := Create(context.Background(), memPath, []byte(goodPassword), o); err != nil {
			t.Fatal(err)
		}
		l, err := Open(memPath, o)
		if err != nil || l.Info().Params != p {
			t.Errorf("%+v was written as %+v, %v", p, l.Info().Params, err)
		}
	}
}

func TestAnEditOfNothingLeavesNoTrace(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	a := v.Accounts()[0]
	text := v.doc.text()
	edits := []Edit{{}, {Issuer: &a.Issuer, Name: &a.Name, Note: &a.Note, Icon: &a.Icon, Pinned: &a.Pinned, Order: &a.Order, Tags: &a.Tags, Archived: &a.Archived}}
	for _, e := range edits {
		if err := v.Edit(a.ID, e); err != nil || v.Dirty() || !bytes.Equal(text, v.doc.text()) {
			t.Errorf("%+v changed something, %v", e, err)
		}
	}
	// What fails counts as no change either.
	v.raise("nobody")
	v.raise(a.ID) // it has none
	v.Edit("nobody", Edit{Note: ptr("x")})
	v.ReplaceKey("nobody", a.Key)
	v.RenameTag("nothing", "something")
	v.Trash("nobody")
	v.Restore(a.ID)
	v.Purge("nobody")
	v.AdoptSheet(Sheet{Key: "AGE"})
	if v.Dirty() || !bytes.Equal(text, v.doc.text()) {
		t.Error("something that failed counts as a change")
	}
}

func TestEveryFieldCanBeEdited(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	id := v.Accounts()[1].ID
	edits := []struct {
		edit Edit
		got  func(a account.Account) any
		want any
	}{
		{Edit{Issuer: ptr("i")}, func(a account.Account) any { return a.Issuer }, "i"},
		{Edit{Name: ptr("n")}, func(a account.Account) any { return a.Name }, "n"},
		{Edit{Note: ptr("o")}, func(a account.Account) any { return a.Note }, "o"},
		{Edit{Icon: ptr("brand:x")}, func(a account.Account) any { return a.Icon }, "brand:x"},
		{Edit{Pinned: ptr(true)}, func(a account.Account) any { return a.Pinned }, true},
		{Edit{Archived: ptr(true)}, func(a account.Account) any { return a.Archived }, true},
		{Edit{Order: ptr(-2.5)}, func(a account.Account) any { return a.Order }, -2.5},
		{Edit{Tags: ptr([]string{"x", "y"})}, func(a account.Account) any { return fmt.Sprint(a.Tags) }, "[x y]"},
	}
	for _, e := range edits {
		if err := v.Edit(id, e.edit); err != nil {
			t.Fatal(err)
		}
	}
	mustSave(t, v)
	w := unlockMem(t, m)
	a, _ := w.Account(id)
	for i, e := range edits {
		if got := e.got(a); got != e.want {
			t.Errorf("edit %d: %v, want %v", i, got, e.want)
		}
	}
	if got := w.Tags(); !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("tags %q", got)
	}
}

// Texts at the limit are taken, one byte more is refused, in each field and in a tag.
func TestLimitOfTexts(t *testing.T) {
	v := unlockMem(t, prepared(t, false))
	id := v.Accounts()[0].ID
	fits, over := strings.Repeat("x", maxText), strings.Repeat("x", maxText+1)
	for _, make := range []func(s string) Edit{
		func(s string) Edit { return Edit{Issuer: &s} }, func(s string) Edit { return Edit{Name: &s} },
		func(s string) Edit { return Edit{Note: &s} }, func(s string) Edit { return Edit{Icon: &s} },
		func(s string) Edit { return Edit{Tags: &[]string{s}} },
	} {
		if err := v.Edit(id, make(over)); err != errTooLong {
			t.Errorf("one byte too many: %v", err)
		}
		if err := v.Edit(id, make(fits)); err != nil {
			t.Errorf("just as long as allowed: %v", err)
		}
	}
	a := totp("A", "a", "secret of a 1")
	a.Note = over
	if ids := v.Add(a); ids[0] != "" {
		t.Error("an account with a note that is too long was added")
	}
}

func TestWhyABackupWasMade(t *testing.T) {
	m := prepared(t, false)
	clock := newClock()
	o := memOptions(m)
	o.Now = clock.now
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		do   func()
		want string
	}{
		{func() { v.Add(totp("one", "", "secret one")) }, ""},
		{func() { v.Add(sample(2)...) }, reasonImport},
		{func() { v.Add(totp("two", "", "secret two")) }, ""},
		{func() { v.Purge(v.Accounts()[0].ID) }, reasonDelete},
		{func() { v.SetPassword(context.Background(), []byte(otherPassword)) }, reasonPassword},
		{func() {
			other, err := otherBranch(v)
			if err != nil {
				t.Fatal(err)
			}
			v.MergeFrom(other)
		}, reasonMerge},
		{func() {
			list, err := v.Backups()
			if err != nil {
				t.Fatal(err)
			}
			other, err := v.OpenCopy(list[1].Path) // from before the merge
			if err != nil {
				t.Fatal(err)
			}
			v.ReplaceWith(other)
		}, reasonRestore},
	} {
		clock.add(time.Minute)
		step.do()
		mustSave(t, v)
		list, err := v.Backups()
		if err != nil || list[0].Reason != "" || !list[0].Made.Equal(clock.t) || list[0].Revision != v.Revision() {
			t.Errorf("step %d: %+v, %v", i, list[0], err)
		}
		if list[1].Reason != step.want || list[1].Revision != v.Revision()-1 || len(list) != i+3 {
			t.Errorf("step %d: %d, %+v, want %q", i, len(list), list[1], step.want)
		}
	}
}

func TestBase32HasOneSpelling(t *testing.T) {
	for _, bad := range []string{"GEZDH", "AB", "GEZDGNBV\\nGY3TQOJQ", "GEZDGNBVGY3TQOJQ\\r\\n", " GEZDGNBVGY3TQOJQ"} {
		if r, reason := parseRecord([]byte(accountText("GEZDGNBVGY3TQOJQ", bad))); r != nil || reason != "its key is not base32" {
			t.Errorf("%q was read: %q", bad, reason)
		}
	}
	if _, reason := parseRecord([]byte(accountText("GEZDGNBVGY3TQOJQ", "AA"))); reason != "" {
		t.Errorf("one byte: %q", reason)
	}
}

func TestTheParentIsTheFileBefore(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	for range 2 {
		before := hash(m.get(memPath)).String()
		v.Edit(v.Accounts()[0].ID, Edit{Note: ptr(before[:8])})
		mustSave(t, v)
		w := unlockMem(t, m)
		if parent, _ := ordered.String(w.doc.top.Get("parent")); parent != before {
			t.Errorf("the parent is %q", parent)
		}
		by, _ := ordered.Split(w.doc.top.Get("writer"))
		app, _ := ordered.String(by.Get("app"))
		device, _ := ordered.String(by.Get("device"))
		if app != "test" || device != "device-1" || w.Revision() != v.Revision() {
			t.Errorf("written by %q on %q", app, device)
		}
	}
}

func TestTheShrinkGuardKnowsWhatCameIn(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	m.put(memPath, editedElsewhere(t, m))
	if got, err := v.Refresh(context.Background()); err != nil || len(got.Added) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	last := len(v.doc.entries) - 1
	v.doc.drop(func(i int) bool { return i == last })
	v.changes++
	if r := v.Save(context.Background()); !errors.Is(r.Err, ErrShrunk) {
		t.Errorf("what came in and vanished again: %+v", r)
	}
}

func TestAPasswordChangeIsOverAfterTheSave(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	v.SetPassword(context.Background(), []byte(otherPassword))
	first := v.before
	v.SetPassword(context.Background(), []byte(goodPassword+" again"))
	if v.before != first {
		t.Error("after two changes the key of the file on disk is forgotten")
	}
	mustSave(t, v)
	if v.before != nil || v.backupReason != "" || v.Dirty() {
		t.Errorf("before %v, why %q", v.before, v.backupReason)
	}
}

func TestASaveIsNotedAtOnce(t *testing.T) {
	m := prepared(t, false)
	o := memOptions(m)
	o.StateDir = "/home/me/state"
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	old := m.get(memPath)
	operations[0].do(v)
	mustSave(t, v)
	m.put(memPath, old)
	if w, err := tryOpen(memPath, goodPassword, o); err != nil || !w.Older() {
		t.Errorf("the older file was not noticed, %v", err)
	}
	// A note that cannot be put in place leaves nothing behind.
	m.before = func(n int, op string) {
		if op == "rename" {
			m.failAt, m.fault = n, faults[0]
		}
	}
	operations[1].do(v)
	v.Save(context.Background())
	m.before, m.failAt = nil, 0
	for path := range m.names {
		if strings.HasPrefix(path, "/home/me/state/.") {
			t.Errorf("%s was left", path)
		}
	}
}

// A member that a newer version gave the shape of a field merges as a field.
func TestUnknownFieldsMergeByStamp(t *testing.T) {
	with := func(stamp, value, device string) *document {
		return mustParse(t, payloadText("", `,"theme":{"v":"`+value+`","t":"`+stamp+`","d":"`+device+`"}`))
	}
	early, late := with("0000000000010000", "z", "d9"), with("0000000000020000", "a", "d1")
	other := with("0000000000020000", "b", "d0") // as late, from a smaller device
	for _, pair := range [][2]*document{{early, late}, {late, early}, {other, late}, {late, other}} {
		joined := merger{}.join(nil, pair[0], pair[1])
		if !bytes.Equal(joined.top.Get("theme"), late.top.Get("theme")) {
			t.Errorf("%s and %s give %s", pair[0].top.Get("theme"), pair[1].top.Get("theme"), joined.top.Get("theme"))
		}
	}
}

func TestARefusedSlotIsAnError(t *testing.T) {
	kek := make([]byte, 32)
	bad := []*age.Stanza{{Type: "other"}, {Type: argonStanza, Args: []string{"x"}, Body: make([]byte, 32)}}
	if _, err := (&passwordIdentity{kek: kek}).Unwrap(bad); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
	if _, err := (&passwordIdentity{kek: kek}).Unwrap(bad[:1]); err != age.ErrIncorrectIdentity {
		t.Errorf("%v", err)
	}
	r := passwordRecipient{passwordKey{make([]byte, 16), Floor, kek}, strings.NewReader("too short")}
	if _, err := r.Wrap(make([]byte, 16)); err == nil {
		t.Error("a slot without a whole nonce was written")
	}
	if _, err := encrypt(nil, r.passwordKey, nil, strings.NewReader("")); err == nil {
		t.Error("a file without a nonce was written")
	}
}

func TestBrokenContentsBehindASheet(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	m.put(memPath, encrypted(t, v, "{", v.doc.rec))
	l, err := Open(memPath, memOptions(m))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.UnlockWithSheet(string(sheet.Key)); got != nil || !errors.Is(err, ErrDamaged) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := l.Unlock(context.Background(), []byte(goodPassword)); got != nil || !errors.Is(err, ErrDamaged) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestASheetMadeElsewhereIsKept(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	w := unlockMem(t, m)
	sheet, err := w.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, w)
	operations[0].do(v)
	mustSave(t, v)
	if !v.HasRecovery() {
		t.Error("the sheet of the other computer is not known")
	}
	l, err := Open(memPath, memOptions(m))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.UnlockWithSheet(string(sheet.Key)); err != nil || len(got.Notices()) > 0 || got.Accounts()[0].Note != "new note" {
		t.Errorf("the sheet of the other computer does not open what this one saved: %v", err)
	}
}

// A displaced file that could not be looked at stays, even when somebody writes meanwhile.
func TestWhatCouldNotBeLookedAtStays(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	v.o.BackupDir = "" // a backup would keep it too
	for path := range m.names {
		if path != memPath {
			m.Remove(path)
		}
	}
	theirs := editedElsewhere(t, m)
	operations[0].do(v)
	exchanged := false
	m.before = func(n int, op string) {
		switch {
		case op == "exchange":
			exchanged = true
		case op == "open" && exchanged && m.failAt == 0:
			m.failAt, m.fault = n, faults[0] // the look at what was displaced
		case op == "syncdir" && exchanged:
			m.put(memPath, theirs)
			exchanged = false
		}
	}
	old := m.get(memPath)
	v.Save(context.Background())
	m.before, m.failAt = nil, 0
	if !slices.ContainsFunc(sharesOf(m), func(b []byte) bool { return bytes.Equal(b, old) }) {
		t.Error("the displaced file is gone")
	}
}

// The last calls of taking a copy in put it among the backups: if one of them fails, it is
// told, and the copy stays.
func TestArchivingThatFailsIsTold(t *testing.T) {
	ready := prepared(t, false)
	ready.put(conflictPath, editedElsewhere(t, ready))
	dry := ready.clone()
	if _, r := unlockMem(t, dry).MergeFile(context.Background(), conflictPath); r.Status != Saved || r.Backup != nil {
		t.Fatalf("%+v", r)
	}
	for _, op := range []string{"open", "mkdir", "create", "renamenew", "remove"} {
		last := 0
		for i, o := range dry.trace {
			if o == op {
				last = i + 1
			}
		}
		m := ready.clone()
		m.failAt, m.fault = last, faults[0]
		_, r := unlockMem(t, m).MergeFile(context.Background(), conflictPath)
		m.failAt = 0
		if r.Status != Saved || r.Backup == nil || m.get(conflictPath) == nil {
			t.Errorf("the last %s failed: %+v, the copy is there: %v", op, r, m.get(conflictPath) != nil)
		}
	}
}

func TestOddHistory(t *testing.T) {
	d := mustParse(t, payloadText("", `,"tags":[{"id":"t1","name":{"v":"work","t":"0000000000010000","d":"d1"}}]`))
	v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
	for _, row := range []struct{ field, value, want string }{
		{"tags", `["t1"]`, `["work"]`}, {"x", `["t1"]`, `["t1"]`}, {"tags", `7`, `7`}, {"note", `"n"`, "n"},
	} {
		if got := v.shown(overruled{field: row.field, value: []byte(row.value)}); got.Value != row.want {
			t.Errorf("%s %s is shown as %s", row.field, row.value, got.Value)
		}
	}
}

func TestEscapesInUnknownMembers(t *testing.T) {
	odd := `{"q\"}":"a\"b,}]","back\\":"\\","list":["\"",{"x":"\\\""}]}`
	d := mustParse(t, payloadText(accountText(`"digits":6`, `"digits":6,"odd":`+odd), `,"odd":`+odd))
	if !bytes.Equal(d.top.Get("odd"), []byte(odd)) || !bytes.Equal(d.entries[0].rec.obj.Get("odd"), []byte(odd)) {
		t.Errorf("%s, %s", d.top.Get("odd"), d.entries[0].rec.obj.Get("odd"))
	}
	if o, err := ordered.Split([]byte(odd)); err != nil || len(o.Members()) != 3 || o.Members()[0].Name != `q"}` || o.Members()[1].Name != `back\` {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestOddTagsAndTombstonesStay(t *testing.T) {
	name := `"name":{"v":"work","t":"0000000000010000","d":"d1"}`
	for _, odd := range []string{`7`, `{}`, `{"id":7,` + name + `}`, `{"id":"a b",` + name + `}`, `{"id":"t1"}`, `{"id":"t1","name":7}`, `{"id":"t1","name":{"v":7,"t":"0000000000010000","d":"d1"}}`} {
		d := mustParse(t, payloadText("", `,"tags":[`+odd+`]`))
		if len(d.tags) != 1 || d.tags[0].obj != nil || string(d.tags[0].raw) != odd {
			t.Errorf("%s was taken for a tag", odd)
		}
		v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
		v.Add(account.Account{Key: totp("", "", "a key of ten").Key, Tags: []string{"new"}})
		if got := string(v.doc.text()); !strings.Contains(got, odd) || !slices.Equal(v.Tags(), []string{"new"}) {
			t.Errorf("%s did not stay", odd)
		}
	}
	if d := mustParse(t, payloadText("", `,"tags":[{"id":"t1",`+name+`}]`)); d.tags[0].text != "work" {
		t.Error("a good tag is odd")
	}
	good := `"id":"a1","cred":"c","t":"0000000000010000"`
	for _, odd := range []string{`7`, `{}`, `{` + strings.Replace(good, `"a1"`, `"a b"`, 1) + `}`, `{` + strings.Replace(good, `"c"`, `7`, 1) + `}`, `{` + strings.Replace(good, `"0000000000010000"`, `"1"`, 1) + `}`, `{` + good + `,"counter":-1}`, `{` + strings.Replace(good, `"a1"`, `7`, 1) + `}`} {
		if tomb := parseTombstone([]byte(odd)); tomb.key != (recordKey{}) || string(tomb.raw) != odd {
			t.Errorf("%s was taken for a tombstone", odd)
		}
	}
	if tomb := parseTombstone([]byte(`{` + good + `,"counter":3}`)); tomb.key != (recordKey{"a1", "c"}) || tomb.counter != 3 || tomb.at != 1<<16 {
		t.Errorf("%+v", tomb)
	}
}

// What a merge says must be what a user sees.
func TestDifferences(t *testing.T) {
	a := mustParse(t, payloadText(accountText()))
	renamed := mustParse(t, payloadText(accountText("Bank", "Bank 2")))
	other := mustParse(t, payloadText(accountText("a1", "a2", "GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJR")))
	stamped := mustParse(t, payloadText(accountText("0000000000010000", "0000000000020000")))
	trashed := mustParse(t, payloadText(accountText(`"fields":{`, `"fields":{"trashed":{"v":"2026-01-01T00:00:00Z","t":"0000000000010000","d":"d1"},`)))
	for i, row := range []struct {
		before, after *document
		want          string
	}{
		{a, a, "[[] [] [] [] []]"}, {a, renamed, "[[] [] [Bank 2] [] []]"}, {a, other, "[[Bank] [] [] [] [Bank]]"}, {a, stamped, "[[] [] [] [] []]"},
		{newDocument(testVaultID, nil), a, "[[Bank] [] [] [] []]"}, {a, newDocument(testVaultID, nil), "[[] [] [] [] [Bank]]"},
		{a, trashed, "[[] [] [] [Bank] []]"}, {trashed, a, "[[] [Bank] [] [] []]"},
	} {
		if got := difference(row.before, row.after); fmt.Sprint([][]string{got.Added, got.Restored, got.Changed, got.Trashed, got.Removed}) != row.want {
			t.Errorf("row %d: %s, want %s", i, got, row.want)
		}
	}
}

func TestSameContent(t *testing.T) {
	text := payloadText(accountText()+","+accountText("a1", "a2"), `,"x":{"a":1,"b":2}`)
	a := mustParse(t, text)
	for why, row := range map[string]struct {
		text string
		same bool
	}{
		"itself":                     {text, true},
		"spaces":                     {strings.ReplaceAll(text, `":`, `": `), true},
		"another order of accounts":  {payloadText(accountText("a1", "a2")+","+accountText(), `,"x":{"a":1,"b":2}`), true},
		"another order of members":   {strings.Replace(text, `{"a":1,"b":2}`, `{"b":2,"a":1}`, 1), true},
		"order within an account":    {strings.Replace(text, `"id":"a1","type":"totp"`, `"type":"totp","id":"a1"`, 1), true},
		"another revision":           {strings.Replace(text, `"revision":7`, `"revision":8`, 1), true},
		"another member":             {strings.Replace(text, `"b":2`, `"b":3`, 1), false},
		"an account less":            {payloadText(accountText(), `,"x":{"a":1,"b":2}`), false},
		"an account twice":           {payloadText(accountText()+","+accountText(), `,"x":{"a":1,"b":2}`), false},
		"another account":            {strings.Replace(text, "Bank", "Bunk", 1), false},
		"a tombstone":                {strings.TrimSuffix(text, "}") + `,"tombstones":[7]}`, false},
		"a tag":                      {strings.TrimSuffix(text, "}") + `,"tags":[7]}`, false},
		"an empty list more or less": {strings.TrimSuffix(text, "}") + `,"tags":[]}`, true},
		"a number beyond 2^53":       {strings.Replace(text, `"b":2`, `"b":9007199254740993`, 1), false},
	} {
		b := mustParse(t, row.text)
		if sameContent(a, b) != row.same || sameContent(b, a) != row.same {
			t.Errorf("%s: same %v", why, !row.same)
		}
	}
	x := mustParse(t, strings.Replace(text, `"b":2`, `"b":9007199254740993`, 1))
	y := mustParse(t, strings.Replace(text, `"b":2`, `"b":9007199254740992`, 1))
	if sameContent(x, y) {
		t.Error("large numbers are rounded")
	}
}

// Counters and times at the edge.
func TestEdgesOfNumbers(t *testing.T) {
	v := unlockMem(t, prepared(t, false))
	ids := v.Add(hotp("last", "a key of ten", math.MaxInt64-1), hotp("beyond", "b key of ten", math.MaxInt64+1))
	if ids[0] == "" || ids[1] != "" {
		t.Fatalf("%q", ids)
	}
	if n, err := v.raise(ids[0]); err != nil || n != math.MaxInt64-1 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := v.raise(ids[0]); err != ErrCounterUsedUp {
		t.Errorf("%v", err)
	}
	for f, want := range map[float64]string{0: "0", -1.5: "-1.5", math.Inf(1): "0", math.NaN(): "0", 1e300: "1e+300"} {
		if got := string(ordered.QuoteFloat(f)); got != want {
			t.Errorf("%v becomes %s", f, got)
		}
	}
	for text, want := range map[string]int{"0": 0, "7": 7, "2147483647": math.MaxInt32, "2147483648": math.MaxInt32, "18446744073709551615": math.MaxInt32} {
		if got, ok := smallNumber([]byte(text)); !ok || got != want {
			t.Errorf("%s becomes %d", text, got)
		}
	}
	if got := string(quoteTime(time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600)))); got != `"2026-01-02T02:04:05Z"` {
		t.Error(got)
	}
}

func TestErrorsOfTheDiskAreSorted(t *testing.T) {
	for _, row := range []struct {
		err, want error
	}{
		{nil, nil}, {syscall.ENOSPC, ErrFull}, {syscall.EACCES, ErrReadOnly}, {fs.ErrPermission, ErrReadOnly},
		{&fs.PathError{Op: "x", Path: "/secret", Err: syscall.ENOSPC}, ErrFull},
	} {
		if got := diskError(writingFile, row.err); row.want == nil && got != nil || row.want != nil && !errors.Is(got, row.want) {
			t.Errorf("%v becomes %v", row.err, got)
		}
	}
	var failed *PlaceError
	if got := diskError(writingFile, syscall.EIO); !errors.As(got, &failed) || failed.Step != writingFile || !errors.Is(got, syscall.EIO) {
		t.Errorf("%v", got)
	}
	if got := shorten(strings.Repeat("x", 60)); len(got) != 60 {
		t.Errorf("%d", len(got))
	}
	if got := shorten("x" + strings.Repeat("é", 30)); got != "x"+strings.Repeat("é", 29)+"..." {
		t.Errorf("a letter is cut through: %q", got)
	}
	if got := shorten(strings.Repeat("x", 61)); got != strings.Repeat("x", 60)+"..." {
		t.Errorf("%s", got)
	}
	if got := damagedHeader("why").Error(); strings.Contains(got, "why") {
		t.Errorf("%s", got)
	}
	if got := (&headerError{"why"}).Error(); got != "header: why" {
		t.Error(got)
	}
}

func TestMergedCountsAndJoins(t *testing.T) {
	a, b := Merged{Added: []string{"A"}, Removed: []string{"X"}}, Merged{Added: []string{"B"}, Changed: []string{"C", "D", "E"}}
	if got := a.And(b).String(); got != "From another computer: 2 accounts were added, 3 accounts were changed, X was deleted." {
		t.Error(got)
	}
	for _, m := range []Merged{a, b, {Changed: []string{"x"}}} {
		if m.None() {
			t.Errorf("%+v counts as nothing", m)
		}
	}
}

func TestLeftOverNames(t *testing.T) {
	if got := keptName("/a/v.watchword", "0a1b2c"); got != "/a/v (kept 0a1b2c).watchword" || !isConflict("v.watchword", filepath.Base(got)) {
		t.Error(got)
	}
	if got := brokenName("/a/v.watchword", "0a1b2c"); got != "/a/v (broken 0a1b2c).watchword" || !isConflict("v.watchword", filepath.Base(got)) {
		t.Error(got)
	}
	if got := tempName("v.watchword", "0123456789abcdef"); !isTemp("v.watchword", got) {
		t.Error(got)
	}
}

// A replaced account keeps all but its key, its counter and its place in time.
func TestReplaceKeyTakesTheRestAlong(t *testing.T) {
	v := unlockMem(t, prepared(t, false))
	id := v.Add(hotp("H", "a key of ten", 7))[0]
	v.Edit(id, Edit{Note: ptr("note"), Tags: ptr([]string{"t"}), Pinned: ptr(true)})
	key := otp.Key{Type: otp.HOTP, Secret: otp.Secret("another key!"), Algorithm: otp.SHA1, Digits: 6}
	next, err := v.ReplaceKey(id, key)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := v.Account(next)
	if a.Note != "note" || fmt.Sprint(a.Tags) != "[t]" || !a.Pinned || a.Counter != 0 || a.InTrash() || a.Created.IsZero() {
		t.Errorf("%+v", a)
	}
	old, _ := v.Account(id)
	trashed := old.Trashed
	if !old.InTrash() || old.Counter != 7 {
		t.Errorf("%+v", old)
	}
	v.o.Now = func() time.Time { return newClock().t.Add(time.Hour) }
	if _, err := v.ReplaceKey(id, otp.Defaults(otp.TOTP)); err == nil {
		t.Error("a key without a secret")
	}
	key.Secret = otp.Secret("a third key!")
	if _, err := v.ReplaceKey(id, key); err != nil {
		t.Fatal(err)
	}
	if old, _ := v.Account(id); !old.Trashed.Equal(trashed) {
		t.Error("what was in the trash went there again")
	}
}

// What came from a copy is the vault's own: closing the copy wipes only the copy.
func TestAClosedCopyTakesNothingBack(t *testing.T) {
	for _, take := range []func(v, other *Vault) (Merged, error){(*Vault).MergeFrom, (*Vault).ReplaceWith} {
		m := prepared(t, false)
		m.put(conflictPath, editedElsewhere(t, m))
		v := unlockMem(t, m)
		other, err := v.OpenCopy(conflictPath)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := take(v, other); err != nil {
			t.Fatal(err)
		}
		before := describe(v)
		other.Close()
		if got := describe(v); got != before || !strings.Contains(got, fmt.Sprintf("%x", "from elsewhere key")) {
			t.Errorf("closing the copy changed the vault:\n%s", got)
		}
		mustSave(t, v)
		if got := seenOnDisk(t, "", m); got != before {
			t.Errorf("on disk is\n%s", got)
		}
	}
}

// The key of a save as RFC 5869 has it, computed by the standard library.
func TestWrapKeyIsHKDF(t *testing.T) {
	kek, nonce := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	want, err := hkdf.Key(sha256.New, kek, nonce, "watchword/argon2id", 32)
	if err != nil || !bytes.Equal(wrapKey(kek, nonce), want) {
		t.Errorf("%x, want %x", wrapKey(kek, nonce), want)
	}
}

// Putting a lost vault back through a linked folder counts as its own place.
func TestACopyThroughALinkedFolder(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Dir(v.Path()), link); err != nil {
		t.Skip("no symbolic links here")
	}
	v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("x")})
	os.Remove(v.Path())
	if r := v.SaveCopy(context.Background(), filepath.Join(link, filepath.Base(v.Path()))); r.Status != Saved || v.Dirty() {
		t.Errorf("%+v, dirty %v", r, v.Dirty())
	}
}
