package vault

import (
	"errors"
	"io/fs"
	"path/filepath"

	"watchword/assets/words"
)

// Who else may touch the vault is looked at when it is open: a file is made for its owner
// alone, but a copy, a share or another program may have changed that.

// Exposed lists what other users of this computer may read or replace: the vault file, or
// its folder. Offer [Vault.Protect]. Windows keeps rights in another way; the list is empty
// there.
func (v *Vault) Exposed() []string {
	if !hasPermissionBits {
		return nil
	}
	var list []string
	if info, err := v.o.FS.Stat(v.path); err == nil && info.Mode().Perm()&0o077 != 0 {
		list = append(list, v.path)
	}
	dir := filepath.Dir(v.path)
	// In a folder with the sticky bit (/tmp) others cannot replace what is not theirs.
	if info, err := v.o.FS.Stat(dir); err == nil && info.Mode().Perm()&0o022 != 0 && info.Mode()&fs.ModeSticky == 0 {
		list = append(list, dir)
	}
	return list
}

// Protect takes the rights of others away from what [Vault.Exposed] lists.
func (v *Vault) Protect() error {
	var failed error
	for _, path := range v.Exposed() {
		failed = errors.Join(failed, v.o.FS.Protect(path))
	}
	if failed == nil && len(v.Exposed()) > 0 {
		failed = words.Error("the file system knows no permissions")
	}
	if failed != nil {
		return withMessage(errNotProtected, failed)
	}
	return nil
}

var errNotProtected = problem(words.Error("The rights of other users could not be taken away: the vault belongs to another user, or its disk knows no rights."), words.Mark("The vault is encrypted all the same; its password protects it."))

// CannotSave says, without trying, why a save would fail: the vault is read-only for good,
// or its folder cannot be written. nil does not promise that a save works.
func (v *Vault) CannotSave() error {
	if v.ReadOnly() != nil {
		return v.readOnly
	}
	return diskError(checkingFolder, v.o.FS.Writable(filepath.Dir(v.path)))
}
