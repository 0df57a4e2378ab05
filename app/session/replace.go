package session

import (
	"context"

	"watchword/vault"
	"watchword/vault/otp"
)

// ReplaceKey gives an account another key and saves: a copy with that key takes its place,
// and the old one goes to the trash. It returns the copy's id.
func (s *Session) ReplaceKey(ctx context.Context, id string, key otp.Key) (string, vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return "", vault.Result{}, vault.ErrNoAccount
	}
	copied, err := s.vault.ReplaceKey(id, key)
	if err != nil {
		return "", vault.Result{}, err
	}
	s.remember("Another key for "+a.Title(), func() {
		s.vault.Restore(id)
		s.vault.Trash(copied)
	})
	return copied, s.save(ctx), nil
}
