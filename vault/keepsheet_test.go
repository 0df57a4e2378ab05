package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	stateDir  = "/home/me/state"
	paperDir  = "/home/me/papers"
	paperPath = paperDir + "/sheet.txt"
)

// aPaper is a vault with an active sheet, a folder for state and one for papers.
func aPaper(t *testing.T) (*memFS, Sheet) {
	t.Helper()
	m := prepared(t, false)
	m.MkdirAll(paperDir)
	m.MkdirAll(stateDir)
	v := unlockState(t, m)
	defer v.Close()
	first := adopted(t, v)
	mustSave(t, v)
	return m, first
}

func unlockState(t *testing.T, m *memFS) *Vault {
	t.Helper()
	o := memOptions(m)
	o.StateDir = stateDir
	v, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func pageOf(s Sheet) []byte { return []byte("# a sheet\n" + string(s.Key) + "\n") }

// papers returns the sheets that lie in the folder for papers, finished or not.
func papers(m *memFS) (named, temps []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for path := range m.names {
		switch {
		case filepath.Dir(path) != paperDir:
		case strings.HasSuffix(path, ".tmp"):
			temps = append(temps, path)
		default:
			named = append(named, path)
		}
	}
	slices.Sort(named)
	return named, temps
}

func notesIn(m *memFS) (list []string) {
	for path := range m.names {
		if strings.HasSuffix(path, sheetNoteEnding) {
			list = append(list, path)
		}
	}
	return list
}

func TestKeepSheet(t *testing.T) {
	m, first := aPaper(t)
	v := unlockState(t, m)
	s, err := v.MakeSheet()
	if err != nil {
		t.Fatal(err)
	}
	m.trace, m.log = nil, nil
	kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath)
	if kept != paperPath || r.Status != Saved || r.Err != nil {
		t.Fatalf("%q, %+v", kept, r)
	}
	if !bytes.Equal(m.get(paperPath), pageOf(s)) || opensWith(t, m, s) != nil || opensWith(t, m, first) == nil {
		t.Error("the file and the vault do not belong together")
	}
	if _, temps := papers(m); len(temps)+len(notesIn(m)) > 0 {
		t.Errorf("left over: %q, %q", temps, notesIn(m))
	}
	// The order: the page is flushed, then the vault is put in place, then the page gets its name.
	at := func(want func(e event) bool) int { return slices.IndexFunc(m.log, want) }
	flushed := at(func(e event) bool { return e.kind == "flush" && bytes.Equal(e.bytes, pageOf(s)) })
	saved := at(func(e event) bool { return e.kind == "name" && e.path == memPath })
	named := at(func(e event) bool { return e.kind == "name" && e.path == paperPath })
	if flushed < 0 || saved < flushed || named < saved {
		t.Errorf("flushed at %d, saved at %d, named at %d", flushed, saved, named)
	}
	if !slices.ContainsFunc(m.log[flushed:saved], func(e event) bool { return e.kind == "flushdir" && e.dir == paperDir }) {
		t.Error("the name of the temporary file is not flushed before the vault is saved")
	}
	// Another form of the same sheet is one more file and no save.
	revision := v.Revision()
	if kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperDir+"/sheet.pdf"); kept != paperDir+"/sheet.pdf" || r.Err != nil || v.Revision() != revision {
		t.Errorf("%q, %+v", kept, r)
	}
	// Never over a file.
	if kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath); kept != "" || !errors.Is(r.Err, fs.ErrExist) {
		t.Errorf("%q, %+v", kept, r)
	}
	if n := unlockState(t, m).Notices(); len(n) != 0 {
		t.Errorf("notices %+v", n)
	}
}

// TestASheetThatCannotBeKept: nothing is changed, and no file is left.
func TestASheetThatCannotBeKept(t *testing.T) {
	m, first := aPaper(t)
	v := unlockState(t, m)
	s, _ := v.MakeSheet()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, keep := range map[string]func() (string, Result){
		"no such folder": func() (string, Result) {
			m.before = nil
			return v.KeepSheet(context.Background(), Sheet{Key: s.Key, Number: s.Number}, nil, "relative\x00")
		},
		"no key":    func() (string, Result) { return v.KeepSheet(context.Background(), Sheet{Key: "x"}, nil, paperPath) },
		"cancelled": func() (string, Result) { return v.KeepSheet(ctx, s, pageOf(s), paperPath) },
	} {
		if name == "no such folder" {
			continue // a memFS makes every folder
		}
		if kept, r := keep(); kept != "" || r.Err == nil || r.Status != NotSaved {
			t.Errorf("%s: %q, %+v", name, kept, r)
		}
	}
	v.Close()
	if named, temps := papers(m); len(named)+len(temps)+len(notesIn(m)) > 0 {
		t.Errorf("left over: %q %q %q", named, temps, notesIn(m))
	}
	if opensWith(t, m, first) != nil {
		t.Error("the earlier sheet is not active any more")
	}
	if kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath); kept != "" || !errors.Is(r.Err, ErrClosed) {
		t.Errorf("%q, %+v", kept, r)
	}
	if _, temps := papers(m); len(temps) > 0 {
		t.Errorf("%q", temps)
	}
	o := memOptions(m)
	if err := CheckSheetPlace(paperPath, o); err != nil {
		t.Error(err)
	}
	m.put(paperPath, []byte("x"))
	if err := CheckSheetPlace(paperPath, o); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if named, temps := papers(m); len(named) != 1 || len(temps) != 0 {
		t.Errorf("%q %q", named, temps)
	}
}

// TestEveryCallOfKeepingASheetFails lets each call fail in each way, and the program die
// before and after it. A file with a name always opens the vault; after the next unlock
// nothing else is left, and one sheet of the two is active and whole.
func TestEveryCallOfKeepingASheetFails(t *testing.T) {
	ready, first := aPaper(t)
	whole := ready.clone()
	v := unlockState(t, whole)
	s, _ := v.MakeSheet()
	whole.calls = 0
	if kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath); kept == "" {
		t.Fatal(r.Err)
	}
	cases, finished, removed := 0, 0, 0
	for at := 1; at <= whole.calls; at++ {
		for _, f := range faults {
			for _, sticky := range []bool{false, true} {
				if f.kill && sticky || !large() && (f.alike || sticky && f.name != "EIO") {
					continue
				}
				cases++
				name := fmt.Sprintf("call %d, %s, sticky %v", at, f.name, sticky)
				m := ready.clone()
				v := unlockState(t, m)
				s, err := v.MakeSheet()
				if err != nil {
					t.Fatal(err)
				}
				m.calls, m.failAt, m.fault, m.sticky = 0, at, f, sticky
				kept, r, dead := keepOrDie(v, s)
				m.failAt = 0
				if !dead {
					if (kept == "") != (r.Err != nil) && r.Status == NotSaved {
						t.Fatalf("%s: kept %q with %+v", name, kept, r)
					}
					if kept != "" && !bytes.Equal(m.get(kept), pageOf(s)) {
						t.Fatalf("%s: the file that was told of is not there", name)
					}
				}
				checkPapers(t, name+", at once", m, first, s)
				if !dead {
					if at%2 == 0 { // once more, as a user would
						if again, r := v.KeepSheet(context.Background(), s, pageOf(s), paperDir+"/again.txt"); again == "" {
							t.Fatalf("%s: the second try: %+v", name, r)
						}
						checkPapers(t, name+", tried again", m, first, s)
					}
					v.Close()
				}
				w := unlockState(t, m)
				told, undone, said := noticed(w, NoticeSheetFinished), noticed(w, NoticeSheetUndoneOther), said(w)
				w.Close()
				checkPapers(t, name+", after an unlock", m, first, s)
				named, temps := papers(m)
				if len(temps)+len(notesIn(m)) > 0 {
					t.Fatalf("%s: left over: %q %q; said %q", name, temps, notesIn(m), said)
				}
				if opensWith(t, m, s) == nil && len(named) == 0 {
					t.Fatalf("%s: the new sheet is active and its file is gone; said %q", name, said)
				}
				if told {
					finished++
				}
				if undone {
					removed++
				}
			}
		}
	}
	t.Logf("%d cases at %d calls; %d sheets were finished by the next unlock, %d removed", cases, whole.calls, finished, removed)
	if finished == 0 || removed == 0 {
		t.Error("no case came between the sheet and the save")
	}
}

func keepOrDie(v *Vault, s Sheet) (kept string, r Result, dead bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(killed); !ok {
				panic(p)
			}
			dead = true
		}
	}()
	kept, r = v.KeepSheet(context.Background(), s, pageOf(s), paperPath)
	return kept, r, false
}

// checkPapers: every file with a name opens the vault, and one of the two sheets does.
func checkPapers(t *testing.T, name string, m *memFS, first, second Sheet) {
	t.Helper()
	one, two := opensWith(t, m, first), opensWith(t, m, second)
	if (one == nil) == (two == nil) {
		t.Fatalf("%s: the first sheet: %v, the second: %v", name, one, two)
	}
	named, _ := papers(m)
	for _, path := range named {
		if two != nil || !bytes.Equal(m.get(path), pageOf(second)) {
			t.Fatalf("%s: %s opens nothing", name, path)
		}
	}
}

// Whoever opens the vault by a sheet after a kill has an unfinished one finished too. One that is
// not active stays until the password opens the vault.
func TestASheetFinishesWhatAKillLeft(t *testing.T) {
	for _, row := range []struct {
		why    string
		op     string // the kill comes before this call, after the save or before it
		active bool
	}{
		{"killed after the save", "syncdir", true},
		{"killed before the save", "exchange", false},
	} {
		m, first := aPaper(t)
		v := unlockState(t, m)
		s, err := v.MakeSheet()
		if err != nil {
			t.Fatal(err)
		}
		exchanged := false
		m.before = func(n int, op string) {
			if op == row.op && (exchanged || op == "exchange") {
				m.failAt, m.fault = n, fault{kill: true}
			}
			exchanged = exchanged || op == "exchange"
		}
		if _, _, dead := keepOrDie(v, s); !dead {
			t.Fatalf("%s: it was not killed", row.why)
		}
		m.before, m.failAt = nil, 0
		key := first.Key
		if row.active {
			key = s.Key
		}
		o := memOptions(m)
		o.StateDir = stateDir
		l, err := Open(memPath, o)
		if err != nil {
			t.Fatal(err)
		}
		w, err := l.UnlockWithSheet(string(key))
		if err != nil {
			t.Fatal(err)
		}
		told, said := noticed(w, NoticeSheetFinished), said(w)
		w.Close()
		named, temps := papers(m)
		if row.active && (len(named) != 1 || len(temps)+len(notesIn(m)) != 0 || !told) {
			t.Errorf("%s: %q, %q, %q; said %q", row.why, named, temps, notesIn(m), said)
		}
		if !row.active && (len(named) != 0 || len(temps) != 1 || len(notesIn(m)) != 1) {
			t.Errorf("%s: %q, %q, %q; said %q", row.why, named, temps, notesIn(m), said)
		}
		unlockState(t, m).Close()
		if _, temps := papers(m); len(temps)+len(notesIn(m)) != 0 {
			t.Errorf("%s: the password leaves %q, %q", row.why, temps, notesIn(m))
		}
	}
}

// A name that is taken while the vault is saved stays whose it is.
func TestASheetWhoseNameIsTaken(t *testing.T) {
	m, _ := aPaper(t)
	v := unlockState(t, m)
	s, _ := v.MakeSheet()
	m.before = func(_ int, op string) {
		if op == "exchange" {
			m.put(paperPath, []byte("somebody else's"))
		}
	}
	kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath)
	m.before = nil
	if kept != paperDir+"/sheet (2).txt" || r.Err != nil || string(m.get(paperPath)) != "somebody else's" || !bytes.Equal(m.get(kept), pageOf(s)) {
		t.Errorf("%q, %+v", kept, r)
	}
}

// A temporary file that somebody cleared up is written again.
func TestASheetWhoseFileIsClearedUp(t *testing.T) {
	m, _ := aPaper(t)
	v := unlockState(t, m)
	s, _ := v.MakeSheet()
	m.before = func(_ int, op string) {
		if _, temps := papers(m); op == "exchange" && len(temps) > 0 {
			m.mu.Lock()
			delete(m.names, temps[0])
			m.mu.Unlock()
		}
	}
	kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath)
	m.before = nil
	if kept != paperPath || r.Err != nil || !bytes.Equal(m.get(paperPath), pageOf(s)) {
		t.Errorf("%q, %+v", kept, r)
	}
}

// Where the save fails the sheet waits for the next one that works.
func TestASheetThatWaitsForTheSave(t *testing.T) {
	m, first := aPaper(t)
	v := unlockState(t, m)
	s, _ := v.MakeSheet()
	full := true
	m.before = func(n int, op string) {
		m.failAt = 0
		if full && op == "exchange" {
			m.failAt, m.fault = n, faults[0]
		}
	}
	if kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath); kept != "" || r.Status != NotSaved || opensWith(t, m, first) != nil {
		t.Fatalf("%q, %+v", kept, r)
	}
	if named, temps := papers(m); len(named) != 0 || len(temps) != 1 {
		t.Errorf("%q %q", named, temps)
	}
	full = false
	mustSave(t, v)
	if !bytes.Equal(m.get(paperPath), pageOf(s)) || opensWith(t, m, s) != nil || len(notesIn(m)) != 0 {
		t.Error("the file did not get its name")
	}
}

// Two sheets at once: the one that lost is not kept, and the next try works.
func TestASheetOvertakenByAnother(t *testing.T) {
	m, _ := aPaper(t)
	v := unlockState(t, m)
	o := memOptions(m)
	ahead := newClock()
	ahead.add(3600e9 * 20) // its clock is most of a day ahead
	o.Now = ahead.now
	w, err := tryOpen(memPath, goodPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	theirs := adopted(t, w)
	mustSave(t, w)
	s, _ := v.MakeSheet()
	kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath)
	if kept != "" || r.Err != errSheetOvertaken || opensWith(t, m, theirs) != nil {
		t.Fatalf("%q, %+v", kept, r)
	}
	if named, temps := papers(m); len(named)+len(temps)+len(notesIn(m)) > 0 {
		t.Errorf("%q %q", named, temps)
	}
	if kept, r := v.KeepSheet(context.Background(), s, pageOf(s), paperPath); kept != paperPath || r.Err != nil || opensWith(t, m, s) != nil {
		t.Errorf("%q, %+v", kept, r)
	}
}

// What an unlock finds of sheets whose making was cut off.
func TestFinishSheets(t *testing.T) {
	note := func(m *memFS, id, text string) string {
		path := stateDir + "/" + id + "-00000000" + sheetNoteEnding
		m.put(path, []byte(text))
		return path
	}
	const temp = paperDir + "/.sheet.txt.0123456789abcdef.tmp"
	for _, row := range []struct {
		name, note string
		active     bool // the note has the number of the active sheet
		temp       bool // the temporary file is there
		file       bool // a file of that name is there
		says       NoticeKind
		noteStays  bool
	}{
		{"finished", `{"number":"NUMBER","temp":"` + temp + `","file":"` + paperPath + `"}`, true, true, false, NoticeSheetFinished, false},
		{"its name is taken", `{"number":"NUMBER","temp":"` + temp + `","file":"` + paperPath + `"}`, true, true, true, NoticeSheetFinished, false},
		{"only the note was left", `{"number":"NUMBER","temp":"` + temp + `","file":"` + paperPath + `"}`, true, false, true, 0, false},
		{"its file is gone", `{"number":"NUMBER","temp":"` + temp + `","file":"` + paperPath + `"}`, true, false, false, NoticeSheetGone, false},
		{"not active", `{"number":"NUMBER","temp":"` + temp + `","file":"` + paperPath + `"}`, false, true, false, NoticeSheetUndoneOther, false},
		{"not begun", `{"number":"NUMBER","temp":"` + temp + `","file":"` + paperPath + `"}`, false, false, false, 0, false},
		{"half a note", `{"number":"NUM`, false, false, false, 0, false},
		{"a note that names another's file", `{"number":"NUMBER","temp":"/etc/passwd","file":"` + paperPath + `"}`, false, false, false, 0, false},
		{"a disk that is not connected", `{"number":"NUMBER","temp":"/media/stick/.s.txt.0123456789abcdef.tmp","file":"/media/stick/s.txt"}`, true, false, false, 0, true},
	} {
		m, first := aPaper(t)
		v := unlockState(t, m)
		id := v.ID()
		v.Close()
		number := first.Number
		if !row.active {
			number = map[bool]string{true: "0001", false: "0000"}[number == "0000"]
		}
		path := note(m, id, strings.ReplaceAll(row.note, "NUMBER", number))
		if row.temp {
			m.put(temp, []byte("the sheet"))
		}
		if row.file {
			m.put(paperPath, []byte("a file"))
		}
		v = unlockState(t, m)
		n := v.Notices()
		if row.says == 0 && len(n) > 0 || row.says != 0 && (len(n) != 1 || n[0].Kind != row.says || n[0].Sheet.Number != number) {
			t.Errorf("%s: said %+v", row.name, n)
		}
		if row.file && row.temp && filepath.Base(n[0].Path) != "sheet (2).txt" {
			t.Errorf("%s: it lies at %s", row.name, n[0].Path)
		}
		if (m.get(path) != nil) != row.noteStays || m.get(temp) != nil {
			t.Errorf("%s: note %v, temporary file %v", row.name, m.get(path) != nil, m.get(temp) != nil)
		}
		if row.file && string(m.get(paperPath)) != "a file" {
			t.Errorf("%s: the file was changed", row.name)
		}
		v.Close()
	}
}

// An older file tells nothing about the newest sheet: the note waits until it is merged.
func TestASheetIsNotJudgedByAnOlderFile(t *testing.T) {
	m, _ := aPaper(t)
	old := m.get(memPath)
	v := unlockState(t, m)
	s, _ := v.MakeSheet()
	m.before = func(_ int, op string) {
		saved := m.get(memPath)
		copied := slices.ContainsFunc(slices.Collect(maps.Keys(m.names)), func(path string) bool {
			return path != memPath && strings.HasSuffix(path, ".watchword") && bytes.Equal(m.get(path), saved)
		})
		if op == "renamenew" && saved != nil && !bytes.Equal(saved, old) && copied { // all but the sheet is in place
			panic(killed{})
		}
	}
	if _, _, dead := keepOrDie(v, s); !dead {
		t.Fatal("not killed")
	}
	m.before = nil
	newest := m.get(memPath)
	m.put(memPath, old)
	w := unlockState(t, m)
	if _, temps := papers(m); len(temps) != 1 || !w.Older() {
		t.Errorf("%q, older %v", temps, w.Older())
	}
	w.Close()
	m.put(memPath, newest)
	unlockState(t, m).Close()
	if !bytes.Equal(m.get(paperPath), pageOf(s)) {
		t.Error("the sheet was not finished")
	}
}
