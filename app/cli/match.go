package cli

import (
	"errors"
	"fmt"
	"slices"

	"watchword/app/session"
	"watchword/vault"
	"watchword/vault/account"
)

// These commands change accounts that are there; each does what the window does.

// matching returns the accounts that a change is about: the one that matches the words, or all
// that do where the person said so.
func matching(v *vault.Vault, words []string, all, trashed bool) ([]account.Account, error) {
	if len(words) == 0 && !all {
		return nil, wrongUse("Say which account, by words of its issuer, name or tags; or --all.")
	}
	var matches []account.Account
	for _, a := range v.Accounts() {
		if a.InTrash() == trashed && account.Match(a, words) {
			matches = append(matches, a)
		}
	}
	switch {
	case len(matches) == 0 && trashed:
		return nil, errors.New("No account in the trash matches. “watchword trash --list” shows what is there.")
	case len(matches) == 0:
		return nil, errors.New("No account matches. “watchword list” shows what there is.")
	case len(matches) > 1 && !all:
		return nil, fmt.Errorf("%d accounts match. Give more words, or --all to mean all of them.", len(matches))
	}
	account.Sort(matches)
	return matches, nil
}

func ids(list []account.Account) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.ID
	}
	return out
}

// sayChanged names what was changed, one account a line.
func (p *program) sayChanged(list []account.Account) error {
	for _, a := range list {
		if _, err := fmt.Fprintf(p.Out, "%s\t%s\n", clean(a.Issuer), clean(a.Name)); err != nil {
			return err
		}
	}
	return nil
}

// apply makes the changes of the session in a vault that is saved by its caller.
func apply(v *vault.Vault, changes []session.Change) error {
	for _, c := range changes {
		if err := v.Edit(c.ID, c.Edit); err != nil {
			return err
		}
	}
	return nil
}

// live returns the accounts of the list in the person's own order.
func live(v *vault.Vault) []account.Account {
	list := slices.DeleteFunc(v.Accounts(), account.Account.InTrash)
	account.Sort(list)
	return list
}
