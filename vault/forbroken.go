package vault

import (
	"path/filepath"
	"slices"

	"watchword/assets/words"
)

// VaultID returns the id of the vault that the backup is of.
func (b Backup) VaultID() string { return filepath.Base(filepath.Dir(b.Path)) }

// BackupsFor lists the backups that may hold the accounts of a vault file that does not open or
// is gone, the newest first. Nothing is opened with a key. If the file's header can be read and
// backups with its salt are found, these are of the same vault: sure is true, and all backups of
// that vault are listed, no others. Else nobody can tell, and those of all vaults are listed.
func BackupsFor(path string, o Options) (list []Backup, sure bool) {
	o = o.withDefaults()
	list = allBackups(o)
	l, err := open(path, o)
	if err != nil {
		return list, false
	}
	ids := map[string]bool{}
	for _, b := range list {
		if id := b.VaultID(); !ids[id] {
			c, err := open(b.Path, o)
			if err == nil && slices.Equal(c.header.salt, l.header.salt) {
				ids[id] = true
			}
		}
	}
	if len(ids) == 0 {
		return list, false
	}
	return slices.DeleteFunc(list, func(b Backup) bool { return !ids[b.VaultID()] }), true
}

// errCostsChanged comes for a header whose costs are not those that its password was set with.
var errCostsChanged = withMessage(problem(words.Error("The vault file is damaged: the key derivation costs in its header are not those in the backups of it."), words.Mark("Keep the file as it is, and restore the newest backup.")), ErrDamaged)

// CheckCosts returns an error, which is [ErrDamaged], if the backups on this computer prove that the
// costs in the header were changed: the salt is new with every password, and the costs stay with it.
// A backup may be damaged too, so one that has the same costs is enough for them to be right.
func (l *Locked) CheckCosts() error {
	o := l.o
	o.SecondBackupDir = "" // it may be slow, and has no other backups than the first
	var changed error
	for _, b := range allBackups(o) {
		c, err := open(b.Path, o)
		if err != nil || !slices.Equal(c.header.salt, l.header.salt) {
			continue
		}
		if c.header.params == l.header.params {
			return nil
		}
		changed = errCostsChanged
	}
	return changed
}
