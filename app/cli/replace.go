package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"watchword/app/session"
	"watchword/vault"
	"watchword/vault/account"
)

// sayNamesake says that an account was added beside one that has its name.
func (p *program) sayNamesake(a account.Account) {
	p.note("The vault already had %s %s; both are kept.", fullName(a), vault.NamesakeDiffers)
}

// addReplacing puts one account in the place of the one that has its issuer and name and
// another key, which moves to the trash. Where the vault has the key already it takes the counter,
// if that is larger.
func (p *program) addReplacing(ctx context.Context, accounts []account.Account) error {
	if len(accounts) != 1 {
		return wrongUse("--replace is for one account; %d were found.", len(accounts))
	}
	a := accounts[0]
	counted := false
	err := p.change(ctx, func(s *session.Session) error {
		took, _ := s.Complete(ctx, a)
		if counted = slices.Contains(took[0], session.LackCounter); counted {
			return nil
		}
		if s.Match(a).Stored() {
			return fmt.Errorf("The vault already has the key of %s. Nothing was changed.", fullName(a))
		}
		old := s.Namesakes(a)
		switch {
		case len(old) == 0:
			return fmt.Errorf("The vault has no account %s %s. Leave --replace out to add it.", fullName(a), vault.NamesakeDiffers)
		case len(old) > 1:
			return fmt.Errorf("The vault has %d accounts %s. Move those that you do not need to the trash first.", len(old), fullName(a))
		}
		if _, _, err := s.ReplaceKeyAt(ctx, old[0], a.Key, a.Counter); err != nil {
			return errors.New("The account could not be added: its key is out of range.")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if counted {
		fmt.Fprintf(p.Out, "Updated %s: counter %d.\n", fullName(a), a.Counter)
		return nil
	}
	fmt.Fprintf(p.Out, "Replaced %s.\n", fullName(a))
	p.note("The account with the old key is in the trash.")
	return nil
}
