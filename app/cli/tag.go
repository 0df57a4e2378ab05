package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"watchword/vault"
	"watchword/vault/account"
)

func tagCommand(p *program) *cobra.Command {
	var remove, forget bool
	var n naming
	var rename string
	c := p.command(&cobra.Command{
		Use:   "tag [TAG [WORDS]...]",
		Short: "Give accounts a tag, take it away, rename or delete it",
		Long: `Gives the account that matches a tag. Without arguments it lists all tags with the number
of their accounts. --rename and --delete are about the tag itself; accounts stay.`,
		Example: "  watchword tag Work github\n  watchword tag Work --remove github\n  watchword tag Work --rename Office\n  watchword tag Old --delete",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			if rename != "" || forget || remove {
				return wrongUse("Specify the tag.")
			}
			return p.listTags(ctx)
		}
		tag, words := strings.TrimSpace(args[0]), args[1:]
		if err := areText(tag, rename); err != nil {
			return err
		}
		switch {
		case rename != "" && forget, (rename != "" || forget) && (!n.by(words).empty() || remove):
			return wrongUse("--rename and --delete go alone with the name of the tag.")
		case rename != "":
			return p.retag(ctx, tag, rename)
		case forget:
			return p.retag(ctx, tag, "")
		}
		return p.changeMany(ctx, n.by(words), false, func(v *vault.Vault, list []account.Account) error {
			return setTag(v, list, tag, !remove)
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&remove, "remove", false, "take the tag away")
	c.Flags().StringVar(&rename, "rename", "", "give the tag another `name`; that of another tag joins the two")
	c.Flags().BoolVarP(&forget, "delete", "d", false, "delete the tag from every account")
	return c
}

func setTag(v *vault.Vault, list []account.Account, tag string, on bool) error {
	for _, a := range list {
		tags := slices.DeleteFunc(slices.Clone(a.Tags), func(t string) bool { return t == tag })
		if on {
			if len(tags) < len(a.Tags) {
				continue // it keeps its place
			}
			tags = append(tags, tag)
		}
		if err := v.Edit(a.ID, vault.Edit{Tags: &tags}); err != nil {
			return err
		}
	}
	return nil
}

// retag renames a tag everywhere, or deletes it for "".
func (p *program) retag(ctx context.Context, tag, name string) error {
	return p.change(ctx, func(v *vault.Vault) error {
		if !slices.Contains(v.Tags(), tag) {
			return fmt.Errorf("There is no tag “%s”. “watchword tag” lists them.", clean(tag))
		}
		if name != "" && !slices.Contains(v.Tags(), name) {
			return v.RenameTag(tag, name)
		}
		for _, a := range v.Accounts() { // those in the trash too
			if !slices.Contains(a.Tags, tag) {
				continue
			}
			if err := setTag(v, []account.Account{a}, tag, false); err != nil {
				return err
			}
			if name != "" {
				a.Tags = slices.DeleteFunc(a.Tags, func(t string) bool { return t == tag })
				if err := setTag(v, []account.Account{a}, name, true); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (p *program) listTags(ctx context.Context) error {
	return p.read(ctx, func(v *vault.Vault) error {
		count := map[string]int{}
		for _, a := range live(v) {
			for _, t := range a.Tags {
				count[t]++
			}
		}
		for _, t := range v.Tags() {
			if count[t] == 0 {
				continue
			}
			if _, err := fmt.Fprintf(p.Out, "%s\t%d\n", clean(t), count[t]); err != nil {
				return err
			}
		}
		return nil
	})
}
