package vault

import (
	"context"
	"path/filepath"
	"slices"
	"time"
)

// oldTemp is the age at which the temporary file of a save is surely nobody's any more.
const oldTemp = time.Hour

// youngTemp is the age up to which the temporary file of a save may belong to one that is
// under way.
const youngTemp = 10 * time.Second

// LeftoverNotice says what [Vault.Leftovers] means.
const LeftoverNotice = "A save was interrupted. It contains changes that are missing from the vault."

// sweep looks at what interrupted saves left beside the vault. A leftover with something in it
// that the vault lacks is offered, see [Vault.Leftovers]; others go once they are old.
func (v *Vault) sweep() {
	dir, base := filepath.Dir(v.path), filepath.Base(v.path)
	names, err := v.o.FS.ReadDir(dir)
	if err != nil {
		return
	}
	for _, name := range names {
		if !isTemp(base, name) {
			continue
		}
		path := filepath.Join(dir, name)
		if v.holdsMore(path) {
			v.leftovers = append(v.leftovers, path)
			continue
		}
		removeOld(v.o.FS, path, v.o.Now())
	}
	notes, _ := v.o.FS.ReadDir(v.o.StateDir)
	for _, name := range notes {
		if isTemp(lastSeenTemp, name) {
			removeOld(v.o.FS, filepath.Join(v.o.StateDir, name), v.o.Now())
		}
	}
	v.leftovers = v.interrupted(v.leftovers)
	if len(v.leftovers) > 0 {
		v.notices = append(v.notices, LeftoverNotice)
	}
}

// interrupted returns those of the temporary files that no other program of this computer is
// about to put in place. Those of other computers, which a sync program brought along, are
// told by their age.
func (v *Vault) interrupted(paths []string) []string {
	if len(paths) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), noteTimeout)
	defer cancel()
	unlock, held := v.advisoryLock(ctx)
	defer unlock()
	if !held {
		return nil // somebody saves; the next start looks again
	}
	return slices.DeleteFunc(paths, func(path string) bool {
		info, err := v.o.FS.Stat(path)
		return err != nil || v.o.Now().Sub(info.ModTime()).Abs() < youngTemp
	})
}

// removeOld removes a temporary file that is surely nobody's any more.
func removeOld(f FS, path string, now time.Time) {
	if info, err := f.Stat(path); err == nil && now.Sub(info.ModTime()) > oldTemp {
		f.Remove(path)
	}
}

// holdsMore reports whether a file opens with this session's key and would bring something.
func (v *Vault) holdsMore(path string) bool {
	other, err := v.OpenCopy(path)
	if err != nil {
		return false
	}
	defer other.Close()
	m, err := v.Preview(other)
	return err == nil && !m.None()
}

// Leftovers lists files of interrupted saves that hold something the vault lacks. Offer
// [Vault.TakeIn] for each.
func (v *Vault) Leftovers() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append([]string(nil), v.leftovers...)
}
