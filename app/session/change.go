package session

import (
	"context"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// save saves after a change. A save that failed takes nothing back: the change is still
// in memory, and the result says what to do.
func (s *Session) save(ctx context.Context) vault.Result {
	if s.together.Load() {
		s.changed()
		return vault.Result{}
	}
	return s.saving(func() vault.Result { return s.vault.Save(ctx) })
}

// saving runs a save and takes note of what came in with it.
func (s *Session) saving(save func() vault.Result) vault.Result {
	s.changed()
	before := s.vault.FileSum()
	r := save()
	if r.Status != vault.NotSaved {
		s.setReplaced(before, r)
	}
	if !r.Merged.None() {
		s.merges.Add(1)
	}
	s.changed()  // what came in meanwhile
	s.Accounts() // put in order here: whoever shows them next is on the UI thread
	return r
}

// Save saves again, after a save that failed.
func (s *Session) Save(ctx context.Context) vault.Result { return s.save(ctx) }

// KeepSheet makes a recovery sheet the active one, with page as its file: see
// [vault.Vault.KeepSheet]. Nothing before it can be undone.
func (s *Session) KeepSheet(ctx context.Context, sheet vault.Sheet, page []byte, path string) (kept string, r vault.Result) {
	r = s.saving(func() (r vault.Result) {
		kept, r = s.vault.KeepSheet(ctx, sheet, page, path)
		return r
	})
	if kept != "" {
		s.CannotUndo(sheetStop())
	}
	return kept, r
}

// AdoptSheet makes a recovery sheet that was copied by hand the active one, and saves. With an error
// nothing was changed.
func (s *Session) AdoptSheet(ctx context.Context, sheet vault.Sheet) (vault.Result, error) {
	if err := s.vault.AdoptSheet(sheet); err != nil {
		return vault.Result{}, err
	}
	s.CannotUndo(sheetStop())
	return s.save(ctx), nil
}

// SetPassword gives the vault another password. It is in the file after the next save.
func (s *Session) SetPassword(ctx context.Context, password []byte) error {
	return s.vault.SetPassword(ctx, password)
}

// SaveCopy writes everything into a new file: see [vault.Vault.SaveCopy].
func (s *Session) SaveCopy(ctx context.Context, path string) vault.Result {
	return s.vault.SaveCopy(ctx, path)
}

// RestoreFile writes the vault to its place, where its file is gone or damaged: see [vault.Vault.RestoreFile].
func (s *Session) RestoreFile(ctx context.Context) (kept string, r vault.Result) {
	r = s.saving(func() (r vault.Result) {
		kept, r = s.vault.RestoreFile(ctx)
		return r
	})
	return kept, r
}

// VerifyPassword says whether this is the password of the vault: see [vault.Vault.VerifyPassword].
func (s *Session) VerifyPassword(ctx context.Context, password []byte) error {
	return s.vault.VerifyPassword(ctx, password)
}

// Refresh takes in what another program or computer wrote into the file.
func (s *Session) Refresh(ctx context.Context) (vault.Merged, error) {
	m, err := s.vault.Refresh(ctx)
	if !m.None() {
		s.merges.Add(1)
		s.changed()
		s.Accounts()
	}
	return m, err
}

// AcceptOlder takes an older file as it is: see [vault.Vault.AcceptOlder].
func (s *Session) AcceptOlder(ctx context.Context) (vault.Accepted, error) {
	var done vault.Accepted
	var err error
	s.saving(func() vault.Result {
		done, err = s.vault.AcceptOlder(ctx)
		return done.Result
	})
	return done, err
}

// Add adds accounts and saves. The ids are in the order of the accounts.
func (s *Session) Add(ctx context.Context, accounts ...account.Account) ([]string, vault.Result) {
	return s.AddReplacing(ctx, accounts, nil)
}

// Edit changes one account and saves.
func (s *Session) Edit(ctx context.Context, id string, e vault.Edit) (vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return vault.Result{}, vault.ErrNoAccount
	}
	who := Called(a)
	return s.EditMany(ctx, func(string) (done, undone string) {
		return words.T("Changes to %s redone.", who), words.T("Changes to %s undone.", who)
	}, []Change{{id, e}})
}

// Trash moves accounts to the trash and saves.
func (s *Session) Trash(ctx context.Context, ids ...string) vault.Result {
	return s.move(ctx, ids, true)
}

// Restore takes accounts out of the trash and saves.
func (s *Session) Restore(ctx context.Context, ids ...string) vault.Result {
	return s.move(ctx, ids, false)
}

func (s *Session) move(ctx context.Context, ids []string, toTrash bool) vault.Result {
	if there := s.among(ids, !toTrash); len(there) > 0 {
		st := s.moving(there, toTrash)
		st.again()
		s.remember(st)
	}
	return s.save(ctx)
}

// Purge deletes accounts for good and saves. It cannot be undone, and nothing before it.
func (s *Session) Purge(ctx context.Context, ids ...string) vault.Result {
	s.vault.Purge(ids...)
	s.CannotUndo(purgeStop())
	return s.save(ctx)
}
