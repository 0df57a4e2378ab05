package session

import (
	"context"
	"time"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// A Verdict says what becomes of an account that was read from a file. Scripts read them.
type Verdict string

// The verdicts.
const (
	IsNew     Verdict = "added"
	IsThere   Verdict = "there"   // the vault has it already
	IsSame    Verdict = "same"    // the vault has its key under another name
	IsRefused Verdict = "refused" // the vault does not take it
)

// Match says what the vault knows about an account that is about to be added.
func (s *Session) Match(a account.Account) vault.Match { return s.vault.Match(a) }

// Namesakes returns the ids of the accounts in use that have the issuer and the name of a and
// another credential.
func (s *Session) Namesakes(a account.Account) []string { return s.vault.Namesakes(a) }

// Shortened returns the account that has the credential of a under a shorter name: see
// [vault.Vault.Shortened].
func (s *Session) Shortened(a account.Account) (account.Account, bool) { return s.vault.Shortened(a) }

// Lacks is [Lacks] of the vault as it is now.
func (s *Session) Lacks() func(account.Account) []Lack { return Lacks(s.vault) }

// Judge decides about accounts that are about to be added, which with duplicates all are. Within
// the files, one key under two names is two accounts; only what is the same in all counts once.
func (s *Session) Judge(accounts []account.Account, duplicates bool) []Verdict {
	verdicts := make([]Verdict, len(accounts))
	seen := map[string]bool{}
	match := s.vault.Matcher()
	for i, a := range accounts {
		switch m := match(a); {
		case duplicates:
			verdicts[i] = IsNew
		case m == vault.AlreadyThere || seen[a.Fingerprint()]:
			verdicts[i] = IsThere
		case m.Stored():
			verdicts[i] = IsSame
		default:
			verdicts[i] = IsNew
		}
		seen[a.Fingerprint()] = true
	}
	return verdicts
}

// Imported tells what became of accounts out of files, each in the order of the accounts.
type Imported struct {
	Verdicts []Verdict
	Took     [][]Lack          // what those that were there got
	Beside   []account.Account // those that were added although the vault has their issuer and name, with another key
}

// firstTrash is before any day on which something went to a trash: readers of files that name none give an earlier one.
var firstTrash = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Import judges accounts out of files, adds those that are new, gives those that are there what
// they lack (see [Session.Complete]), and saves. One undo takes all of it back but a counter.
//
// An account that comes from another program's trash without a day went to ours now.
func (s *Session) Import(ctx context.Context, accounts []account.Account, duplicates bool) (Imported, vault.Result) {
	in := Imported{Verdicts: s.Judge(accounts, duplicates), Took: make([][]Lack, len(accounts))}
	match := s.vault.Matcher()
	var fresh, known []account.Account
	var freshAt, knownAt []int
	for i, a := range accounts {
		switch in.Verdicts[i] {
		case IsNew:
			if a.InTrash() && a.Trashed.Before(firstTrash) {
				a.Trashed = s.now()
			}
			fresh, freshAt = append(fresh, a), append(freshAt, i)
			if !a.InTrash() && match(a) == vault.SameName {
				in.Beside = append(in.Beside, a)
			}
		default:
			known, knownAt = append(known, a), append(knownAt, i)
		}
	}
	steps, raised, ids := s.addBeside(fresh)
	added := len(steps) > 0
	for i, id := range ids {
		if id == "" {
			in.Verdicts[freshAt[i]] = IsRefused
		}
	}
	took, more := s.complete(known)
	for i, lacks := range took {
		in.Took[knownAt[i]] = lacks
	}
	if steps = append(steps, more...); len(steps) > 0 {
		s.remember(together(steps, words.N(len(accounts), "1 account", "%d accounts"), added, raised))
	}
	return in, s.save(ctx)
}

// AddBeside adds accounts whatever the vault has already, and saves. Accounts of one key get the
// largest counter. The ids are in the order of the accounts, "" for one that the vault refuses.
func (s *Session) AddBeside(ctx context.Context, accounts ...account.Account) ([]string, vault.Result) {
	steps, _, ids := s.addBeside(accounts)
	for _, st := range steps {
		s.remember(st)
	}
	return ids, s.save(ctx)
}

// addBeside adds accounts in one go and returns how to take that back.
func (s *Session) addBeside(accounts []account.Account) (steps []step, raised bool, ids []string) {
	ids = s.vault.Add(accounts...)
	if there := s.among(ids, false); len(there) > 0 {
		steps = append(steps, s.adding(there))
	}
	return steps, RaiseCounters(s.vault, accounts), ids
}

// Complete gives the accounts that are in the vault already what they lack of accounts out of a
// file, and saves: every account of the key a larger counter, and those of the same name a note
// where there is none, and tags. Nothing that is there is overwritten. It returns by account what
// was taken.
func (s *Session) Complete(ctx context.Context, accounts ...account.Account) ([][]Lack, vault.Result) {
	took, steps := s.complete(accounts)
	if len(steps) > 0 {
		s.remember(together(steps, words.N(len(accounts), "1 account", "%d accounts"), false, false))
	}
	return took, s.save(ctx)
}

// complete is Complete in memory, with how to take it back.
func (s *Session) complete(accounts []account.Account) (took [][]Lack, steps []step) {
	took = make([][]Lack, len(accounts))
	there := bySecret(s.vault)
	for i, a := range accounts {
		if a.InTrash() {
			continue
		}
		var same []account.Account // as they are now: the one before may have changed them
		for _, old := range countingFor(there[a.Credential()], a) {
			if have, ok := s.vault.Account(old.ID); ok {
				clear(have.Key.Secret)
				same = append(same, have)
			}
		}
		var st step
		if st, took[i] = s.completion(same, a); len(took[i]) > 0 {
			steps = append(steps, st)
		}
	}
	return took, steps
}
