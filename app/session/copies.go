package session

import (
	"context"

	"watchword/vault"
)

// TakeIn takes in an unlocked copy of the vault, such as a backup, and saves: with replace
// the vault is made to look like the copy, without it gets what it lacks. Undo takes it back.
func (s *Session) TakeIn(ctx context.Context, other *vault.Vault, replace bool) (vault.Merged, vault.Result, error) {
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
	s.rememberCopy(m, r, before)
	return m, r, nil
}

// TakeInFile is TakeIn for a conflict copy or what a cut-off save left: it moves among the
// backups when all is saved.
func (s *Session) TakeInFile(ctx context.Context, path string) (vault.Merged, vault.Result) {
	before := s.vault.FileSum()
	m, r := s.vault.TakeIn(ctx, path)
	s.changed()
	s.rememberCopy(m, r, before)
	return m, r
}

// rememberCopy keeps how to take a copy back out: the save made a backup of the file that
// was there before.
func (s *Session) rememberCopy(m vault.Merged, r vault.Result, before string) {
	if r.Status == vault.NotSaved || m.None() {
		return
	}
	backups, err := s.vault.Backups()
	if err != nil {
		return
	}
	for _, b := range backups {
		if b.IsOf(before) {
			s.remember(copyStep, func() { s.backTo(b.Path) })
			return
		}
	}
}

// copyStep is what undoing a copy is called.
const copyStep = "What was brought back"

// CanUndoCopy reports whether Undo would take a copy back out.
func (s *Session) CanUndoCopy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.undo) > 0 && s.undo[len(s.undo)-1].label == copyStep
}

// backTo makes the vault look as it does in a backup.
func (s *Session) backTo(backup string) {
	if old, err := s.vault.OpenCopy(backup); err == nil {
		_, _ = s.vault.ReplaceWith(old)
		old.Close()
	}
}
