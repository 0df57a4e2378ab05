package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"watchword/vault"
	"watchword/vault/account"
)

func trashCommand(p *program) *cobra.Command {
	var list, forGood, yes bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "trash [WORDS]...",
		Aliases: []string{"rm"},
		Short:   "Move accounts to the trash, list it, delete from it for good",
		Long: `Moves the account that matches to the trash, from where “watchword restore” brings it
back. --list shows what is there. --delete deletes accounts that lie in the trash for
good; backups made before still hold them, until old backups are removed.`,
		Example: "  watchword trash old-shop\n  watchword trash --list\n  watchword trash --delete old-shop",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		switch {
		case list && (forGood || n.all):
			return wrongUse("--list only shows; leave out the other options.")
		case list:
			return p.listTrash(ctx, n.by(words))
		case forGood:
			return p.deleteForGood(ctx, n.by(words), yes)
		}
		return p.changeMany(ctx, n.by(words), false, func(v *vault.Vault, list []account.Account) error {
			v.Trash(ids(list)...)
			return nil
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&list, "list", false, "show what is in the trash")
	c.Flags().BoolVar(&forGood, "delete", false, "delete accounts in the trash for good")
	c.Flags().BoolVarP(&yes, "yes", "y", false, "ask no question")
	return c
}

func restoreCommand(p *program) *cobra.Command {
	var n naming
	c := p.command(&cobra.Command{
		Use:     "restore WORDS...",
		Short:   "Bring accounts back from the trash",
		Example: "  watchword restore old-shop",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		return p.changeMany(ctx, n.by(words), true, func(v *vault.Vault, list []account.Account) error {
			v.Restore(ids(list)...)
			return nil
		})
	})
	n.flags(c, true)
	return c
}

// changeMany changes the accounts that match and names them.
func (p *program) changeMany(ctx context.Context, n naming, trashed bool, do func(*vault.Vault, []account.Account) error) error {
	var done []account.Account
	err := p.change(ctx, func(v *vault.Vault) (err error) {
		if done, err = matching(v, n, trashed); err != nil {
			return err
		}
		return do(v, done)
	})
	if err != nil {
		return err
	}
	return p.sayChanged(done)
}

func (p *program) listTrash(ctx context.Context, n naming) error {
	return p.read(ctx, func(v *vault.Vault) error {
		shown := 0
		for _, a := range v.Accounts() {
			if !a.InTrash() || !n.match(a) {
				continue
			}
			shown++
			if _, err := fmt.Fprintf(p.Out, "%s\t%s\t%s\n", clean(a.Issuer), clean(a.Name), a.Trashed.UTC().Format("2006-01-02")); err != nil {
				return err
			}
		}
		if _, trashed := v.Sizes(); trashed == 0 {
			p.note("The trash is empty.")
		} else if shown == 0 {
			p.note("No account in the trash matches.")
		}
		return nil
	})
}

func (p *program) deleteForGood(ctx context.Context, n naming, yes bool) error {
	if !yes {
		if !p.Terminal {
			return wrongUse("Deleting for good needs --yes where nobody can be asked.")
		}
		var names []account.Account
		err := p.read(ctx, func(v *vault.Vault) (err error) {
			names, err = matching(v, n, true)
			return err
		})
		if err != nil {
			return err
		}
		question := fmt.Sprintf("Delete %s for good?", clean(names[0].Title()))
		if len(names) > 1 {
			question = fmt.Sprintf("Delete %d accounts for good?", len(names))
		}
		if !p.ask(question) {
			return errors.New("Nothing was deleted.")
		}
	}
	err := p.changeMany(ctx, n, true, func(v *vault.Vault, list []account.Account) error {
		v.Purge(ids(list)...)
		return nil
	})
	if err == nil {
		p.note("Backups made before still hold what was deleted, until old backups are removed. “watchword vault backups” lists them.")
	}
	return err
}
