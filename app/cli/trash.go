package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
)

func trashCommand(p *program) *cobra.Command {
	var list, forGood, yes, asJSON bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "trash " + words.In("usage", "[WORDS]..."),
		Aliases: []string{"rm"},
		Short:   words.T("Move accounts to the trash, list it, delete from it permanently"),
		Long: words.T(`Moves the account that matches to the trash; “watchword restore” restores it. --list
shows what is there. --delete permanently deletes accounts that are in the trash; backups
made before still hold them, until old backups are removed.`),
		Example: "  watchword trash old-shop\n  watchword trash --list\n  watchword trash --delete old-shop",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		switch {
		case list && (forGood || n.all):
			return wrongUse(words.T("--list only shows; leave out the other options."))
		case list:
			return p.listTrash(ctx, n.by(args), asJSON)
		case forGood:
			return p.deleteForGood(ctx, n.by(args), yes, asJSON)
		}
		d := deed{
			done: "trash", back: "restore %s",
			one: func(name string) string { return words.T("Moved %s to the trash.", name) },
			many: func(n int) string {
				return words.N(n, "Moved 1 account to the trash.", "Moved %d accounts to the trash.")
			},
		}
		return p.changeMany(ctx, n.by(args), false, asJSON, d, func(s *session.Session, ids []string) error {
			s.Trash(ctx, ids...)
			return nil
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&list, "list", false, words.T("show what is in the trash"))
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	c.Flags().BoolVar(&forGood, "delete", false, words.T("permanently delete accounts that are in the trash"))
	c.Flags().BoolVarP(&yes, "yes", "y", false, words.T("ask no question"))
	return c
}

func restoreCommand(p *program) *cobra.Command {
	var asJSON bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "restore " + words.In("usage", "WORDS..."),
		Short:   words.T("Restore accounts from the trash"),
		Example: "  watchword restore old-shop",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		d := deed{
			done: "restore", back: "trash %s",
			one: func(name string) string { return words.T("Restored %s from the trash.", name) },
			many: func(n int) string {
				return words.N(n, "Restored 1 account from the trash.", "Restored %d accounts from the trash.")
			},
		}
		return p.changeMany(ctx, n.by(args), true, asJSON, d, func(s *session.Session, ids []string) error {
			s.Restore(ctx, ids...)
			return nil
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	return c
}

// A trashLine is one account in the trash as JSON has it.
type trashLine struct {
	listLine
	TrashedAt time.Time `json:"trashedAt"`
}

func (p *program) listTrash(ctx context.Context, n naming, asJSON bool) error {
	return p.read(ctx, func(s *session.Session) error {
		lines := []trashLine{}
		for _, a := range s.All() {
			if !a.InTrash() || !n.match(a) {
				continue
			}
			if lines = append(lines, trashLine{newListLine(a), a.Trashed.UTC()}); asJSON {
				continue
			}
			if _, err := fmt.Fprintf(p.Out, "%s\t%s\t%s\n", clean(a.Issuer), clean(a.Name), a.Trashed.UTC().Format("2006-01-02")); err != nil {
				return err
			}
		}
		if asJSON {
			return p.printJSON(struct {
				Accounts []trashLine `json:"accounts"`
			}{lines})
		}
		if _, trashed := s.Sizes(); trashed == 0 {
			p.note(words.T("The trash is empty."))
		} else if len(lines) == 0 {
			p.note(words.T("No account in the trash matches."))
		}
		return nil
	})
}

func (p *program) deleteForGood(ctx context.Context, n naming, yes, asJSON bool) error {
	if !yes {
		if !p.Terminal {
			return wrongUse(words.T("Deleting permanently needs --yes where nobody can be asked."))
		}
		var names []account.Account
		err := p.read(ctx, func(s *session.Session) (err error) {
			names, err = matching(s, n, true)
			return err
		})
		if err != nil {
			return err
		}
		question := words.T("Delete %s permanently?", clean(names[0].Title()))
		if len(names) > 1 {
			question = words.N(len(names), "Delete 1 account permanently?", "Delete %d accounts permanently?")
		}
		if !p.ask(question) {
			return words.Error("Nothing was deleted.")
		}
	}
	d := deed{
		done: "delete", final: true,
		one: func(name string) string { return words.T("Deleted %s permanently.", name) },
		many: func(n int) string {
			return words.N(n, "Deleted 1 account permanently.", "Deleted %d accounts permanently.")
		},
	}
	err := p.changeMany(ctx, n, true, asJSON, d, func(s *session.Session, ids []string) error {
		s.Purge(ctx, ids...)
		return nil
	})
	if err == nil {
		p.note(words.T("Backups made before still hold what was deleted, until old backups are removed. “watchword vault backups” lists them."))
	}
	return err
}
