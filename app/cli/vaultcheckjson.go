package cli

import (
	"time"

	"watchword/vault"
)

// A checkLine is the check of a vault that opens, as JSON has it.
type checkLine struct {
	Vault       string     `json:"vault"`
	Bytes       int64      `json:"bytes"`
	Changed     time.Time  `json:"changed"`
	Revision    uint64     `json:"revision"`
	Older       bool       `json:"older"`    // the file was replaced by an older version
	ReadOnly    bool       `json:"readOnly"` // this version of the program may not change it
	Weak        bool       `json:"weak"`     // less key derivation than a new vault gets
	Recovery    bool       `json:"recovery"` // a recovery sheet opens it
	Accounts    int        `json:"accounts"`
	Trashed     int        `json:"trashed"`
	Broken      int        `json:"broken"`      // accounts that give no codes
	PINsMissing int        `json:"pinsMissing"` // accounts that need a PIN for theirs
	SetAside    int        `json:"setAside"`    // entries that this version cannot show
	Exposed     []string   `json:"exposed"`     // what other users may read or replace
	CanSave     bool       `json:"canSave"`
	Beside      int        `json:"beside"` // other versions next to the vault that can be merged
	Backups     int        `json:"backups"`
	LastBackup  *time.Time `json:"lastBackup"`
}

func (p *program) checkJSON(v *vault.Vault, info vault.Info) error {
	line := checkLine{
		Vault: info.Path, Bytes: int64(info.Size), Changed: info.Modified.UTC(), Revision: uint64(v.FileRevision()), Older: v.Older(),
		Weak: info.BelowFloor, Recovery: info.HasRecovery, SetAside: len(v.SetAside()),
		Exposed: append([]string{}, v.Exposed()...), CanSave: v.CannotSave() == nil,
	}
	line.ReadOnly = v.ReadOnly() != nil
	if !v.MustSetPassword() {
		files, _ := mergeable(v)
		line.Beside = len(files)
	}
	for _, a := range v.Accounts() {
		if a.InTrash() {
			line.Trashed++
		} else {
			line.Accounts++
		}
		if a.Key.NeedsPIN() {
			line.PINsMissing++
		}
		if a.Key.Validate() != nil {
			line.Broken++
		}
	}
	if backups, err := v.Backups(); err == nil && len(backups) > 0 {
		made := backups[0].Made.UTC()
		line.Backups, line.LastBackup = len(backups), &made
	}
	return p.printJSON(line)
}
