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
	swap := func(in, out string) func() bool {
		return func() bool {
			if len(s.among([]string{in}, true)) == 0 || len(s.among([]string{out}, false)) == 0 {
				return false
			}
			s.vault.Restore(in)
			s.vault.Trash(out)
			return true
		}
	}
	s.remember(step{done: Called(a) + " has its new key again.", undone: Called(a) + " has its previous key again.",
		again: swap(copied, id), back: swap(id, copied)})
	return copied, s.save(ctx), nil
}
