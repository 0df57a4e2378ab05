package session

import (
	"context"

	"watchword/vault"
	"watchword/vault/account"
)

// All returns every account, those in the trash too, in the order of the file.
func (s *Session) All() []account.Account { return s.vault.Accounts() }

// ID returns the id of the vault.
func (s *Session) ID() string { return s.vault.ID() }

// AllTags returns the names of all tags, those of accounts in the trash and those of none too.
func (s *Session) AllTags() []string { return s.vault.Tags() }

// Sizes counts the accounts in use and those in the trash.
func (s *Session) Sizes() (live, trashed int) { return s.vault.Sizes() }

// Together lets do make several changes that are saved once, behind the last. Until then the
// results of the session's own methods are empty. Where do fails nothing is saved, and what it
// changed stays in memory. Where nothing was changed there is no save. One at a time.
func (s *Session) Together(ctx context.Context, do func() error) (vault.Result, error) {
	s.together.Store(true)
	err := do()
	s.together.Store(false)
	switch {
	case err != nil:
		return vault.Result{Err: err}, err
	case !s.vault.Dirty():
		return vault.Result{Status: vault.Saved}, nil
	}
	return s.save(ctx), nil
}
