package app

import (
	"fmt"
	"strings"

	"watchword/app/settings"
	"watchword/vault"
)

// lastBackup says when the latest backup was made, or "".
func (a *App) lastBackup() string {
	list, err := a.session.Vault().Backups()
	if err != nil || len(list) == 0 {
		return ""
	}
	return day(list[0].Made, a.o.Now())
}

// showBackups lists the copies of the vault.
func (a *App) showBackups() {
	s := a.session
	list, err := s.Vault().Backups()
	if err != nil {
		a.list.Toast(err.Error(), false, "", nil)
		return
	}
	page := &settings.Backups{
		Run: a.o.Run, Folder: shorten(a.config.Places.Backups),
		Prove: func(path, password string) (string, error) {
			return a.withBackup(path, password, func(b *vault.Vault) (string, error) { return compareText(s.Vault(), b), nil })
		},
		Preview: func(path, password string) (string, error) {
			return a.withBackup(path, password, func(b *vault.Vault) (string, error) {
				m, err := s.Vault().Preview(b)
				return previewText(m), err
			})
		},
		Merge: func(path, password string) (string, error) {
			return a.withBackup(path, password, func(b *vault.Vault) (string, error) {
				m, r, err := s.Merge(a.ctx, b)
				if err == nil {
					err = resultError(r)
				}
				return mergedText(m), err
			})
		},
		OnBack: a.showSettings, OnShortcut: a.entryShortcut,
	}
	for _, b := range list {
		detail := fmt.Sprintf("save %d, %d KiB", b.Revision, (b.Size+1023)/1024)
		if b.Before != "" {
			detail += ", before " + map[string]string{"password": "a new password", "import": "an import", "delete": "a deletion"}[b.Before]
		}
		page.Backups = append(page.Backups, settings.Backup{Path: b.Path, Title: day(b.Made, a.o.Now()), Detail: detail})
	}
	a.show("backups", page, a.showSettings)
}

// withBackup opens a copy of the vault, away from the UI thread.
func (a *App) withBackup(path, password string, do func(*vault.Vault) (string, error)) (string, error) {
	options := a.o.VaultOpts
	options.BackupDir = "" // a copy is only read
	locked, err := vault.Open(path, options)
	if err != nil {
		return "", err
	}
	b, err := locked.Unlock(a.ctx, password)
	if err != nil {
		return "", err
	}
	defer b.Close()
	return do(b)
}

// compareText says whether a backup holds the accounts that the vault has now.
func compareText(now, backup *vault.Vault) string {
	have := map[string]bool{}
	for _, a := range backup.Accounts() {
		have[a.Credential()] = true
	}
	var missing []string
	accounts := now.Accounts()
	for _, a := range accounts {
		if !have[a.Credential()] {
			missing = append(missing, a.Title())
		}
	}
	if len(missing) == 0 {
		return fmt.Sprintf("This backup opens and holds all %d accounts of your vault.", len(accounts))
	}
	return fmt.Sprintf("This backup opens and holds %d accounts. It was made before these were added: %s.", len(backup.Accounts()), strings.Join(missing, ", "))
}

func previewText(m vault.Merged) string {
	if m.None() {
		return "This backup has nothing that your vault does not have."
	}
	return "This would come back: " + strings.Join(append(append(m.Added, m.Changed...), m.Removed...), ", ") + "."
}

func mergedText(m vault.Merged) string {
	if m.None() {
		return "Your vault had everything already."
	}
	return "Brought back: " + strings.Join(append(m.Added, m.Changed...), ", ") + "."
}
