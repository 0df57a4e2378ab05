package cli

import (
	"context"

	"github.com/spf13/cobra"

	"watchword/vault"
	"watchword/vault/account"
)

func pinCommand(p *program) *cobra.Command {
	var all, off bool
	c := p.command(&cobra.Command{
		Use:     "pin WORDS...",
		Short:   "Pin accounts to the top of the list",
		Example: "  watchword pin amazon\n  watchword pin amazon --off",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		return p.changeMany(ctx, words, all, false, func(v *vault.Vault, list []account.Account) error {
			on := !off
			for _, a := range list {
				if err := v.Edit(a.ID, vault.Edit{Pinned: &on}); err != nil {
					return err
				}
			}
			return nil
		})
	})
	c.Flags().BoolVar(&all, "all", false, "all accounts that match, not just one")
	c.Flags().BoolVar(&off, "off", false, "unpin them")
	return c
}
