package session

import (
	"context"

	"watchword/assets/words"
	"watchword/vault"
)

// Merge merges an unlocked copy of the vault, such as a backup, and saves: with replace
// the vault is made to look like the copy, without it gets what it lacks. Undo takes it back.
func (s *Session) Merge(ctx context.Context, other *vault.Vault, replace bool) (vault.Merged, vault.Result, error) {
	before := s.vault.FileSum()
	take := s.vault.MergeFrom
	if replace {
		take = s.vault.ReplaceWith
	}
	m, err := take(other)
	if err != nil {
		return m, vault.Result{}, err
	}
	r := s.save(ctx)
	s.rememberCopy(m, r, before, replace)
	return m, r, nil
}

// MergeFile is [Session.Merge] for a conflict copy or what a cut-off save left: it moves among the
// backups when all is saved.
func (s *Session) MergeFile(ctx context.Context, path string) (vault.Merged, vault.Result) {
	before := s.vault.FileSum()
	m, r := s.vault.MergeFile(ctx, path)
	s.changed()
	s.rememberCopy(m, r, before, false)
	return m, r
}

// MergeMissing merges the backups that hold what an older file lacks, see [vault.Vault.Missing],
// and saves. Undo takes it back. With an error some of them have another password; the others
// were merged all the same.
func (s *Session) MergeMissing(ctx context.Context) (vault.Merged, vault.Result, error) {
	before := s.vault.FileSum()
	m, err := s.vault.MergeMissing()
	r := s.save(ctx)
	s.rememberCopy(m, r, before, false)
	return m, r, err
}

// rememberCopy keeps how to take a copy back out: the save made a backup of the file that
// was there before. What came from elsewhere since would go with it, so then it stays.
func (s *Session) rememberCopy(m vault.Merged, r vault.Result, before string, replace bool) {
	if r.Status == vault.NotSaved || m.None() || s.backupOf(before) == "" {
		return
	}
	after, merges := s.vault.FileSum(), s.merges.Load()
	to := func(sum string) func() bool {
		return func() bool { return s.merges.Load() == merges && s.revertTo(sum) }
	}
	st := step{copy: true, done: words.T("Merge redone."), undone: words.T("Merge undone."), again: to(after), back: to(before)}
	if replace {
		st.done, st.undone = words.T("Restore from backup redone."), words.T("Restore from backup undone.")
	}
	s.remember(st)
}

// Verify opens a backup with the key of the vault and compares the two, field by field.
func (s *Session) Verify(b vault.Backup) (vault.Verification, error) { return s.vault.Verify(b) }

// Compare is Verify for a backup that is open already, with another password perhaps.
func (s *Session) Compare(backup *vault.Vault) (vault.Verification, error) {
	return s.vault.Compare(backup)
}

// CanUndoCopy reports whether Undo would take a copy back out.
func (s *Session) CanUndoCopy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.undo) > 0 && s.undo[len(s.undo)-1].copy
}

// backupOf returns the path of the backup of the file with a sum, see [vault.Vault.FileSum], or "".
func (s *Session) backupOf(sum string) string {
	b, _ := s.backupWith(sum)
	return b.Path
}

func (s *Session) backupWith(sum string) (vault.Backup, bool) {
	backups, err := s.vault.Backups()
	if err != nil || sum == "" {
		return vault.Backup{}, false
	}
	for _, b := range backups {
		if b.IsOf(sum) {
			return b, true
		}
	}
	return vault.Backup{}, false
}

// setReplaced notes the file that a save took the place of. What came in with the save would go
// with it, so then there is none.
func (s *Session) setReplaced(before string, r vault.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.replaced = before; !r.Merged.None() {
		s.replaced = ""
	}
}

// BackupBefore returns the backup of the vault as it was before the last save, if there is one and
// nothing from elsewhere came in since: going back to it undoes that save. The vault may be closed.
func (s *Session) BackupBefore() (vault.Backup, bool) {
	s.mu.Lock()
	sum := s.replaced
	s.mu.Unlock()
	return s.backupWith(sum)
}

// revertTo makes the vault look as it did when its file had a sum.
func (s *Session) revertTo(sum string) bool {
	path := s.backupOf(sum)
	if path == "" {
		return false
	}
	old, err := s.vault.OpenCopy(path)
	if err != nil {
		return false
	}
	defer old.Close()
	_, err = s.vault.ReplaceWith(old)
	return err == nil
}
