package desk

import (
	"watchword/vault"
)

// OpenCopy opens a copy of a vault with its password, to look at.
func (d *Desk) OpenCopy(path string, password []byte) (*vault.Vault, error) {
	options := d.VaultOpts
	options.BackupDir, options.SecondBackupDir, options.StateDir = "", "", "" // a copy is only read
	locked, err := vault.Open(path, options)
	if err != nil {
		return nil, err
	}
	return locked.Unlock(d.Context, password)
}
