package vault

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

func fieldText(value, stamp, device string) string {
	return `{"v":` + value + `,"t":"` + stamp + `","d":"` + device + `"}`
}

// joined merges two versions of one account that differ in one field, and returns the text
// of that field and of the history.
func joined(t *testing.T, direct bool, base, a, b string) (field, history string) {
	t.Helper()
	with := func(f string) *document {
		if f == "none" {
			return nil
		}
		if f != "" {
			f = `,"note":` + f
		}
		return mustParse(t, payloadText(accountText(`"d":"d1"}}`, `"d":"d1"}`+f+`}`)))
	}
	d := merger{direct: direct}.join(with(base), with(a), with(b))
	r := d.entries[0].rec
	return string(r.fields.Get("note")), string(r.obj.Get("history"))
}

func TestFieldsJoin(t *testing.T) {
	early, late := fieldText(`"early"`, "0000000000010000", "d9"), fieldText(`"late"`, "0000000000020000", "d1")
	other := fieldText(`"other"`, "0000000000020000", "d2")    // as late, a greater device
	greater := fieldText(`"zzz"`, "0000000000020000", "d1")    // as late, the same device, a greater value
	same := fieldText(`"late"`, "0000000000030000", "d3")      // later, the same value
	future := fieldText(`"future"`, "7fffffffffff0000", "d0")  // of a wrong clock
	future2 := fieldText(`"future2"`, "7ffffffffffe0000", "e") // of another, which is less wrong
	lost := func(value, stamp, device string) string {
		return `[{"f":"note","v":` + value + `,"t":"` + stamp + `","d":"` + device + `"}]`
	}
	for _, row := range []struct {
		why            string
		direct         bool
		base, a, b     string
		field, history string
	}{
		{"the later wins, the other is remembered", false, "none", early, late, late, lost(`"early"`, "0000000000010000", "d9")},
		{"as late: the device decides", false, "none", late, other, other, lost(`"late"`, "0000000000020000", "d1")},
		{"as late, one device: the value decides", false, "none", late, greater, greater, lost(`"late"`, "0000000000020000", "d1")},
		{"the same value twice is no loss", false, "none", late, same, same, ""},
		{"of two from the future the later wins", false, "none", future, future2, future, lost(`"future2"`, "7ffffffffffe0000", "e")},
		{"one side lacks it", false, "none", "", late, late, ""},
		{"what a direct successor replaced is no loss", true, early, early, late, late, ""},
		{"of an indirect one it is", false, early, early, late, late, lost(`"early"`, "0000000000010000", "d9")},
		{"a direct successor, but ours changed as well", true, early, other, late, other, lost(`"late"`, "0000000000020000", "d1")},
		{"what is no field gives way", false, "none", `7`, early, early, ""},
		{"two that are none: the changed one", false, `7`, `7`, `8`, `8`, ""},
		{"two that are none, both changed: the greater", false, `7`, `9`, `8`, `9`, ""},
	} {
		for swap := range 2 {
			a, b := row.a, row.b
			if swap == 1 {
				a, b = b, a
			}
			if field, history := joined(t, row.direct, row.base, a, b); field != row.field || history != row.history {
				t.Errorf("%s (%d): %s, history %s", row.why, swap, field, history)
			}
		}
	}
}

func TestMembersAroundTheListsJoin(t *testing.T) {
	ours := mustParse(t, strings.Replace(payloadText("", `,"settings":{"a":1}`), `"version":1`, `"version":2`, 1))
	theirs := mustParse(t, strings.NewReplacer(`"version":1`, `"version":3`, `"revision":7`, `"revision":9`, `"app":"x"`, `"app":"other"`).Replace(payloadText("", `,"icons":{"b":"2"}`)))
	for i, pair := range [][2]*document{{ours, theirs}, {theirs, ours}} {
		d := merger{}.join(nil, pair[0], pair[1])
		if string(d.top.Get("version")) != "3" || d.revision != 9 || string(d.top.Get("settings")) != `{"a":1}` || string(d.top.Get("icons")) != `{"b":"2"}` {
			t.Errorf("%d: %s, revision %d", i, d.text(), d.revision)
		}
		if string(d.top.Get("writer")) != string(pair[0].top.Get("writer")) {
			t.Errorf("%d: the writer is not ours", i)
		}
	}
	bare := mustParse(t, `{"format":"watchword/vault","minReader":1,"vaultId":"`+testVaultID+`","revision":1}`)
	d := merger{}.join(nil, bare, mustParse(t, payloadText(accountText())))
	if len(d.byKey()) != 1 || !bytes.Contains(d.text(), []byte(`"version":1`)) {
		t.Errorf("%s", d.text())
	}
	again := mustParse(t, string(d.text()))
	if len(again.byKey()) != 1 {
		t.Errorf("%s", d.text())
	}
}

func TestTagsAndCountersJoin(t *testing.T) {
	tag := func(name, stamp, more string) string {
		return `{"id":"t1","name":` + fieldText(`"`+name+`"`, stamp, "d1") + more + `}`
	}
	a := mustParse(t, payloadText(accountText(`"counter":0`, `"counter":4`, `"totp"`, `"hotp"`, `"period":30`, `"period":0`), `,"tags":[`+tag("old", "0000000000010000", `,"x":1`)+`,7]`))
	b := mustParse(t, payloadText(accountText(`"counter":0`, `"counter":9`, `"totp"`, `"hotp"`, `"period":30`, `"period":0`), `,"tags":[7,`+tag("new", "0000000000020000", "")+`,{"id":"t2","name":`+fieldText(`"two"`, "0000000000010000", "d")+`}]`))
	for i, pair := range [][2]*document{{a, b}, {b, a}} {
		d := merger{}.join(nil, pair[0], pair[1])
		if len(d.tags) != 3 || d.entries[0].rec.acc.Counter != 9 {
			t.Errorf("%d: %d tags, counter %d", i, len(d.tags), d.entries[0].rec.acc.Counter)
		}
		if got := fmt.Sprint(d.names([]string{"t1", "t2", "t1", "none"})); got != "[new two]" || !bytes.Contains(d.text(), []byte(`"x":1`)) {
			t.Errorf("%d: %s in %s", i, got, d.text())
		}
	}
}

func TestFieldsOfAWrongKind(t *testing.T) {
	d := mustParse(t, payloadText(accountText(`"fields":{`, `"fields":{"order":`+fieldText(`"first"`, "0000000000010000", "d")+
		`,"tags":`+fieldText(`"t1"`, "0000000000010000", "d")+`,"pinned":`+fieldText(`1`, "0000000000010000", "d")+
		`,"trashed":`+fieldText(`"yesterday"`, "0000000000050000", "d")+`,"name":`+fieldText(`7`, "0000000000010000", "d")+
		`,"note":`+fieldText(`null`, "0000000000010000", "d")+`,"icon":`+fieldText(`{}`, "0000000000010000", "d")+`,`)))
	r := d.entries[0].rec
	if a := r.acc; a.Order != 0 || len(a.Tags) > 0 || a.Pinned || a.InTrash() || a.Name != "" || a.Note != "" || a.Icon != "" || a.Issuer != "Bank" {
		t.Errorf("%+v", a)
	}
	if r.latest != 5<<16 {
		t.Errorf("the latest stamp is %v", r.latest)
	}
}

// Going back to a version from before some fields were ever set empties them.
func TestReplacingEmptiesWhatWasNotThere(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	id := v.Accounts()[0].ID
	before := unlockMem(t, m)
	if err := v.Edit(id, Edit{Note: ptr("n"), Icon: ptr("i"), Tags: ptr([]string{"t"}), Pinned: ptr(true), Archived: ptr(true), Order: ptr(3.5)}); err != nil {
		t.Fatal(err)
	}
	v.Trash(id)
	was, err := v.ReplaceWith(before)
	if err != nil || len(was.Restored) != 1 {
		t.Fatalf("%+v, %v", was, err)
	}
	a, _ := v.Account(id)
	if a.Note != "" || a.Icon != "" || len(a.Tags) > 0 || a.Pinned || a.Archived || a.Order != 0 || a.InTrash() {
		t.Errorf("%+v", a)
	}
	if again, err := v.ReplaceWith(before); err != nil || !again.None() {
		t.Errorf("twice: %+v, %v", again, err)
	}
	if emptyValue("unknown") != nil {
		t.Error("an unknown field is emptied")
	}
}

func TestProving(t *testing.T) {
	m := prepared(t, false)
	v := unlockMem(t, m)
	v.Edit(v.Accounts()[0].ID, Edit{Note: ptr("x")})
	mustSave(t, v)
	list, err := v.Backups()
	if err != nil {
		t.Fatal(err)
	}
	if p, err := v.Verify(list[1]); err != nil || p.Accounts != 3 || p.Same || len(p.Since.Changed) != 1 {
		t.Errorf("the version before: %+v, %v", p, err)
	}
	if p, err := v.Verify(list[0]); err != nil || p.Accounts != 3 || !p.Same {
		t.Errorf("the version now: %+v, %v", p, err)
	}
	m.put(list[0].Path, []byte("rubbish"))
	if _, err := v.Verify(list[0]); err == nil {
		t.Error("rubbish was proved")
	}
}

func TestHistoryShowsWhatLost(t *testing.T) {
	clock := newClock()
	m := prepared(t, false)
	o := memOptions(m)
	o.Now = clock.now
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	id := v.Accounts()[1].ID
	v.Edit(id, Edit{Note: ptr("loses")})
	other, err := otherBranch(v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.MergeFrom(other); err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	if h := v.History(id); len(h) != 1 || h[0].Field != "note" || h[0].Value != "loses" || !h[0].At.Equal(clock.t) {
		t.Fatalf("%+v", h)
	}
}

func TestAClosedVaultDoesNothing(t *testing.T) {
	m := prepared(t, false)
	v, w := unlockMem(t, m), unlockMem(t, m)
	id := v.Accounts()[0].ID
	v.Close()
	v.Close()
	if _, err := w.MergeFrom(v); err != ErrClosed {
		t.Errorf("%v", err)
	}
	if _, err := w.Preview(v); err != ErrClosed {
		t.Errorf("%v", err)
	}
	if v.MustSetPassword() || v.Dirty() || v.HasRecovery() || len(v.Tags()) > 0 || v.History(id) != nil || v.Revision() == 0 {
		t.Error("a closed vault still knows something, or forgot its revision")
	}
	if ids := v.Add(sample(1)...); ids[0] != "" {
		t.Error("something was added")
	}
	if r := v.SaveCopy(context.Background(), "/x/y.watchword"); r.Err != ErrClosed {
		t.Errorf("%+v", r)
	}
}

func TestRetentionIsExact(t *testing.T) {
	at := func(day int, hour int) time.Time {
		return time.Date(2026, 3, 31, hour, 0, 0, 0, time.UTC).AddDate(0, 0, -day)
	}
	var have []Backup
	for i := range keepLast {
		have = append(have, Backup{Made: at(0, 23-i), Path: fmt.Sprint("last ", i)})
	}
	for day := range keepDaily + 1 {
		for hour := range 3 {
			have = append(have, Backup{Made: at(day, 12-hour), Path: fmt.Sprint("day ", day, " hour ", hour)})
		}
	}
	gone := map[string]bool{}
	for _, b := range outdated(have, at(0, 23)) {
		gone[b.Path] = true
	}
	for day := range keepDaily + 1 {
		for hour := range 3 {
			want := day == 0 || hour > 0 // today has one among the last; each other day keeps its latest
			if got := gone[fmt.Sprint("day ", day, " hour ", hour)]; got != want {
				t.Errorf("day %d, hour %d: gone %v", day, hour, got)
			}
		}
	}
	if len(gone) != 3+2*keepDaily {
		t.Errorf("%d gone", len(gone))
	}
}
