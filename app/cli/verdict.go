package cli

import (
	"fmt"
	"slices"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
)

// before is a verdict in words, as long as nothing is saved.
func before(v session.Verdict) string {
	switch v {
	case session.IsThere:
		return words.T("already there")
	case session.IsSame:
		return words.T("left out: same key under another name")
	case session.IsRefused:
		return words.T("not usable")
	}
	return words.T("new")
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
				fmt.Fprintln(p.Out, words.T("Added %s to the trash.", fullName(a)))
			default:
				fmt.Fprintln(p.Out, words.T("Added %s.", fullName(a)))
			}
		case session.IsThere:
			there++
		case session.IsSame:
			p.note(words.T("%s was left out: the vault has its key under another name. --duplicates adds it anyway.", fullName(a)))
		case session.IsRefused:
			refused = true
			p.note(words.T("%s could not be added: its key or one of its texts is out of range.", fullName(a)))
		}
	}
	if there > 0 {
		p.note(words.N(there, "1 account is in the vault already.", "%d accounts are in the vault already."))
	}
	return refused
}

// sayTaken names the accounts that were there already and got something.
func (p *program) sayTaken(accounts []account.Account, took [][]session.Lack, asJSON bool) {
	for i, a := range accounts {
		if len(took[i]) > 0 && !asJSON {
			fmt.Fprintln(p.Out, words.T("Updated %s: %s.", fullName(a), session.TakenWords(a, took[i])))
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
			p.note(words.T("%s: its note and its tags were left out.", fullName(a)))
		case note:
			p.note(words.T("%s: its note was left out; the vault has another one.", fullName(a)))
		case tags:
			p.note(words.T("%s: its tags were left out.", fullName(a)))
		}
	}
}
