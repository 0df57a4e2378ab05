package session

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// A Lack is what an account out of a file has and the vault has not, in a word: "note".
type Lack string

// The lacks. Whoever lets go of the file loses what they name.
const (
	LackAccount Lack = "account" // its key, or the vault has it in the trash only while the file has it in use
	LackName    Lack = "name"    // the vault has the key under another name
	LackCounter Lack = "counter" // the vault would make codes that were used already
	LackNote    Lack = "note"
	LackTag     Lack = "tag"
)

// Lacks returns how to tell what the vault lacks of an account in a file. It knows the vault as
// it is now and goes through it once.
func Lacks(v *vault.Vault) func(account.Account) []Lack {
	there := bySecret(v)
	return func(a account.Account) []Lack { return lacks(countingFor(there[a.Credential()], a), a) }
}

// countingFor returns those of the accounts with the key of a that are as good as a: for an account
// that its program has in the trash those in our trash too, for one in use only those in use.
func countingFor(same []account.Account, a account.Account) []account.Account {
	if a.InTrash() {
		return same
	}
	return slices.DeleteFunc(slices.Clone(same), account.Account.InTrash)
}

// LacksOf is [Lacks] for a few accounts, of the vault as it is at each call.
func LacksOf(v *vault.Vault) func(account.Account) []Lack {
	return func(a account.Account) []Lack { return lacks(sameSecret(v, a), a) }
}

func lacks(same []account.Account, a account.Account) (out []Lack) {
	if len(same) == 0 {
		return []Lack{LackAccount}
	}
	if len(namedLike(same, a)) == 0 {
		out = append(out, LackName)
	}
	if slices.ContainsFunc(same, func(have account.Account) bool { return have.Counter < a.Counter }) {
		out = append(out, LackCounter)
	}
	if !slices.ContainsFunc(same, func(have account.Account) bool { return holdsNote(have, a) }) {
		out = append(out, LackNote)
	}
	if len(missingTags(same, a)) > 0 {
		out = append(out, LackTag)
	}
	return out
}

// sameSecret returns the accounts that have the credential of a, without their keys: those in the
// trash only if a is in one itself.
func sameSecret(v *vault.Vault, a account.Account) (same []account.Account) {
	if a.InTrash() {
		return bySecret(v)[a.Credential()]
	}
	for _, id := range v.Same(a) {
		if have, ok := v.Account(id); ok {
			clear(have.Key.Secret)
			same = append(same, have)
		}
	}
	return same
}

// bySecret returns all accounts by their credential, without their keys.
func bySecret(v *vault.Vault) map[string][]account.Account {
	there := map[string][]account.Account{}
	for _, a := range v.Accounts() {
		secret := a.Credential()
		clear(a.Key.Secret)
		there[secret] = append(there[secret], a)
	}
	return there
}

// namedLike returns those of accounts with one key that have all of the name of a.
func namedLike(same []account.Account, a account.Account) (out []account.Account) {
	for _, have := range same {
		if !a.Named() || have.Completes(a.Issuer, a.Name) || holdsText(have.Issuer, a.Issuer) && holdsText(have.Name, a.Name) {
			out = append(out, have)
		}
	}
	return out
}

// holdsText reports whether a name is another one, or that one is empty.
func holdsText(have, text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || account.Fold(strings.TrimSpace(have)) == account.Fold(text)
}

func holdsNote(have, a account.Account) bool {
	return strings.Contains(plainNote(have.Note), plainNote(a.Note))
}

// plainNote is a note without what programs change about one.
func plainNote(s string) string {
	return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")))
}

// missingTags returns the tags of a that none of the accounts has.
func missingTags(same []account.Account, a account.Account) (out []string) {
	for _, tag := range a.Tags {
		has := func(t string) bool { return holdsText(t, tag) }
		if strings.TrimSpace(tag) != "" && !slices.ContainsFunc(same, func(have account.Account) bool { return slices.ContainsFunc(have.Tags, has) }) {
			out = append(out, tag)
		}
	}
	return out
}

// RaiseCounters gives every account in use the counter of those of accounts that have its key,
// where that is larger: accounts of one key count at one service, whatever their names are. It
// changes the vault in memory and reports whether any was raised.
func RaiseCounters(v *vault.Vault, accounts []account.Account) (raised bool) {
	for _, a := range accounts {
		if a.InTrash() || a.Counter == 0 {
			continue
		}
		for _, id := range v.Same(a) {
			raised = v.RaiseCounter(id, a.Counter) || raised
		}
	}
	return raised
}

// Takes returns how to tell what [Session.Complete] would take of an account that the vault has under the
// same name. It knows the vault as it is now.
func Takes(v *vault.Vault) func(account.Account) []Lack {
	there := bySecret(v)
	return func(a account.Account) []Lack { return takes(countingFor(there[a.Credential()], a), a) }
}

// TakesOf is [Takes] for a few accounts, of the vault as it is at each call.
func TakesOf(v *vault.Vault) func(account.Account) []Lack {
	return func(a account.Account) []Lack { return takes(sameSecret(v, a), a) }
}

func takes(same []account.Account, a account.Account) []Lack {
	if a.InTrash() || len(namedLike(same, a)) == 0 {
		return nil
	}
	return kinds(plan(same, a))
}

// TakenWords says what an account gets of the one in a file: "counter 40, note, tags".
func TakenWords(a account.Account, took []Lack) string {
	said := make([]string, len(took))
	for i, lack := range took {
		switch lack {
		case LackCounter:
			said[i] = words.T("counter %d", a.Counter)
		case LackTag:
			said[i] = words.T("tags")
		case LackNote:
			said[i] = words.T("note")
		default:
			said[i] = words.T(string(lack))
		}
	}
	return words.List(said...)
}

// A taking is what one account gets.
type taking struct {
	have    account.Account
	counter bool
	edit    vault.Edit
}

// plan is what the accounts of one key get of a.
func plan(same []account.Account, a account.Account) (list []taking) {
	called := namedLike(same, a)
	for _, have := range same {
		t := taking{have: have, counter: have.Counter < a.Counter}
		if slices.ContainsFunc(called, func(c account.Account) bool { return c.ID == have.ID }) {
			if note := strings.TrimSpace(a.Note); note != "" && strings.TrimSpace(have.Note) == "" {
				t.edit.Note = &note
			}
			if more := missingTags([]account.Account{have}, a); len(more) > 0 {
				tags := append(slices.Clone(have.Tags), more...)
				t.edit.Tags = &tags
			}
		}
		if t.counter || t.edit != (vault.Edit{}) {
			list = append(list, t)
		}
	}
	return list
}

// kinds are what some accounts get, each once.
func kinds(list []taking) (out []Lack) {
	for _, row := range []struct {
		lack Lack
		in   func(taking) bool
	}{
		{LackCounter, func(t taking) bool { return t.counter }},
		{LackNote, func(t taking) bool { return t.edit.Note != nil }},
		{LackTag, func(t taking) bool { return t.edit.Tags != nil }},
	} {
		if slices.ContainsFunc(list, row.in) {
			out = append(out, row.lack)
		}
	}
	return out
}

// complete carries out the plan and returns what was taken, and how to turn the edits back.
func complete(v *vault.Vault, same []account.Account, a account.Account) (took []Lack, list []edited) {
	var done []taking
	for _, t := range plan(same, a) {
		t.counter = t.counter && v.RaiseCounter(t.have.ID, a.Counter)
		if t.edit != (vault.Edit{}) {
			if v.Edit(t.have.ID, t.edit) == nil {
				list = append(list, edited{t.have.ID, fields(t.edit, t.have), t.edit})
			} else {
				t.edit = vault.Edit{}
			}
		}
		done = append(done, t)
	}
	return kinds(done), list
}

// completing gives what the vault has under the name of a what it lacks, and returns the first
// account that it has so and how to take that back. ok is false where there is nothing to take.
func (s *Session) completing(a account.Account) (id string, st step, ok bool) {
	if a.InTrash() {
		return "", step{}, false
	}
	same := sameSecret(s.vault, a)
	called := namedLike(same, a)
	if len(called) == 0 {
		return "", step{}, false
	}
	st, took := s.completion(same, a)
	return called[0].ID, st, len(took) > 0
}

// completion gives the accounts of the key of a what they lack of it. It returns what that was and
// how to take it back.
func (s *Session) completion(same []account.Account, a account.Account) (st step, took []Lack) {
	took, list := complete(s.vault, same, a)
	if len(took) == 0 {
		return step{}, nil
	}
	who := Called(same[0])
	if called := namedLike(same, a); len(called) > 0 {
		who = Called(called[0])
	}
	turn := func(back bool) func() bool {
		return func() bool { return len(list) == 0 || s.turn(list, back) }
	}
	st = step{edits: true, raised: slices.Contains(took, LackCounter), done: words.T("%s updated again.", who), undone: words.T("%s has its previous note and tags again.", who), again: turn(false), back: turn(true)}
	if len(list) == 0 {
		st.undone = words.T("%s keeps its larger counter: used codes never come again.", who)
	}
	return st, took
}
