package vault

import (
	"path/filepath"
	"time"
)

// oldTemp is the age at which the temporary file of a save is surely nobody's any more.
const oldTemp = time.Hour

// sweep looks at what cut-off saves left beside the vault. A leftover with something in it
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
		if isTemp(sightingTemp, name) {
			removeOld(v.o.FS, filepath.Join(v.o.StateDir, name), v.o.Now())
		}
	}
	if len(v.leftovers) > 0 {
		v.notices = append(v.notices, "A save was cut off before it was in place. What it held can be taken in.")
	}
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

// Leftovers lists files of cut-off saves that hold something the vault lacks. Offer
// [Vault.TakeIn] for each.
func (v *Vault) Leftovers() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append([]string(nil), v.leftovers...)
}
