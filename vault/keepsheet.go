package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"watchword/assets/words"
)

// A recovery sheet and the vault it opens are two files, and no system writes two files in
// one step. So the sheet is written under a temporary name first, then the vault is saved
// with its slot, and then the sheet gets its name: a file with that name opens the vault at
// any moment. A note of what is under way lies in the folder for state, without the key;
// whoever unlocks the vault after a kill finishes it or removes it, see finishSheets.

// A making is a recovery sheet whose file waits for the save.
type making struct {
	rec  *recovery
	page []byte
	note sheetNote
	path string // of the note; "" without a folder for state
	free func() // gives the lock back

	// finished is to be called when a save may put the slot in place: who ends the program later must
	// not remove the file of a sheet that may be active by then.
	finished func()

	placed string // where the file is
	err    error  // why it could not get its name
}

// A sheetNote says which file belongs to a sheet that is being made.
type sheetNote struct {
	Number string `json:"number"`
	Temp   string `json:"temp"` // the file as it is written
	File   string `json:"file"` // and the name it is to get
}

const (
	sheetNoteEnding = ".sheet"
	sheetLockEnding = ".sheet.lock"
)

var (
	errSheetThere     = problem(words.Error("There is a file of this name already, and it was not changed."), words.Mark("Choose another name for the recovery sheet."))
	errSheetBusy      = problem(words.Error("Another program is making a recovery sheet for this vault at this moment."), words.Mark("Try again when it is done."))
	errSheetOvertaken = problem(words.Error("Another program or computer made a recovery sheet at the same time, and that one is active."), words.Mark("Try again if you want this one."))
)

// CheckSheetPlace says why a recovery sheet cannot be kept at path, nil if nothing is known
// against it. It writes nothing.
func CheckSheetPlace(path string, o Options) error {
	o = o.withDefaults()
	if _, err := o.FS.Stat(path); err == nil {
		return withMessage(errSheetThere, fs.ErrExist)
	}
	// A name may be too long, or be so with what the temporary file adds to it.
	if _, err := o.FS.Stat(sheetTemp(path, randomName(o.Rand))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return sheetPlaceError(err)
	}
	dir := filepath.Dir(path)
	if _, err := o.FS.ReadDir(dir); err != nil {
		return sheetPlaceError(err)
	}
	return sheetPlaceError(o.FS.Writable(dir))
}

// KeepSheet writes page, the sheet s in the form that a user keeps, into a new file at
// path and makes s the active recovery sheet: when it returns without an error, the file is
// there, the vault is saved, and the one opens the other. An earlier sheet then opens older
// copies only. For a sheet that is active already it only writes one more file.
//
// kept is where the file is: another name if something came to path meanwhile, "" if there is
// none; the result has the reason then. The sheet may be tried again: where the save failed,
// the next one that works makes it active and gives the file its name.
func (v *Vault) KeepSheet(ctx context.Context, s Sheet, page []byte, path string) (kept string, r Result) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", Result{Err: err}
	}
	m, err := v.startSheet(s, page, path)
	if err != nil {
		return "", Result{Err: err}
	}
	if r = v.adoptAndSave(ctx, s); r.Status == NotSaved {
		return "", r
	}
	v.placeSheet() // where there was nothing to save
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case m.err != nil:
		r.Err = m.err
	case m.placed == "":
		v.discardSheet()
		r.Err = errSheetOvertaken
	}
	return m.placed, r
}

// adoptAndSave makes s the sheet of the vault unless it is, and saves what is unsaved.
func (v *Vault) adoptAndSave(ctx context.Context, s Sheet) Result {
	if err := v.canSave(ctx); err != nil {
		return Result{Err: err}
	}
	x, key, err := parseSheetKey(string(s.Key))
	if err != nil {
		return Result{Err: err}
	}
	v.mu.RLock()
	is := v.doc.rec.of(x, key)
	v.mu.RUnlock()
	if !is {
		if err := v.AdoptSheet(s); err != nil {
			return Result{Err: err}
		}
	}
	if !v.Dirty() {
		return Result{Status: Saved}
	}
	return v.Save(ctx)
}

// startSheet notes what is under way and writes the file under its temporary name.
func (v *Vault) startSheet(s Sheet, page []byte, path string) (*making, error) {
	x, key, err := parseSheetKey(string(s.Key))
	if err != nil {
		return nil, err
	}
	f := v.o.FS
	if _, err := f.Stat(path); err == nil {
		return nil, withMessage(errSheetThere, fs.ErrExist)
	}
	v.mu.Lock()
	v.discardSheet() // an earlier try
	v.mu.Unlock()
	m := &making{
		rec: &recovery{recipient: x.Recipient(), auth: recoveryAuth(key)}, page: page, free: func() {}, finished: func() {},
		note: sheetNote{s.Number, sheetTemp(path, randomName(v.o.Rand)), path},
	}
	if err := v.noteMaking(m); err != nil {
		return nil, err
	}
	m.finished = Unfinished(func() { removeMaking(f, m.note, m.path) })
	err = writeFile(f, m.note.Temp, page)
	if err == nil {
		err = f.SyncDir(filepath.Dir(path))
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.making = m
	if err == nil && v.closed {
		err = ErrClosed
	}
	if err != nil {
		v.discardSheet()
		return nil, sheetPlaceError(err)
	}
	return m, nil
}

func sheetTemp(path, random string) string {
	return filepath.Join(filepath.Dir(path), tempName(filepath.Base(path), random))
}

func sheetPlaceError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrFull):
		return withMessage(problem(words.Error("The recovery sheet could not be written: the disk is full. Nothing was changed."), words.Mark("Choose another place.")), err)
	case errors.Is(err, ErrClosed), errors.Is(err, ErrSelfCheck):
		return err
	}
	var place *PlaceError
	cause := error(err)
	if errors.As(err, &place) {
		cause = place.Err
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		cause = path.Err
	}
	return withMessage(problem(words.Error("The recovery sheet cannot be written there (%v). Nothing was changed.", cause), words.Mark("Choose another name or place.")), err)
}

// noteMaking takes the lock and writes the note, on disk before the file is. Without a folder
// for state both are left out.
func (v *Vault) noteMaking(m *making) error {
	f, dir := v.o.FS, v.o.StateDir
	if dir == "" || f.MkdirAll(dir) != nil {
		return nil
	}
	free, err := f.Lock(filepath.Join(dir, v.id+sheetLockEnding), noteTimeout)
	if errors.Is(err, errBusy) {
		return errSheetBusy
	}
	if err == nil {
		m.free = free
	}
	data, err := json.Marshal(m.note)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, v.id+"-"+randomName(v.o.Rand)[:8]+sheetNoteEnding)
	if writeFile(f, path, data) != nil || f.SyncDir(dir) != nil {
		f.Remove(path)
		return nil // only the tidying after a kill depends on it
	}
	m.path = path
	return nil
}

// placeSheet gives the file its name once the vault on disk has its slot.
func (v *Vault) placeSheet() {
	v.mu.Lock()
	m := v.making
	live := m != nil && m.err == nil && m.placed == "" && v.lastSynced != nil && v.lastSynced.rec.same(m.rec)
	v.mu.Unlock()
	if !live {
		return
	}
	placed, err := nameSheet(v.o.FS, m.note)
	if errors.Is(err, fs.ErrNotExist) { // somebody cleared the folder up
		if err = writeFile(v.o.FS, m.note.Temp, m.page); err == nil {
			placed, err = nameSheet(v.o.FS, m.note)
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err != nil {
		m.err = withMessage(problem(words.Error("The recovery sheet is active, but its file could not get its name (%v). It is still called %q.", withoutPath(err), m.note.Temp), words.Mark("Keep that file, or copy the key by hand.")), err)
	} else {
		m.placed = placed
		settleName(v.o.FS, placed, m.path)
	}
	v.forgetSheet(m)
}

// settleName flushes the name of a sheet and removes its note. Where the disk does not confirm
// the name the note stays: after a power cut the next unlock may have to give it again.
func settleName(f FS, placed, note string) {
	if f.SyncDir(filepath.Dir(placed)) == nil && note != "" {
		f.Remove(note)
	}
}

// nameSheet gives a finished file its name, another one if that is taken by now.
func nameSheet(f FS, n sheetNote) (string, error) {
	ext := filepath.Ext(n.File)
	stem, path := strings.TrimSuffix(n.File, ext), n.File
	for i := 2; ; i++ {
		err := f.RenameNew(n.Temp, path)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrExist) || i > 99 {
			return "", err
		}
		path = fmt.Sprintf("%s (%d)%s", stem, i, ext)
	}
}

// forgetSheet ends a making. The caller holds v.mu.
func (v *Vault) forgetSheet(m *making) {
	m.finished()
	m.free()
	m.free, m.page = func() {}, nil
	if v.making == m {
		v.making = nil
	}
}

// leaveSheet has a sheet that is being made stay when the program is made to end.
func (v *Vault) leaveSheet() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.making != nil {
		v.making.finished()
	}
}

// discardSheet removes the file of a sheet that is not active, and its note. The caller
// holds v.mu.
func (v *Vault) discardSheet() {
	m := v.making
	if m == nil {
		return
	}
	removeMaking(v.o.FS, m.note, m.path)
	v.forgetSheet(m)
}

func removeMaking(f FS, n sheetNote, note string) {
	if err := f.Remove(n.Temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return // its folder may be away; the note stays for the next time
	}
	if note != "" {
		f.Remove(note)
	}
}

// dropSheet is for the end of a session whose sheet was never saved. Where the disk may hold
// the slot all the same, the next unlock looks. The caller holds v.saving and v.mu.
func (v *Vault) dropSheet() {
	m := v.making
	if m == nil {
		return
	}
	if v.unsure == nil || v.holds(v.path, v.onDisk) {
		v.discardSheet()
		return
	}
	v.forgetSheet(m)
}

// finishSheets looks for sheets whose making was cut off. A file whose sheet is the active
// one gets its name, any other would open nothing and is removed, though not by a session that
// its sheet opened; the number tells which.
// It returns the numbers of those that it finished.
func (v *Vault) finishSheets() (finished []string) {
	f, dir := v.o.FS, v.o.StateDir
	if dir == "" || v.Older() || v.readOnly != nil {
		return nil // an older file tells nothing about the newest sheet
	}
	names, _ := f.ReadDir(dir)
	var notes []string
	for _, name := range names {
		if strings.HasPrefix(name, v.id+"-") && strings.HasSuffix(name, sheetNoteEnding) {
			notes = append(notes, filepath.Join(dir, name))
		}
	}
	if len(notes) == 0 {
		return nil
	}
	free, err := f.Lock(filepath.Join(dir, v.id+sheetLockEnding), 0)
	if err != nil {
		return nil // a program is making one now
	}
	defer free()
	if !v.holds(v.path, v.onDisk) {
		return nil // somebody saved since; the next unlock looks again
	}
	for _, path := range notes {
		if number := v.finishSheet(path); number != "" {
			finished = append(finished, number)
		}
	}
	return finished
}

// finishSheet looks after one note and returns the number of a sheet that it finished.
func (v *Vault) finishSheet(path string) string {
	f := v.o.FS
	data, err := readFile(f, path)
	if err != nil {
		return ""
	}
	var n sheetNote
	if json.Unmarshal(data, &n) != nil || !isSheetNumber(n.Number) || !isTemp(filepath.Base(n.File), filepath.Base(n.Temp)) || filepath.Dir(n.File) != filepath.Dir(n.Temp) {
		f.Remove(path) // cut off before the file was begun
		return ""
	}
	if _, err := f.ReadDir(filepath.Dir(n.File)); err != nil {
		return "" // a disk that is not connected
	}
	_, err = f.Stat(n.Temp)
	gone := errors.Is(err, fs.ErrNotExist)
	switch active := v.doc.rec != nil && v.doc.rec.number == n.Number; {
	case !active && v.pass.kek == nil:
		// Opened by its sheet, a session cannot look into the backups: whether the file is an
		// older one that lacks this sheet, the next unlock by the password finds out.
	case !active && gone:
		f.Remove(path)
	case !active:
		removeMaking(f, n, path)
		undone := Notice{Kind: NoticeSheetUndone, Sheet: SheetInfo{Number: n.Number}}
		if v.doc.rec != nil {
			undone.Kind, undone.Other = NoticeSheetUndoneOther, v.doc.rec.info()
		}
		v.notices = append(v.notices, undone)
	case gone:
		f.Remove(path)
		if _, err := f.Stat(n.File); err != nil {
			v.notices = append(v.notices, Notice{Kind: NoticeSheetGone, Sheet: SheetInfo{Number: n.Number}})
		}
		return n.Number
	default:
		placed, err := nameSheet(f, n)
		if err != nil {
			v.notices = append(v.notices, Notice{Kind: NoticeSheetUnnamed, Sheet: SheetInfo{Number: n.Number}, Path: n.Temp, Text: withoutPath(err).Error()})
			return n.Number
		}
		settleName(f, placed, path)
		v.notices = append(v.notices, Notice{Kind: NoticeSheetFinished, Sheet: SheetInfo{Number: n.Number}, Path: placed})
		return n.Number
	}
	return ""
}
