package session

import (
	"context"
	"slices"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// ReplaceKey gives an account another key and saves: a copy with that key takes its place,
// and the old one goes to the trash. It returns the copy's id.
func (s *Session) ReplaceKey(ctx context.Context, id string, key otp.Key) (string, vault.Result, error) {
	return s.ReplaceKeyAt(ctx, id, key, 0)
}

// ReplaceKeyAt is ReplaceKey for a key whose counter (HOTP) is known.
func (s *Session) ReplaceKeyAt(ctx context.Context, id string, key otp.Key, counter uint64) (string, vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return "", vault.Result{}, vault.ErrNoAccount
	}
	copied, err := s.vault.ReplaceKeyAt(id, key, counter)
	if err != nil {
		return "", vault.Result{}, err
	}
	s.remember(s.swapped(a, id, copied))
	return copied, s.save(ctx), nil
}

// ErrSameKey comes from [Session.ChangeKey] for the key that the account has already.
var ErrSameKey = words.Error("This is the key that the account has already.")

// ChangeKey is ReplaceKeyAt for a key that may be a bare one, without a type: it makes codes as the
// old one does. The key that the account has already only brings a larger counter; without one it
// is [ErrSameKey]. It returns the id of the account that has the key now.
func (s *Session) ChangeKey(ctx context.Context, id string, key otp.Key, counter uint64) (string, vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return "", vault.Result{}, vault.ErrNoAccount
	}
	if key.Type == "" {
		secret := key.Secret
		key = a.Key
		key.Secret = secret
	}
	switch {
	case (account.Account{Key: key}).Credential() != a.Credential():
		return s.ReplaceKeyAt(ctx, id, key, counter)
	case s.vault.RaiseCounter(id, counter):
		return id, s.save(ctx), nil
	}
	return "", vault.Result{}, ErrSameKey
}

// swapped is the step of an account whose place another took.
func (s *Session) swapped(a account.Account, old, new string) step {
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
	return step{done: words.T("%s has its new key again.", Called(a)), undone: words.T("%s has its previous key again.", Called(a)),
		again: swap(new, old), back: swap(old, new)}
}

// AddReplacing is Add where some accounts take the place of others: replaces has the ids of
// those by the index of the new ones. A new one gets the tags, the note, the icon and the place
// of the old one, which goes to the trash. Where the old one is not there any more, the new one
// is added beside. One that the vault has under a shorter name, see [vault.ShorterName], gives it
// its name and is not added, and one that it has under the same name gives it the larger counter,
// the note and the tags that it lacks, see [Session.Complete]. Whatever their names are, accounts of one
// key get the largest counter. One undo takes all of it back but a counter.
func (s *Session) AddReplacing(ctx context.Context, accounts []account.Account, replaces map[int]string) ([]string, vault.Result) {
	ids := make([]string, len(accounts))
	var steps []step
	var plain []account.Account
	var at []int // of the plain ones
	for i, a := range accounts {
		old, ok := s.vault.Account(replaces[i])
		if ok && !old.InTrash() {
			if id, err := s.vault.ReplaceKeyAt(old.ID, a.Key, a.Counter); err == nil {
				ids[i] = id
				steps = append(steps, s.swapped(old, old.ID, id))
				continue
			}
		}
		if have, ok := s.vault.Shortened(a); ok {
			if s.vault.Edit(have.ID, vault.Edit{Name: &a.Name}) == nil {
				ids[i] = have.ID
				steps = append(steps, s.renamed(have, a.Name))
				continue
			}
		}
		if !ok {
			if id, st, done := s.completing(a); done {
				ids[i] = id
				steps = append(steps, st)
				continue
			}
		}
		plain, at = append(plain, a), append(at, i)
	}
	for i, id := range s.vault.Add(plain...) {
		ids[at[i]] = id
	}
	var added []string
	for _, i := range at {
		added = append(added, ids[i])
	}
	there := s.among(added, false)
	if len(there) > 0 {
		steps = append(steps, s.adding(there))
	}
	raised := RaiseCounters(s.vault, accounts)
	if len(steps) > 0 {
		concerned := s.among(ids, false)
		slices.Sort(concerned)
		s.remember(together(steps, s.titleOf(slices.Compact(concerned)), len(there) > 0, raised))
	}
	return ids, s.save(ctx)
}

// adding is the step of accounts that are new.
func (s *Session) adding(ids []string) step {
	st := s.moving(ids, false)
	st.done, st.ids = words.T("%s added again.", s.titleOf(ids)), ids
	return st
}

// renamed is the step of an account that got another name.
func (s *Session) renamed(a account.Account, name string) step {
	list := []edited{{a.ID, vault.Edit{Name: &a.Name}, vault.Edit{Name: &name}}}
	return step{edits: true, done: words.T("%s has its longer name again.", Called(a)), undone: words.T("%s has its previous name again.", Called(a)),
		again: func() bool { return s.turn(list, false) }, back: func() bool { return s.turn(list, true) }}
}

// together makes one step of several, which concern the accounts that are called who: whether some
// were added, and whether counters were raised, which stay so.
func together(steps []step, who string, added, raised bool) step {
	if len(steps) == 1 {
		return steps[0]
	}
	st := step{
		done: words.T("%s added again, and the previous ones moved to the trash.", who), undone: words.T("%s moved to the trash, and the previous ones restored.", who),
		again: func() bool {
			any := false
			for _, st := range steps {
				any = st.again() || any
			}
			return any
		},
		back: func() bool { // the last one first: two may concern one account
			any := false
			for _, st := range slices.Backward(steps) {
				any = st.back() || any
			}
			return any
		},
	}
	if slices.ContainsFunc(steps, func(st step) bool { return st.edits }) {
		st.done, st.undone = words.T("Changes to %s redone.", who), words.T("Changes to %s undone.", who)
		if added {
			st.undone += words.T(" What was added is in the trash.")
		}
		if raised || slices.ContainsFunc(steps, func(st step) bool { return st.raised }) {
			st.undone += words.T(" Larger counters stay.")
		}
	}
	return st
}
