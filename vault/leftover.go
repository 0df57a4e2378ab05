package vault

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"
)

// oldTemp is the age at which the temporary file of a save is surely nobody's any more.
const oldTemp = time.Hour

// youngTemp is the age up to which the temporary file of a save may belong to one that is
// under way.
const youngTemp = 10 * time.Second

// sweep looks at what interrupted saves left beside the vault. A leftover with something in it
// that the vault lacks is offered, see [Vault.Leftovers]; one with another password is named, for
// nobody can tell what is in it; others go once they are old.
func (v *Vault) sweep() {
	notes, _ := v.o.FS.ReadDir(v.o.StateDir)
	for _, name := range notes {
		if isTemp(lastSeenTemp, name) {
			removeOld(v.o.FS, filepath.Join(v.o.StateDir, name), v.o.Now())
		}
	}
	v.leftovers, v.sealed = v.judgeTemps(oldTemp)
	if len(v.leftovers) > 0 {
		v.notices = append(v.notices, Notice{Kind: NoticeInterrupted})
	}
	for _, path := range v.sealed {
		v.notices = append(v.notices, Notice{Kind: NoticeSealed, Path: path})
	}
}

// judgeTemps looks into the temporary files of saves that no other program of this computer is
// about to put in place; those of other computers, which a sync program brought along, are told by
// their age. more have something that the vault lacks, sealed have another password and no copy
// among the backups. What has nothing is removed once it is older than age, what is half a file once
// it is old; what cannot be read now stays.
func (v *Vault) judgeTemps(age time.Duration) (more, sealed []string) {
	dir, base := filepath.Dir(v.path), filepath.Base(v.path)
	names, _ := v.o.FS.ReadDir(dir)
	names = slices.DeleteFunc(names, func(name string) bool { return !isTemp(base, name) })
	if len(names) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), noteTimeout)
	defer cancel()
	unlock, held := v.advisoryLock(ctx)
	defer unlock()
	if !held {
		return nil, nil // somebody saves; the next start looks again
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		info, err := v.o.FS.Stat(path)
		if err != nil || v.o.Now().Sub(info.ModTime()).Abs() < youngTemp {
			continue
		}
		holds, err := v.holdsMore(path)
		switch {
		case holds:
			more = append(more, path)
		case err == nil:
			removeOlder(v.o.FS, path, v.o.Now(), age)
		case errors.Is(err, ErrDamaged), errors.Is(err, ErrNotVault):
			removeOld(v.o.FS, path, v.o.Now())
		case errors.Is(err, ErrWrongPassword) && v.isCopied(path):
			v.o.FS.Remove(path)
		case errors.Is(err, ErrWrongPassword):
			sealed = append(sealed, path)
		}
	}
	return more, sealed
}

// isCopied reports whether the very bytes of a file are among the backups on this computer.
func (v *Vault) isCopied(path string) bool {
	data, err := readFile(v.o.FS, path)
	if err != nil {
		return false
	}
	b := v.copyOf(state{File: hash(data).String()})
	return b != nil && v.holds(b.Path, hash(data))
}

// removeOld removes a temporary file that is surely nobody's any more.
func removeOld(f FS, path string, now time.Time) { removeOlder(f, path, now, oldTemp) }

func removeOlder(f FS, path string, now time.Time, age time.Duration) {
	if info, err := f.Stat(path); err == nil && now.Sub(info.ModTime()) > age {
		f.Remove(path)
	}
}

// holdsMore reports whether a file would bring something. The error says why it does not open
// with this session's key.
func (v *Vault) holdsMore(path string) (bool, error) {
	other, err := v.OpenCopy(path)
	if err != nil {
		return false, err
	}
	defer other.Close()
	m, err := v.Preview(other)
	return err == nil && !m.None(), err
}

// Leftovers lists files of interrupted saves that hold something the vault lacks. Offer
// [Vault.MergeFile] for each.
func (v *Vault) Leftovers() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append([]string(nil), v.leftovers...)
}

// A Neighbour is a file beside the vault that is, or may be, another version of it.
type Neighbour struct {
	Path string
	Kind Kind  // [Leftover], [ConflictCopy] or [KeptBroken]
	Err  error // why [Vault.MergeFile] cannot merge it, nil if it can: [ErrWrongPassword], [ErrDamaged], [ErrOtherVault]
}

// Neighbours lists the leftovers of saves and the conflict copies beside the vault, each opened to
// see whether it can be merged. A session that its recovery sheet opened has no key for that.
func (v *Vault) Neighbours() []Neighbour {
	var list []Neighbour
	for _, path := range v.Leftovers() {
		list = append(list, Neighbour{Path: path, Kind: Leftover})
	}
	v.mu.RLock()
	for _, path := range v.sealed {
		list = append(list, Neighbour{path, Leftover, ErrWrongPassword})
	}
	v.mu.RUnlock()
	for _, c := range Candidates(v.path, v.o) {
		if c.Kind != ConflictCopy && c.Kind != KeptBroken {
			continue
		}
		other, err := v.OpenCopy(c.Path)
		if err == nil {
			_, err = v.Preview(other)
			other.Close()
		}
		list = append(list, Neighbour{c.Path, c.Kind, err})
	}
	return list
}
