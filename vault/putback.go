package vault

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
)

// PutBack writes the vault as it is in memory to its place, where the file is gone or is damaged. A
// damaged file is kept beside it under a name with "broken", as [RestoreFile] does it; kept is that
// name, "" for none. A file that is whole is never displaced: what it holds is taken in as by
// [Vault.Save], and where it cannot be, such as [ErrPasswordElsewhere], that is the error.
func (v *Vault) PutBack(ctx context.Context) (kept string, r Result) {
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
	d, err := v.draft()
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
