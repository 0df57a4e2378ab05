package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"watchword/assets/words"
)

// RestoreFile copies a vault file (a backup, say) to path. What is at path is kept beside it
// under a name with "broken", which is returned ("" if there was nothing). After an error
// path holds what it held before, or the copy, or kept says where that is which it held.
func RestoreFile(from, path string, o Options) (kept string, err error) {
	defer func() { err = Restoring.failed(err) }()
	o = o.withDefaults()
	l, err := open(from, o)
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	if real, err := o.FS.Resolve(path); err == nil {
		path = real
	}
	if err := o.FS.MkdirAll(filepath.Dir(path)); err != nil {
		return "", diskError(makingFolder, err)
	}
	// Where files can be exchanged, this is the name that the broken file gets with it.
	temp := brokenName(path, randomName(o.Rand)[:6])
	finished := unfinished(o.FS, temp)
	err = writeFile(o.FS, temp, l.data)
	defer placing()()
	finished()
	if err != nil {
		return "", err
	}
	p := fileRestore{o.FS, path, temp, hash(l.data)}
	if kept, err = p.swap(brokenName(path, randomName(o.Rand)[:6])); err != nil {
		p.removeCopy()
		return kept, err
	}
	if err := o.FS.SyncDir(filepath.Dir(path)); err != nil {
		return kept, withMessage(problem(words.Error("The copy was restored, but the disk did not confirm it (%v).", withoutPath(err)), words.Mark("Until it does, a power cut may undo that: open the vault to see it.")), err)
	}
	return kept, nil
}

func brokenName(path, random string) string {
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s (broken %s)%s", path[:len(path)-len(ext)], random, ext)
}

// A fileRestore puts a copy, written to temp already, in the place of another file. What a call
// reports is not taken for what it did: some shares report a failure and have done the work.
type fileRestore struct {
	f          FS
	path, temp string
	copy       sum
}

// swap returns where the file is now that was at path, "" if there was none or it is there still.
// Where files cannot be exchanged it gets the name aside.
func (p fileRestore) swap(aside string) (kept string, err error) {
	if _, err := p.f.Stat(p.path); errors.Is(err, fs.ErrNotExist) {
		return "", p.move(p.temp, p.path, placingCopy)
	}
	err = p.f.Exchange(p.temp, p.path) // whatever ends the program, there is a file at path
	switch {
	case errors.Is(err, ErrNoExchange):
		return p.inTurn(aside)
	case err != nil && !p.hasCopy(p.path):
		return "", diskError(placingCopy, err)
	}
	return p.temp, nil
}

// inTurn is swap for systems that cannot exchange files. The file that was at path goes back there
// if the copy cannot take its place.
func (p fileRestore) inTurn(aside string) (kept string, err error) {
	if err := p.move(p.path, aside, keepingBroken); err != nil {
		return "", err
	}
	err = p.move(p.temp, p.path, placingCopy)
	if err == nil {
		return aside, nil
	}
	if p.move(aside, p.path, placingBroken) != nil {
		return aside, withMessage(problem(words.Error("The copy was not restored, and the file that was there could not be put back: it is called %q now, and was %q.", filepath.Base(aside), filepath.Base(p.path)), words.Mark("Give it its name again, or restore once more.")), err)
	}
	return "", err
}

// move gives a file a name that is free.
func (p fileRestore) move(from, to string, step Step) error {
	err := p.f.RenameNew(from, to)
	if err == nil {
		return nil
	}
	_, gone := p.f.Stat(from)
	if _, missing := p.f.Stat(to); errors.Is(gone, fs.ErrNotExist) && missing == nil {
		return nil
	}
	return diskError(step, err)
}

// removeCopy removes what was written, and never another file that may have its name by now.
func (p fileRestore) removeCopy() {
	if p.hasCopy(p.temp) {
		p.f.Remove(p.temp)
	}
}

func (p fileRestore) hasCopy(path string) bool {
	data, err := readFile(p.f, path)
	return err == nil && hash(data) == p.copy
}

// RestoreFile writes the vault as it is in memory to its place, where the file is gone or is damaged. A
// damaged file is kept beside it under a name with "broken", as [RestoreFile] does it; kept is that
// name, "" for none. A file that is whole is never displaced: what it holds is taken in as by
// [Vault.Save], and where it cannot be, such as [ErrPasswordElsewhere], that is the error.
func (v *Vault) RestoreFile(ctx context.Context) (kept string, r Result) {
	v.saving.Lock()
	defer v.saving.Unlock()
	if err := v.canSave(ctx); err != nil {
		return "", Result{Err: err}
	}
	if err := v.o.FS.MkdirAll(filepath.Dir(v.path)); err != nil {
		return "", Result{Err: diskError(makingFolder, err)}
	}
	defer v.waitForOthers(ctx)()
	came, err := v.mergeDisk()
	switch {
	case err == nil:
		r = v.saveRounds(ctx, nil)
		r.Merged = came.And(r.Merged)
		return "", r
	case errors.Is(err, fs.ErrNotExist):
		r = v.writeNew(ctx, v.path, true)
	case IsBroken(err):
		kept, r = v.displace(ctx)
	default:
		r = Result{Err: err}
	}
	if r.Status != NotSaved {
		v.noteFile(true)
	}
	return kept, r
}

// IsBroken reports whether an error says that the file in the vault's place holds no vault that
// anybody could open.
func IsBroken(err error) bool { return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotVault) }

// displace writes everything to the vault's place and keeps what was there.
func (v *Vault) displace(ctx context.Context) (kept string, r Result) {
	d, err := v.nextRevision()
	if err != nil {
		return "", Result{Err: err}
	}
	// Where files can be exchanged, this is the name that the broken file gets with it.
	temp := brokenName(v.path, randomName(v.o.Rand)[:6])
	finished := unfinished(v.o.FS, temp)
	err = writeFile(v.o.FS, temp, d.file)
	defer placing()()
	finished()
	if err != nil {
		return "", Result{Err: err}
	}
	p := fileRestore{v.o.FS, v.path, temp, hash(d.file)}
	if err = ctx.Err(); err == nil {
		v.leaveSheet()
		kept, err = p.swap(brokenName(v.path, randomName(v.o.Rand)[:6]))
	}
	if err != nil {
		p.removeCopy()
		return kept, Result{Err: err}
	}
	return kept, v.placed(d, v.path, true)
}
