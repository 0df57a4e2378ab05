package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/session"
)

func tagCommand(p *program) *cobra.Command {
	var remove, forget, asJSON bool
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
			return p.listTags(ctx, asJSON)
		}
		if asJSON {
			return wrongUse("--json is for the list of all tags; leave out the tag.")
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
		return p.changeMany(ctx, n.by(words), false, func(s *session.Session, ids []string) error {
			add, take := []string{tag}, []string(nil)
			if remove {
				add, take = take, add
			}
			_, err := s.Tag(ctx, add, take, ids...)
			return err
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&asJSON, "json", false, "print the list of all tags as JSON")
	c.Flags().BoolVar(&remove, "remove", false, "take the tag away")
	c.Flags().StringVar(&rename, "rename", "", "give the tag another `name`; that of another tag joins the two")
	c.Flags().BoolVarP(&forget, "delete", "d", false, "delete the tag from every account")
	return c
}

// retag renames a tag everywhere, or deletes it for "".
func (p *program) retag(ctx context.Context, tag, name string) error {
	return p.change(ctx, func(s *session.Session) (err error) {
		switch {
		case !slices.Contains(s.AllTags(), tag):
			return fmt.Errorf("There is no tag “%s”. “watchword tag” lists them.", clean(tag))
		case name != "":
			_, err = s.RenameTag(ctx, tag, name)
		default:
			_, err = s.DeleteTag(ctx, tag)
		}
		return err
	})
}

// A tagLine is one tag as JSON has it.
type tagLine struct {
	Name     string `json:"name"`
	Accounts int    `json:"accounts"` // in use
}

func (p *program) listTags(ctx context.Context, asJSON bool) error {
	return p.read(ctx, func(s *session.Session) error {
		count := map[string]int{}
		for _, a := range s.InOwnOrder() {
			for _, t := range a.Tags {
				count[t]++
			}
		}
		lines := []tagLine{}
		for _, t := range s.Tags() {
			if lines = append(lines, tagLine{t, count[t]}); asJSON {
				continue
			}
			if _, err := fmt.Fprintf(p.Out, "%s\t%d\n", clean(t), count[t]); err != nil {
				return err
			}
		}
		if !asJSON {
			return nil
		}
		return p.printJSON(struct {
			Tags []tagLine `json:"tags"`
		}{lines})
	})
}
