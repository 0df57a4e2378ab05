package cli

import (
	"fmt"
	"slices"

	"watchword/app/session"
	"watchword/vault"
	"watchword/vault/account"
)

// A verdict says what becomes of an account that was read from a file.
type verdict string

const (
	isAdded   verdict = "added"
	isThere   verdict = "there"   // the vault has it already
	isSame    verdict = "same"    // the vault has its key under another name
	isRefused verdict = "refused" // the vault does not take it
)

// before is the verdict in words, as long as nothing is saved.
func (v verdict) before() string {
	switch v {
	case isThere:
		return "already there"
	case isSame:
		return "left out: same key under another name"
	case isRefused:
		return "not usable"
	}
	return "new"
}

// judge decides about accounts that are about to be added. Within the files, one key under
// two names is two accounts; only what is the same in all counts once.
func judge(v *vault.Vault, accounts []account.Account, duplicates bool) []verdict {
	verdicts := make([]verdict, len(accounts))
	seen := map[string]bool{}
	for _, a := range v.Accounts() {
		if a.InTrash() {
			seen[identity(a)] = true
		}
	}
	matchOf := v.Matcher()
	for i, a := range accounts {
		switch match := matchOf(a); {
		case duplicates:
			verdicts[i] = isAdded
		case match == vault.AlreadyThere || seen[identity(a)]:
			verdicts[i] = isThere
		case match.Stored():
			verdicts[i] = isSame
		default:
			verdicts[i] = isAdded
		}
		seen[identity(a)] = true
	}
	return verdicts
}

// namesakes returns the accounts that are to be added although the vault has their issuer and
// name, with another key.
func namesakes(v *vault.Vault, accounts []account.Account, verdicts []verdict) []account.Account {
	var out []account.Account
	matchOf := v.Matcher()
	for i, a := range accounts {
		if verdicts[i] == isAdded && !a.InTrash() && matchOf(a) == vault.SameName {
			out = append(out, a)
		}
	}
	return out
}

// identity is what makes two accounts of files one and the same. One in the trash and one
// in use are two: the latter must not get lost for the former.
func identity(a account.Account) string {
	return fmt.Sprintf("%s %v %q %q", a.Credential(), a.InTrash(), a.Issuer, a.Name)
}

// sayVerdicts says what became of the accounts and reports whether the vault refused some.
func (p *program) sayVerdicts(accounts []account.Account, verdicts []verdict, asJSON bool) (refused bool) {
	there := 0
	for i, a := range accounts {
		switch verdicts[i] {
		case isAdded:
			switch {
			case asJSON:
			case a.InTrash():
				fmt.Fprintf(p.Out, "Added %s to the trash.\n", fullName(a))
			default:
				fmt.Fprintf(p.Out, "Added %s.\n", fullName(a))
			}
		case isThere:
			there++
		case isSame:
			p.note("%s was left out: the vault has its key under another name. --duplicates adds it anyway.", fullName(a))
		case isRefused:
			refused = true
			p.note("%s could not be added: its key or one of its texts is out of range.", fullName(a))
		}
	}
	if there > 0 {
		p.note("%s in the vault already.", isOrAre(there, "account"))
	}
	return refused
}

// completeJudged gives the accounts that are there already what they lack, see
// [session.Complete], and returns by account what it was.
func completeJudged(v *vault.Vault, accounts []account.Account, verdicts []verdict) [][]session.Lack {
	took := make([][]session.Lack, len(accounts))
	var known []account.Account
	var at []int
	for i, a := range accounts {
		if verdicts[i] == isThere || verdicts[i] == isSame {
			known, at = append(known, a), append(at, i)
		}
	}
	for i, lacks := range session.Complete(v, known) {
		took[at[i]] = lacks
	}
	return took
}

// sayTaken names the accounts that were there already and got something.
func (p *program) sayTaken(accounts []account.Account, took [][]session.Lack, asJSON bool) {
	for i, a := range accounts {
		if len(took[i]) > 0 && !asJSON {
			fmt.Fprintf(p.Out, "Updated %s: %s.\n", fullName(a), session.TakenWords(a, took[i]))
		}
	}
}

// sayLacks says what of accounts that were there already did not come with them.
func (p *program) sayLacks(accounts []account.Account, verdicts []verdict, lacks func(account.Account) []session.Lack) {
	for i, a := range accounts {
		if a.InTrash() || verdicts[i] != isThere {
			continue
		}
		left := lacks(a)
		switch note, tags := slices.Contains(left, session.LackNote), slices.Contains(left, session.LackTag); {
		case note && tags:
			p.note("%s: its note and its tags were left out.", fullName(a))
		case note:
			p.note("%s: its note was left out; the vault has another one.", fullName(a))
		case tags:
			p.note("%s: its tags were left out.", fullName(a))
		}
	}
}

// isOrAre is count with its verb: "1 account is", "2 accounts are".
func isOrAre(n int, thing string) string {
	if n == 1 {
		return count(n, thing) + " is"
	}
	return count(n, thing) + " are"
}
