package vault

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// noNotes is a disk that refuses whatever is written below a folder, or all that has to do with it.
type noNotes struct {
	*memFS
	dir  string
	err  error // of what is written
	read error // of what is read
	at   int   // from which note on; 0: all
	made int
}

func (f *noNotes) below(path string) bool { return path == f.dir || filepath.Dir(path) == f.dir }

func (f *noNotes) MkdirAll(path string) error {
	if f.below(path) && f.at == 0 {
		return &fs.PathError{Op: "mkdir", Path: path, Err: f.err}
	}
	return f.memFS.MkdirAll(path)
}

func (f *noNotes) Create(path string) (File, error) {
	if f.below(path) {
		if f.made++; f.made > f.at {
			return nil, &fs.PathError{Op: "open", Path: path, Err: f.err}
		}
	}
	return f.memFS.Create(path)
}

func (f *noNotes) Open(path string) (File, error) {
	if f.below(path) && f.read != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: f.read}
	}
	return f.memFS.Open(path)
}

// Where this computer's notes cannot be kept, that is said, an older file is found out by the
// backups, and no counter-based code is made: a code that was used would come again.
func TestWithoutNotes(t *testing.T) {
	for _, row := range []struct {
		why string
		fs  noNotes
	}{
		{"there can be no folder, nor anything in it", noNotes{err: syscall.ENOTDIR, read: syscall.ENOTDIR}},
		{"the folder may not be made, and holds nothing", noNotes{err: fs.ErrPermission, read: fs.ErrNotExist}},
		{"the notes of before are there, and no new ones can be made", noNotes{err: syscall.EROFS}},
		{"the disk is full", noNotes{err: syscall.ENOSPC}},
		{"the notes cannot be read", noNotes{err: fs.ErrPermission, read: fs.ErrPermission}},
	} {
		m := newMemFS()
		d := newDesk(t, m, "desk", newClock())
		v := counting(t, d.o)
		seen := counters{}
		if err := seen.take(t, v); err != nil {
			t.Fatal(err)
		}
		old := m.get(memPath)
		row.fs.memFS, row.fs.dir = m, d.o.StateDir
		d.o.FS = &row.fs
		v = d.open()
		if _, _, err := v.Count(t.Context(), v.Accounts()[0].ID); !errors.Is(err, ErrCountUnnoted) {
			t.Errorf("%s: a code is made: %v", row.why, err)
		}
		if n := onDiskCounter(t, d.o); n != 1 {
			t.Errorf("%s: the counter on disk is %d", row.why, n)
		}
		v.Add(totp("last", "", "the secret of the last one"))
		mustSave(t, v)
		if !slices.ContainsFunc(v.Notices(), func(n Notice) bool { return n.Kind == NoticeNoNotes && n.Path == d.o.StateDir && n.Text != "" }) {
			t.Errorf("%s: nothing is said: %s", row.why, said(v))
		}
		m.put(memPath, old)
		if !d.open().Older() {
			t.Errorf("%s: an older file is not noticed", row.why)
		}
		d.o.FS = m // the notes of before are what they were, or not there
		if !d.open().Older() {
			t.Errorf("%s: afterwards an older file is not noticed", row.why)
		}
	}
}

// A note that fails only once the counter is in the file: the counter is passed over.
func TestNoCodeWhereItsNoteCannotBeWritten(t *testing.T) {
	m := newMemFS()
	d := newDesk(t, m, "desk", newClock())
	counting(t, d.o)
	for _, at := range []int{1, 3} { // behind the trial; behind the opening, which catches up, the trial and the save
		d.o.FS = &noNotes{memFS: m, dir: d.o.StateDir, err: syscall.ENOSPC, at: at}
		v := d.open()
		n, _, err := v.Count(t.Context(), v.Accounts()[0].ID)
		if want := at == 1; errors.Is(err, ErrCountUnnoted) != want {
			t.Errorf("after %d notes: counter %d, %v", at, n, err)
		}
	}
}

// Notes that were lost, with the folder or by another environment: the backups know.
func TestAnOlderFileAfterTheNotesWereLost(t *testing.T) {
	m := prepared(t, false)
	d := newDesk(t, m, "desk", newClock())
	old := m.get(memPath)
	d.add("last")
	d.o.StateDir = "/elsewhere"
	if v := d.open(); v.Older() || len(v.Notices()) > 0 {
		t.Errorf("the newest file is taken for an older one: %s", said(v))
	}
	m.put(memPath, old)
	d.o.StateDir = "/somewhere"
	if v := d.open(); !v.Older() || len(v.Missing()) != 1 {
		t.Errorf("older %v, missing %+v", v.Older(), v.Missing())
	}
	d.mergeMissing()
	if !d.has("last") || d.open().Older() {
		t.Error("the advice did not bring the last save back, or is given again")
	}
}

// Whoever accepts an older file does not want its used codes again.
func TestAcceptedCountersNeverGoBack(t *testing.T) {
	for _, row := range []struct {
		why    string
		before func(d *desk) // the older file comes
		want   uint64
		unsure bool
	}{
		{"the backups know", func(*desk) {}, 3, false},
		{"the newest backup is gone, the one before it knows more than the file", func(d *desk) { d.dropNewest(1) }, 2, true},
		{"no backup is left", func(d *desk) { d.dropNewest(9) }, 1, true},
	} {
		m := newMemFS()
		d := newDesk(t, m, "desk", newClock())
		v, seen := counting(t, d.o), counters{}
		var old []byte
		for i := range 3 {
			if err := seen.take(t, v); err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				old = m.get(memPath)
			}
			d.clock.add(time.Second)
		}
		newest := v.Revision()
		row.before(d)
		m.put(memPath, old)
		v = d.open()
		if err := seen.take(t, v); !errors.Is(err, ErrCountOlder) {
			t.Errorf("%s: %v", row.why, err)
		}
		done, err := v.AcceptOlder(t.Context())
		if err != nil || done.Unsure != row.unsure || (done.Counters > 0) != (row.want > 1) {
			t.Errorf("%s: %+v, %v", row.why, done, err)
		}
		if n := onDiskCounter(t, d.o); n != row.want {
			t.Errorf("%s: the counter on disk is %d, want %d", row.why, n, row.want)
		}
		w := d.open()
		w.Add(totp("after", "", "the secret of after"))
		mustSave(t, w)
		if w.Older() || w.FileRevision() <= newest {
			t.Errorf("%s: older %v, saved as revision %d after %d", row.why, w.Older(), w.FileRevision(), newest)
		}
	}
}

// dropNewest removes backups of the vault.
func (d *desk) dropNewest(n int) {
	v := d.open()
	list, _ := v.Backups()
	for _, b := range list[:min(n, len(list))] {
		d.m.Remove(b.Path)
	}
}

// Counters that cannot be saved: the older file is not accepted.
func TestNotAcceptedWhereTheCountersCannotBeSaved(t *testing.T) {
	m := newMemFS()
	d := newDesk(t, m, "desk", newClock())
	v := counting(t, d.o)
	old := m.get(memPath)
	if err := (counters{}).take(t, v); err != nil {
		t.Fatal(err)
	}
	m.put(memPath, old)
	v = d.open()
	v.o.FS = &noNotes{memFS: m, dir: filepath.Dir(memPath), err: syscall.ENOSPC}
	if _, err := v.AcceptOlder(t.Context()); err == nil || !v.Older() || !d.open().Older() {
		t.Errorf("%v, older %v", err, v.Older())
	}
}

// What became of the save that the counters need is told, and an answer that cannot be noted is none:
// it would be asked again.
func TestWhatIsToldOfAcceptingAnOlderFile(t *testing.T) {
	for _, row := range []struct {
		why  string
		dir  func(d *desk) string // where nothing can be written
		want func(done Accepted, err error) bool
		say  bool // again, in this session and the next

		unseen bool // the older file came when nothing could be written any more
	}{
		{"all is well", func(*desk) string { return "/nowhere" }, func(done Accepted, err error) bool {
			return err == nil && done.Counters == 1 && done.Result.Status == Saved && done.Result.Backup == nil
		}, false, false},
		{"there is no backup of what was saved", func(d *desk) string { return filepath.Join(d.o.SecondBackupDir, d.open().ID()) }, func(done Accepted, err error) bool {
			return err == nil && done.Counters == 1 && done.Result.Status == Saved && done.Result.Backup != nil
		}, false, false},
		{"the vault cannot be saved", func(*desk) string { return filepath.Dir(memPath) }, func(done Accepted, err error) bool {
			return errors.Is(err, syscall.ENOSPC) && done.Result.Status == NotSaved && errors.Is(done.Result.Err, err)
		}, true, false},
		{"the answer cannot be noted", func(d *desk) string { return d.o.StateDir }, func(done Accepted, err error) bool {
			return errors.Is(err, syscall.ENOSPC) && strings.Contains(err.Error(), "would be asked again") && done.Result.Status == Saved
		}, true, false},
		{"neither the older file nor the answer can be noted", func(d *desk) string { return d.o.StateDir }, func(done Accepted, err error) bool {
			return errors.Is(err, syscall.ENOSPC) && done.Kept == 0
		}, true, true},
	} {
		m := newMemFS()
		d := newDesk(t, m, "desk", newClock())
		v := counting(t, d.o)
		old := m.get(memPath)
		if err := (counters{}).take(t, v); err != nil {
			t.Fatal(err)
		}
		v.Add(totp("last", "", "the secret of the last one"))
		mustSave(t, v)
		m.put(memPath, old)
		m.MkdirAll("/stick")
		d.o.SecondBackupDir = "/stick"
		if !row.unseen {
			d.open().Close() // which notes it
		}
		d.o.FS = &noNotes{memFS: m, dir: row.dir(d), err: syscall.ENOSPC}
		v = d.open()
		d.o.FS = m
		done, err := v.AcceptOlder(t.Context())
		if !row.want(done, err) || v.Older() != row.say {
			t.Errorf("%s: %+v, %v; older %v", row.why, done, err, v.Older())
		}
		if w := d.open(); w.Older() != row.say {
			t.Errorf("%s: at the next start older %v", row.why, w.Older())
		}
	}
}

// In a backup that is opened as a vault the counter is that of back then.
func TestNoCounterBasedCodeOutOfABackup(t *testing.T) {
	d := newDesk(t, newMemFS(), "desk", newClock())
	v := counting(t, d.o)
	list, err := v.Backups()
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	w, err := tryOpen(list[0].Path, goodPassword, d.o)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Count(t.Context(), w.Accounts()[0].ID); !errors.Is(err, ErrCountBackup) {
		t.Errorf("%v", err)
	}
}
