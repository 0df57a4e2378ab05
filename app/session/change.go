package session

import (
	"context"
	"fmt"

	"watchword/vault"
	"watchword/vault/account"
)

// step is one change that can be taken back.
type step struct {
	label string
	back  func()
}

// maxUndo bounds the changes that are kept for undoing.
const maxUndo = 50

func (s *Session) remember(label string, back func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.undo = append(s.undo, step{label, back})
	if len(s.undo) > maxUndo {
		s.undo = s.undo[1:]
	}
}

// save saves after a change. A save that failed takes nothing back: the change is still
// in memory, and the result says what to do.
func (s *Session) save(ctx context.Context) vault.Result {
	s.changed()
	r := s.vault.Save(ctx)
	s.changed()  // what came in meanwhile
	s.Accounts() // put in order here: whoever shows them next is on the UI thread
	return r
}

// Save saves again, after a save that failed.
func (s *Session) Save(ctx context.Context) vault.Result { return s.save(ctx) }

// Refresh takes in what another program or computer wrote into the file.
func (s *Session) Refresh(ctx context.Context) (vault.Merged, error) {
	m, err := s.vault.Refresh(ctx)
	if !m.None() {
		s.changed()
		s.Accounts()
	}
	return m, err
}

// Add adds accounts and saves. The ids are in the order of the accounts.
func (s *Session) Add(ctx context.Context, accounts ...account.Account) ([]string, vault.Result) {
	ids := s.vault.Add(accounts...)
	s.remember("Added "+countOf(accounts), func() { s.vault.Trash(ids...) })
	return ids, s.save(ctx)
}

// Edit changes one account and saves.
func (s *Session) Edit(ctx context.Context, id string, e vault.Edit) (vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return vault.Result{}, vault.ErrNoAccount
	}
	return s.EditMany(ctx, "Edited "+a.Title(), []Change{{id, e}})
}

// Trash moves accounts to the trash and saves.
func (s *Session) Trash(ctx context.Context, ids ...string) vault.Result {
	label := s.calls(ids) + " moved to the trash"
	s.vault.Trash(ids...)
	s.remember(label, func() { s.vault.Restore(ids...) })
	return s.save(ctx)
}

// Restore takes accounts out of the trash and saves.
func (s *Session) Restore(ctx context.Context, ids ...string) vault.Result {
	s.vault.Restore(ids...)
	s.remember("Restored "+s.calls(ids), func() { s.vault.Trash(ids...) })
	return s.save(ctx)
}

// Purge deletes accounts for good and saves. It cannot be undone.
func (s *Session) Purge(ctx context.Context, ids ...string) vault.Result {
	s.vault.Purge(ids...)
	return s.save(ctx)
}

// Undo takes the last change back and saves. ok is false when there is nothing to undo;
// label says what was undone.
func (s *Session) Undo(ctx context.Context) (label string, r vault.Result, ok bool) {
	s.mu.Lock()
	if len(s.undo) == 0 {
		s.mu.Unlock()
		return "", vault.Result{}, false
	}
	last := s.undo[len(s.undo)-1]
	s.undo = s.undo[:len(s.undo)-1]
	s.mu.Unlock()
	last.back()
	return last.label, s.save(ctx), true
}

func countOf(accounts []account.Account) string {
	if len(accounts) == 1 {
		return accounts[0].Title()
	}
	return fmt.Sprintf("%d accounts", len(accounts))
}
