package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/vault/account"
)

func trashCommand(p *program) *cobra.Command {
	var list, forGood, yes, asJSON bool
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
			return p.listTrash(ctx, n.by(words), asJSON)
		case forGood:
			return p.deleteForGood(ctx, n.by(words), yes, asJSON)
		}
		return p.changeMany(ctx, n.by(words), false, asJSON, deed{done: "trash", says: "Moved %s to the trash.", back: "restore %s"}, func(s *session.Session, ids []string) error {
			s.Trash(ctx, ids...)
			return nil
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&list, "list", false, "show what is in the trash")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&forGood, "delete", false, "delete accounts in the trash for good")
	c.Flags().BoolVarP(&yes, "yes", "y", false, "ask no question")
	return c
}

func restoreCommand(p *program) *cobra.Command {
	var asJSON bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "restore WORDS...",
		Short:   "Bring accounts back from the trash",
		Example: "  watchword restore old-shop",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		return p.changeMany(ctx, n.by(words), true, asJSON, deed{done: "restore", says: "Restored %s from the trash.", back: "trash %s"}, func(s *session.Session, ids []string) error {
			s.Restore(ctx, ids...)
			return nil
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
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
			p.note("The trash is empty.")
		} else if len(lines) == 0 {
			p.note("No account in the trash matches.")
		}
		return nil
	})
}

func (p *program) deleteForGood(ctx context.Context, n naming, yes, asJSON bool) error {
	if !yes {
		if !p.Terminal {
			return wrongUse("Deleting for good needs --yes where nobody can be asked.")
		}
		var names []account.Account
		err := p.read(ctx, func(s *session.Session) (err error) {
			names, err = matching(s, n, true)
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
	err := p.changeMany(ctx, n, true, asJSON, deed{done: "delete", says: "Deleted %s permanently.", final: true}, func(s *session.Session, ids []string) error {
		s.Purge(ctx, ids...)
		return nil
	})
	if err == nil {
		p.note("Backups made before still hold what was deleted, until old backups are removed. “watchword vault backups” lists them.")
	}
	return err
}
