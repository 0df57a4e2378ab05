package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
)

// sayNamesake says that an account was added beside one that has its name.
func (p *program) sayNamesake(a account.Account) {
	p.note(words.T("The vault already had %s with another key or other settings; both are kept.", fullName(a)))
}

// addReplacing puts one account in the place of the one that has its issuer and name and
// another key, which moves to the trash. Where the vault has the key already it takes the counter,
// if that is larger.
func (p *program) addReplacing(ctx context.Context, accounts []account.Account) error {
	if len(accounts) != 1 {
		return wrongUse(words.N(len(accounts), "--replace is for one account; 1 was found.", "--replace is for one account; %d were found."))
	}
	a := accounts[0]
	counted := false
	err := p.change(ctx, func(s *session.Session) error {
		took, _ := s.Complete(ctx, a)
		if counted = slices.Contains(took[0], session.LackCounter); counted {
			return nil
		}
		if s.Match(a).Stored() {
			return words.Error("The vault already has the key of %s. Nothing was changed.", fullName(a))
		}
		old := s.Namesakes(a)
		switch {
		case len(old) == 0:
			return words.Error("The vault has no account %s with another key or other settings. Leave out --replace to add it.", fullName(a))
		case len(old) > 1:
			return errors.New(words.N(len(old), "The vault has 1 account %[2]s. Move it to the trash first if you do not need it.", "The vault has %d accounts %s. Move those that you do not need to the trash first.", fullName(a)))
		}
		if _, _, err := s.ReplaceKeyAt(ctx, old[0], a.Key, a.Counter); err != nil {
			return words.Error("The account could not be added: its key is out of range.")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if counted {
		fmt.Fprintln(p.Out, words.T("Updated %s: counter %d.", fullName(a), a.Counter))
		return nil
	}
	fmt.Fprintln(p.Out, words.T("Replaced %s.", fullName(a)))
	p.note(words.T("The account with the old key is in the trash."))
	return nil
}
