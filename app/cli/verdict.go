package cli

import (
	"fmt"
	"slices"

	"watchword/app/session"
	"watchword/vault/account"
)

// before is a verdict in words, as long as nothing is saved.
func before(v session.Verdict) string {
	switch v {
	case session.IsThere:
		return "already there"
	case session.IsSame:
		return "left out: same key under another name"
	case session.IsRefused:
		return "not usable"
	}
	return "new"
}

// sayVerdicts says what became of the accounts and reports whether the vault refused some.
func (p *program) sayVerdicts(accounts []account.Account, verdicts []session.Verdict, asJSON bool) (refused bool) {
	there := 0
	for i, a := range accounts {
		switch verdicts[i] {
		case session.IsNew:
			switch {
			case asJSON:
			case a.InTrash():
				fmt.Fprintf(p.Out, "Added %s to the trash.\n", fullName(a))
			default:
				fmt.Fprintf(p.Out, "Added %s.\n", fullName(a))
			}
		case session.IsThere:
			there++
		case session.IsSame:
			p.note("%s was left out: the vault has its key under another name. --duplicates adds it anyway.", fullName(a))
		case session.IsRefused:
			refused = true
			p.note("%s could not be added: its key or one of its texts is out of range.", fullName(a))
		}
	}
	if there > 0 {
		p.note("%s in the vault already.", isOrAre(there, "account"))
	}
	return refused
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
func (p *program) sayLacks(accounts []account.Account, verdicts []session.Verdict, lacks func(account.Account) []session.Lack) {
	for i, a := range accounts {
		if a.InTrash() || verdicts[i] != session.IsThere {
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
