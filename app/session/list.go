package session

import (
	"slices"

	"watchword/vault/account"
)

// Accounts returns the accounts of the list in order: pinned ones first, then as the
// settings say; usually the user's own order, then by issuer and name. Those in the trash are left out. The slice is
// shared: do not change it.
func (s *Session) Accounts() []account.Account {
	list, _ := s.Listed()
	return list
}

// Listed is [Session.Accounts] together with what searches them.
func (s *Session) Listed() ([]account.Account, *account.Search) {
	s.mu.Lock()
	list, index, by, use, made := s.list, s.index, s.settings.Sort, s.settings.Use, s.generation
	s.mu.Unlock()
	if list != nil {
		return list, index
	}
	list = []account.Account{}
	for _, a := range s.vault.Accounts() {
		if !a.InTrash() {
			list = append(list, a)
		}
	}
	s.sort(list, by, use)
	index = account.NewSearch(list)
	tags := s.usedTags(list)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation == made {
		s.list, s.index, s.tags = list, index, tags
	}
	return list, index
}

// Trashed returns the accounts in the trash, the latest first.
func (s *Session) Trashed() []account.Account {
	var out []account.Account
	for _, a := range s.vault.Accounts() {
		if a.InTrash() {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b account.Account) int { return b.Trashed.Compare(a.Trashed) })
	return out
}

// Account returns one account.
func (s *Session) Account(id string) (account.Account, bool) { return s.vault.Account(id) }

// Tags returns the names of the tags that accounts of the list have, in the vault's order. It
// does not wait for thousands of them to be put in order.
func (s *Session) Tags() []string {
	s.mu.Lock()
	tags, ready := s.tags, s.list != nil
	s.mu.Unlock()
	if !ready {
		tags = s.usedTags(s.vault.Accounts())
	}
	return slices.Clone(tags)
}

func (s *Session) usedTags(list []account.Account) []string {
	used := map[string]bool{}
	for _, a := range list {
		if a.InTrash() {
			continue
		}
		for _, t := range a.Tags {
			used[t] = true
		}
	}
	return slices.DeleteFunc(s.vault.Tags(), func(t string) bool { return !used[t] })
}

// Ready reports whether [Session.Accounts] has nothing left to put in order.
func (s *Session) Ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list != nil
}

// Resort has the next [Session.Accounts] look again at how much each account is used.
func (s *Session) Resort() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.invalidateList()
}
