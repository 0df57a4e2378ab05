package vault

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"watchword/vault/internal/ordered"
)

// cases returns how often a random test runs: small in the whole test, a quarter of it every day, WATCHWORD_CASES when asked.
func cases(small int) int {
	if n, err := strconv.Atoi(os.Getenv("WATCHWORD_CASES")); err == nil {
		return n
	}
	if large() {
		return small * 100
	}
	if daily() {
		return small / 4
	}
	return small
}

// A fleet is a few computers with copies of one vault, each with a clock of its own.
type fleet struct {
	rng     *rand.Rand
	now     time.Time
	devices []*Vault
	clocks  []*testClock
	wrong   map[int]bool // whose clock shows the year 2040 for now
	n       int          // for names
}

func newFleet(seed uint64, size int) *fleet {
	f := &fleet{rng: rand.New(rand.NewPCG(seed, 7)), now: newClock().t, wrong: map[int]bool{}}
	start := newDocument(testVaultID, make([]byte, 32))
	for i := range size {
		c := &testClock{f.now.Add(time.Duration(f.rng.IntN(48*3600)-24*3600) * time.Second)} // a day wrong at most
		o := cheap()
		o.Now, o.Device, o.Rand = c.now, fmt.Sprint("d", i), chance{f.rng}
		v := newVault(o.withDefaults(), "/x", start.clone(), passwordKey{}, nil)
		f.devices, f.clocks = append(f.devices, v), append(f.clocks, c)
	}
	return f
}

// chance is randomness that a seed gives again.
type chance struct{ rng *rand.Rand }

func (c chance) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c.rng.Uint32())
	}
	return len(p), nil
}

func (f *fleet) word() string { f.n++; return fmt.Sprint("w", f.n) }

// step lets one computer do one thing, or take in another's state.
func (f *fleet) step() {
	i := f.rng.IntN(len(f.devices))
	v := f.devices[i]
	f.clocks[i].add(time.Duration(f.rng.IntN(5000)) * time.Millisecond)
	if f.rng.IntN(20) == 0 { // a clock goes wrong by years, or is set right again
		years := 14
		if f.wrong[i] = !f.wrong[i]; !f.wrong[i] {
			years = -14
		}
		f.clocks[i].t = f.clocks[i].t.AddDate(years, 0, 0)
	}
	list := v.Accounts()
	if len(list) == 0 {
		v.Add(hotp(f.word(), "secret "+f.word()+" of ten", uint64(f.rng.IntN(5))))
		return
	}
	a := list[f.rng.IntN(len(list))]
	switch f.rng.IntN(13) {
	case 0:
		v.Add(hotp(f.word(), "secret "+f.word()+" of ten", 0))
	case 1:
		v.Add(totp(f.word(), f.word(), "secret "+f.word()+" of ten"))
	case 2, 3:
		v.Edit(a.ID, Edit{Issuer: ptr(f.word())})
	case 4:
		v.Edit(a.ID, Edit{Note: ptr(f.word()), Pinned: ptr(!a.Pinned)})
	case 5:
		v.Edit(a.ID, Edit{Tags: ptr([]string{fmt.Sprint("t", f.rng.IntN(3))})})
	case 6:
		v.RenameTag(fmt.Sprint("t", f.rng.IntN(3)), fmt.Sprint("t", f.rng.IntN(3)))
	case 7:
		v.raise(a.ID)
	case 8:
		v.Trash(a.ID)
	case 9:
		v.Restore(a.ID)
	case 10:
		if f.rng.IntN(3) == 0 {
			v.Purge(a.ID)
		}
	case 11:
		if f.rng.IntN(3) == 0 {
			v.NewRecovery()
		}
	case 12:
		j := f.rng.IntN(len(f.devices))
		v.doc = merger{}.join(nil, v.doc, f.devices[j].doc)
		v.doc.seeStamps(&v.clock)
	}
}

// TestMergeLaws lets random computers do random things and joins three of their states in
// every order, several times while they go on. A case is one such triple; WATCHWORD_CASES
// says how many.
func TestMergeLaws(t *testing.T) {
	n, histories := cases(4000), uint64(0)
	for done := 0; done < n; histories++ {
		f := newFleet(histories, 2+int(histories%4))
		for step := range 6 + f.rng.IntN(18) {
			f.step()
			if step > 2 && step%2 == 0 {
				checkLaws(t, histories, f)
				done++
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d cases in %d histories", n, histories)
}

func checkLaws(t *testing.T, seed uint64, f *fleet) {
	t.Helper()
	m := merger{}
	pick := func() *document { return f.devices[f.rng.IntN(len(f.devices))].doc }
	a, b, c := pick(), pick(), pick()
	ab, ba := m.join(nil, a, b), m.join(nil, b, a)
	if !sameContent(ab, ba) {
		t.Fatalf("seed %d: not commutative:\n%s\n%s", seed, ab.text(), ba.text())
	}
	if !sameContent(m.join(nil, a, a), a) {
		t.Fatalf("seed %d: not idempotent:\n%s\n%s", seed, a.text(), m.join(nil, a, a).text())
	}
	if !sameContent(m.join(nil, ab, b), ab) {
		t.Fatalf("seed %d: taking the same in twice changes something", seed)
	}
	if !sameContent(m.join(c, a, b), m.join(c, b, a)) {
		t.Fatalf("seed %d: not commutative with an ancestor", seed)
	}
	left, right := m.join(nil, ab, c), m.join(nil, a, m.join(nil, b, c))
	if !reflect.DeepEqual(essence(left), essence(right)) {
		t.Fatalf("seed %d: not associative:\n%s\n%s", seed, left.text(), right.text())
	}
	nothingLost(t, seed, f, left, a, b, c)
}

// essence is what must not depend on the order of merging: accounts, secrets and counters;
// and the fields of those that were never purged. (What a purged account was called may
// depend on who heard of the purge when, if a later edit brings it back.)
func essence(d *document) any {
	buried := d.purgedKeys()
	e := map[recordKey]string{}
	for key, r := range d.byKey() {
		e[key] = ""
		if !buried[key] {
			fields := maps.Collect(func(yield func(string, string) bool) {
				for _, m := range r.fields.Members() {
					yield(m.Name, string(m.Value))
				}
			})
			e[key] = fmt.Sprint(r.acc.Counter, fields)
		}
	}
	tags := map[string]string{}
	for _, t := range d.tags {
		tags[t.id] = t.text
	}
	tombs := map[recordKey]stamp{}
	for _, t := range d.tombstones {
		tombs[t.key] = t.at
	}
	return []any{e, tags, tombs}
}

// nothingLost checks that whatever one version had is in the joined one, unless it was
// deleted for good after its last edit.
func nothingLost(t *testing.T, seed uint64, f *fleet, joined *document, from ...*document) {
	t.Helper()
	have := joined.byKey()
	dead := map[recordKey]stamp{}
	for _, tomb := range joined.tombstones {
		dead[tomb.key] = tomb.at
	}
	for _, d := range from {
		for key, r := range d.byKey() {
			got := have[key]
			at, purged := dead[key]
			if got == nil {
				if !purged || r.latest > at {
					t.Fatalf("seed %d: %v is lost", seed, key)
				}
				continue
			}
			if !bytes.Equal(got.acc.Key.Secret, r.acc.Key.Secret) {
				t.Fatalf("seed %d: another secret for %v", seed, key)
			}
			if got.acc.Counter < r.acc.Counter && !purged {
				t.Fatalf("seed %d: the counter of %v went back", seed, key)
			}
			for _, m := range r.fields.Members() {
				if !purged && !remembers(got, m) {
					t.Fatalf("seed %d: an edit of %s of %v is nowhere", seed, m.Name, key)
				}
			}
		}
	}
}

// remembers reports whether the value of a field is the current one or in the history.
func remembers(r *record, m ordered.Member) bool {
	f, _ := parseField(m.Value)
	now, _ := parseField(r.fields.Get(m.Name))
	return bytes.Equal(now.value, f.value) || slices.ContainsFunc(r.history(), func(p overruled) bool {
		return p.field == m.Name && bytes.Equal(p.value, f.value)
	})
}

func TestLaterEditWinsAndTheOtherIsRemembered(t *testing.T) {
	m := prepared(t, false)
	a, b := unlockMem(t, m), unlockMem(t, m)
	clock := newClock()
	a.o.Now, a.clock.now = clock.now, clock.now
	b.o.Now, b.clock.now, b.o.Device = clock.now, clock.now, "device-2"
	id := a.Accounts()[0].ID
	b.Edit(id, Edit{Issuer: ptr("earlier"), Note: ptr("only b")})
	clock.add(time.Minute)
	a.Edit(id, Edit{Issuer: ptr("later")})
	mustSave(t, a)
	r := b.Save(context.Background())
	if r.Status != Saved {
		t.Fatalf("%+v", r)
	}
	got, _ := b.Account(id)
	if got.Issuer != "later" || got.Note != "only b" {
		t.Errorf("issuer %q, note %q", got.Issuer, got.Note)
	}
	history := b.History(id)
	if len(history) != 1 || history[0].Field != "issuer" || history[0].Value != "earlier" {
		t.Errorf("history %+v", history)
	}
	if b.History("nobody") != nil {
		t.Error("history of what is not there")
	}
	// 91 days later it is still there, for it is among the newest; see TestWhichLostValuesAreKept for the others.
	clock.add(91 * 24 * time.Hour)
	b.Edit(id, Edit{Note: ptr("new")})
	mustSave(t, b)
	again := unlockMem(t, m)
	if h := again.History(id); len(h) != 1 || h[0].Value != "earlier" {
		t.Errorf("after 91 days: %+v", h)
	}
}

func TestPurgeAndEdit(t *testing.T) {
	tests := []struct {
		why       string
		editFirst bool
		there     bool
	}{
		{"an edit after the purge brings the account back", false, true},
		{"a purge after the edit wins", true, false},
	}
	for _, test := range tests {
		m := prepared(t, false)
		clock := newClock()
		a, b := unlockMem(t, m), unlockMem(t, m)
		a.clock.now, b.clock.now = clock.now, clock.now
		id := a.Accounts()[0].ID
		edit := func() { b.Edit(id, Edit{Issuer: ptr("edited")}) }
		purge := func() { a.Purge(id) }
		first, second := purge, edit
		if test.editFirst {
			first, second = edit, purge
		}
		clock.add(time.Minute)
		first()
		clock.add(time.Minute)
		second()
		mustSave(t, a)
		if r := b.Save(context.Background()); r.Status != Saved {
			t.Fatalf("%s: %+v", test.why, r)
		}
		if _, ok := b.Account(id); ok != test.there {
			t.Errorf("%s: there %v", test.why, ok)
		}
		if _, ok := unlockMem(t, m).Account(id); ok != test.there {
			t.Errorf("%s: on disk %v", test.why, ok)
		}
	}
}

// Whoever changes what a wrong clock wrote wins over it, at once and for good, however old
// copies come back; and what is deleted after that stays deleted.
func TestAClockThatWasWrong(t *testing.T) {
	for _, row := range []struct {
		why          string
		wrong, right string // notes: as texts either may be the greater one
		days         int    // until the clock is set right
	}{
		{"the wrong value is the greater text", "zzz", "aaa", 1},
		{"the right value is the greater text", "aaa", "zzz", 1},
		{"two months later", "zzz", "aaa", 60},
	} {
		m := prepared(t, false)
		c := newClock()
		o := memOptions(m)
		o.Now = c.now
		open := func() *Vault {
			v, err := tryOpen(memPath, goodPassword, o)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		v := open()
		id := v.Accounts()[0].ID
		v.Edit(id, Edit{Tags: ptr([]string{"tag"})})
		began := c.t
		c.t = time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
		v.Edit(id, Edit{Note: &row.wrong})
		v.RenameTag("tag", row.wrong)
		mustSave(t, v)
		between := m.get(memPath)
		c.t = began.Add(time.Duration(row.days) * 24 * time.Hour)
		v = open()
		if n := v.Notices(); len(n) != 1 || n[0].Kind != NoticeClockAhead {
			t.Errorf("%s: notices %+v", row.why, n)
		}
		v.Edit(id, Edit{Note: &row.right, Issuer: ptr("renamed")})
		v.RenameTag(row.wrong, row.right)
		mustSave(t, v)
		takeIn := func() {
			t.Helper()
			m.put(conflictPath, between)
			if _, r := v.MergeFile(context.Background(), conflictPath); r.Status != Saved {
				t.Fatalf("%s: %+v", row.why, r)
			}
		}
		takeIn()
		if a, _ := v.Account(id); a.Note != row.right || fmt.Sprint(a.Tags) != "["+row.right+"]" {
			t.Errorf("%s: the note is %q, the tags %q", row.why, a.Note, a.Tags)
		}
		if last := v.doc.latest().time(); last.Year() != 2040 {
			t.Errorf("%s: the latest stamp is of %v", row.why, last)
		}
		v.Edit(id, Edit{Order: ptr(2.0)})
		if f, _ := parseField(v.doc.entries[0].rec.fields.Get(fieldOrder)); f.at.time().After(c.t.Add(time.Minute)) {
			t.Errorf("%s: what the wrong clock never touched is dated %v", row.why, f.at.time())
		}
		v.Purge(id)
		mustSave(t, v)
		for _, later := range []time.Duration{0, 400 * 24 * time.Hour, 15 * 365 * 24 * time.Hour} {
			c.add(later)
			v = open()
			takeIn()
			if _, back := v.Account(id); back {
				t.Errorf("%s: the account that was deleted for good is back after %v", row.why, later)
			}
		}
		// Back on purpose it stays, also where another computer has only the tombstone.
		purged := unlockMem(t, m)
		old, err := parseDocument(mustDecrypt(t, v, between))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.ReplaceWith(newVault(v.o, "/old", old, passwordKey{}, nil)); err != nil {
			t.Fatal(err)
		}
		if got, err := purged.MergeFrom(v); err != nil || len(got.Added) != 1 {
			t.Errorf("%s: restored, it came as %+v, %v", row.why, got, err)
		}
	}
}

func mustDecrypt(t *testing.T, v *Vault, file []byte) []byte {
	t.Helper()
	payload, err := decrypt(file, &passwordIdentity{kek: v.pass.kek}, ErrWrongPassword)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

func TestStampsAfterOthers(t *testing.T) {
	now := stampAt(newClock().t)
	for _, row := range []struct {
		why             string
		seen, old, want stamp
	}{
		{"the clock", 0, 0, now},
		{"what is replaced is older", 0, now - 1, now},
		{"what is replaced is as old", 0, now, now + 1},
		{"another computer is an hour ahead", now + 3600_000<<16, 0, now + 3600_000<<16 + 1},
		{"a wrong clock elsewhere says nothing", now + 1<<50, 0, now},
		{"a wrong clock wrote what is replaced", 0, now + 1<<50, now + 1<<50 + 1},
		{"nothing comes after the greatest stamp", 0, 1<<64 - 1, 1<<64 - 1},
	} {
		c := clock{now: newClock().now}
		c.see(row.seen)
		if got := c.after(row.old); got != row.want {
			t.Errorf("%s: %v, want %v", row.why, got, row.want)
		}
		if next := c.tick(); next > now+3600_000<<16+2 {
			t.Errorf("%s: the clock goes on from %v", row.why, next)
		}
	}
}

func TestWhatIsNeverMerged(t *testing.T) {
	ready := prepared(t, false)
	other := newMemFS()
	o := memOptions(other)
	w, err := Create(context.Background(), memPath, []byte(goodPassword), o)
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, w)
	tests := []struct {
		why  string
		file func(v *Vault) []byte
		want error
	}{
		{"another vault", func(v *Vault) []byte { return other.get(memPath) }, ErrPasswordElsewhere},
		{"another vault under the same key", func(v *Vault) []byte {
			return encrypted(t, v, strings.Replace(string(payloadText("")), `"x"`, `"y"`, 1), nil)
		}, ErrOtherVault},
		{"a newer vault", func(v *Vault) []byte {
			return encrypted(t, v, strings.Replace(string(v.doc.text()), `"minReader":1`, `"minReader":2`, 1), nil)
		}, ErrNewer},
		{"half a file", func(v *Vault) []byte { return ready.get(memPath)[:700] }, ErrDamaged},
		{"an empty file", func(v *Vault) []byte { return nil }, ErrNotVault},
		{"a recovery slot that is not ours", func(v *Vault) []byte {
			x, _, _ := parseSheetKey(vectorSheet)
			return encrypted(t, v, string(v.doc.text()), &recovery{recipient: x.Recipient(), auth: make([]byte, 32)})
		}, ErrBadTag},
		{"no JSON", func(v *Vault) []byte { return encrypted(t, v, "hello", nil) }, ErrDamaged},
	}
	for _, test := range tests {
		m := ready.clone()
		v := unlockMem(t, m)
		operations[0].do(v)
		file := test.file(v)
		m.put(memPath, file)
		r := v.Save(context.Background())
		if r.Status != NotSaved || !errorsAre(r.Err, test.want, ErrChanged) {
			t.Errorf("%s: %+v", test.why, r)
		}
		if !bytes.Equal(m.get(memPath), file) || !v.Dirty() || len(v.Accounts()) != 3 {
			t.Errorf("%s: something was overwritten or forgotten", test.why)
		}
	}
}

func encrypted(t *testing.T, v *Vault, payload string, rec *recovery) []byte {
	t.Helper()
	file, err := encrypt([]byte(payload), v.pass, rec, v.o.Rand)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAnOlderVersionThatComesBackLosesNothing(t *testing.T) {
	m := prepared(t, false)
	old := m.get(memPath)
	v := unlockMem(t, m)
	v.Add(totp("new", "", "added after the copy"))
	v.Purge(v.Accounts()[0].ID)
	mustSave(t, v)
	want := describe(v)
	m.put(memPath, old)
	got, err := v.Refresh(context.Background())
	if err != nil || !got.None() {
		t.Errorf("%+v, %v", got, err)
	}
	if describe(v) != want || !v.Dirty() {
		t.Error("the older version changed what is here, or is not to be repaired")
	}
	mustSave(t, v)
	if seenOnDisk(t, "", m) != want {
		t.Error("not repaired")
	}
}

func TestAPasswordChangeMeetsAnEdit(t *testing.T) {
	m := prepared(t, false)
	a, b := unlockMem(t, m), unlockMem(t, m)
	b.Add(totp("by b", "", "secret from b..."))
	mustSave(t, b)
	if err := a.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
		t.Fatal(err)
	}
	r := a.Save(context.Background()) // takes b's edit in with the old key
	if r.Status != Saved || len(r.Merged.Added) != 1 {
		t.Fatalf("%+v", r)
	}
	b.Add(totp("by b again", "", "second from b..."))
	if r := b.Save(context.Background()); !errorsAre(r.Err, ErrPasswordElsewhere) {
		t.Fatalf("%+v", r)
	}
	// The way out: unlock anew, take the old session in.
	c, err := tryOpen(memPath, otherPassword, memOptions(m))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := c.Preview(b); err != nil || len(p.Added) != 1 || len(c.Accounts()) != 4 {
		t.Errorf("preview %+v, %v", p, err)
	}
	if got, err := c.MergeFrom(b); err != nil || len(got.Added) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	mustSave(t, c)
	if n := len(c.Accounts()); n != 5 {
		t.Errorf("%d accounts", n)
	}
}

func TestMergeFromRefusesStrangers(t *testing.T) {
	a, b := newTestVault(t, cheap()), newTestVault(t, cheap())
	if _, err := a.MergeFrom(b); !errorsAre(err, ErrOtherVault) {
		t.Errorf("%v", err)
	}
	if _, err := a.Preview(b); !errorsAre(err, ErrOtherVault) {
		t.Errorf("%v", err)
	}
	b.Close()
	if _, err := a.MergeFrom(b); !errorsAre(err, ErrClosed) {
		t.Errorf("%v", err)
	}
	if _, err := a.Preview(b); !errorsAre(err, ErrClosed) {
		t.Errorf("%v", err)
	}
	a.Close()
	if _, err := a.Refresh(context.Background()); !errorsAre(err, ErrClosed) {
		t.Errorf("%v", err)
	}
}

func TestUnknownMembersMerge(t *testing.T) {
	parse := func(text string) *document {
		d, err := parseDocument([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	with := func(in, more string) *document {
		return parse(payloadText(accountText(`"digits":6`, `"digits":6,`+in), more))
	}
	base := with(`"x":1`, `,"settings":{"a":1,"b":1},"odd":[1]`)
	ours := with(`"x":2,"mine":true`, `,"settings":{"a":2,"b":1},"odd":[1]`)
	theirs := with(`"x":1,"theirs":true`, `,"settings":{"a":1,"b":3,"c":4},"odd":[2],"new":null`)
	d := merger{}.join(base, ours, theirs)
	text := string(d.text())
	for _, want := range []string{`"x":2`, `"mine":true`, `"theirs":true`, `"a":2`, `"b":3`, `"c":4`, `"odd":[2]`, `"new":null`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	// Without an ancestor the greater text wins, the same both ways.
	x, y := merger{}.join(nil, ours, theirs), merger{}.join(nil, theirs, ours)
	if !sameContent(x, y) || !strings.Contains(string(x.text()), `"x":2`) {
		t.Errorf("%s\n%s", x.text(), y.text())
	}
}

// Two computers that add members of their own to one value, even to one that this version
// cannot read, write the same text (found by FuzzMerge).
func TestJoinedValuesHaveOneOrder(t *testing.T) {
	for _, c := range []struct{ why, a, b, want string }{
		{"a member of each", `{"z":1,"a":2}`, `{"m":3,"z":1}`, `{"a":2,"m":3,"z":1}`},
		{"a field without its value", `{"x":"Bank","t":"1","d":"2"}`, `{"x":"Bank","t":"1","b":"3"}`, `{"b":"3","d":"2","t":"1","x":"Bank"}`},
		{"one holds all of the other", `{"b":{"d":1,"c":2},"a":1}`, `{"b":{"c":2}}`, `{"a":1,"b":{"c":2,"d":1}}`},
	} {
		ab, ba := merger{}.joinValue(nil, []byte(c.a), []byte(c.b)), merger{}.joinValue(nil, []byte(c.b), []byte(c.a))
		if string(ab) != c.want || string(ba) != c.want {
			t.Errorf("%s: %s and %s", c.why, ab, ba)
		}
		if again := (merger{}).joinValue(nil, ab, []byte(c.b)); string(again) != c.want {
			t.Errorf("%s: again: %s", c.why, again)
		}
	}
}

func TestSetAsideEntriesAreMergedOnce(t *testing.T) {
	a, _ := parseDocument([]byte(payloadText(`7,` + accountText())))
	b, _ := parseDocument([]byte(payloadText(`8,7`)))
	d := merger{}.join(nil, a, b)
	if keys, odd := d.keys(); len(keys) != 1 || odd != 2 {
		t.Errorf("%d accounts, %d odd", len(keys), odd)
	}
}

func TestMergedSaysItInOneLine(t *testing.T) {
	m := Merged{Added: []string{"Bank"}, Restored: []string{"D"}, Changed: []string{"A", "B"}, Trashed: []string{"E"}, Removed: []string{"C"}}
	if got, want := m.String(), "From another computer: Bank was added, D was restored, 2 accounts were changed, E was moved to the trash, C was deleted."; got != want {
		t.Error(got)
	}
}

func FuzzMerge(f *testing.F) {
	f.Add(uint64(1), []byte(payloadText(accountText())), []byte(payloadText(accountText("Bank", "Other", "d1", "d2"))))
	f.Add(uint64(2), []byte(payloadText(accountText(), `,"x":{"v":1,"t":"0000000000010000","d":"a"}`)), []byte(payloadText(`7`, `,"x":{"v":[2],"t":"0000000000010000","d":"a"}`)))
	f.Fuzz(func(t *testing.T, seed uint64, textA, textB []byte) {
		a, err1 := parseDocument(textA)
		b, err2 := parseDocument(textB)
		if err1 != nil || err2 != nil {
			return
		}
		m := merger{}
		ab, ba := m.join(nil, a, b), m.join(nil, b, a)
		if !reflect.DeepEqual(essence(ab), essence(ba)) {
			t.Fatal("not commutative")
		}
		if _, err := parseDocument(ab.payload(1, "", writer{})); err != nil {
			t.Fatalf("what was merged is refused: %v", err)
		}
		buried := ab.purgedKeys()
		for _, d := range []*document{a, b} {
			for key := range d.byKey() {
				if ab.byKey()[key] == nil && !buried[key] {
					t.Fatal("an account is lost")
				}
			}
		}
		v := newVault(cheap().withDefaults(), "/x", ab, passwordKey{}, nil)
		liveOn(v, newVault(cheap().withDefaults(), "/x", b, passwordKey{}, nil), rand.New(rand.NewPCG(seed, 1)))
		if _, err := parseDocument(v.doc.payload(1, "", writer{})); err != nil {
			t.Fatalf("what was changed is refused: %v", err)
		}
	})
}

// liveOn does with a vault out of any file what a user might do.
func liveOn(v, other *Vault, rng *rand.Rand) {
	for _, a := range v.Accounts() {
		v.History(a.ID)
		switch rng.IntN(6) {
		case 0:
			v.Edit(a.ID, Edit{Issuer: ptr("x"), Tags: ptr([]string{"t"}), Icon: ptr("i"), Order: ptr(1.0)})
		case 1:
			v.Trash(a.ID)
		case 2:
			v.Restore(a.ID)
		case 3:
			v.ReplaceKey(a.ID, a.Key)
		case 4:
			v.Purge(a.ID)
		}
	}
	for _, name := range v.Tags() {
		v.RenameTag(name, "another")
	}
	v.Matcher()
	v.doc.forget(v.o.Now().AddDate(50, 0, 0))
	v.PreviewReplace(other)
	v.ReplaceWith(other)
}
