package vault

import "strings"

// SetSecondBackupDir chooses the second folder for backups while the vault is open; "" for
// none. See [Options.SecondBackupDir].
func (v *Vault) SetSecondBackupDir(dir string) {
	v.saving.Lock()
	defer v.saving.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.o.SecondBackupDir = dir
}

func (v *Vault) backupPlaces() []backupPlace {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.o.backupPlaces()
}

// FileSum is the hexadecimal SHA-256 of the vault file as this session read or wrote it last.
func (v *Vault) FileSum() string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.onDisk.String()
}

// IsOf reports whether b is a copy of the file with this [Vault.FileSum].
func (b Backup) IsOf(fileSum string) bool { return b.sum != "" && strings.HasPrefix(fileSum, b.sum) }
