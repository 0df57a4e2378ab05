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
		tag, words := strings.TrimSpace(args[0]), args[1:]
		if err := areText(tag, rename); err != nil {
			return err
		}
		switch {
		case rename != "" && forget, (rename != "" || forget) && (!n.by(words).empty() || remove):
			return wrongUse("--rename and --delete go alone with the name of the tag.")
		case rename != "":
			return p.retag(ctx, tag, rename, asJSON)
		case forget:
			return p.retag(ctx, tag, "", asJSON)
		}
		add, take := []string{tag}, []string(nil)
		d := deed{done: "tag", says: "Gave %s the tag " + inQuotes(tag) + ".", back: reversed("tag %s --remove %%s", tag)}
		if remove {
			add, take = take, add
			d = deed{done: "untag", says: "Removed the tag " + inQuotes(tag) + " from %s.", back: reversed("tag %s %%s", tag)}
		}
		return p.changeMany(ctx, n.by(words), false, asJSON, d, func(s *session.Session, ids []string) error {
			_, err := s.Tag(ctx, add, take, ids...)
			return err
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&remove, "remove", false, "take the tag away")
	c.Flags().StringVar(&rename, "rename", "", "give the tag another `name`; that of another tag joins the two")
	c.Flags().BoolVarP(&forget, "delete", "d", false, "delete the tag from every account")
	return c
}

// inQuotes is a text for a sentence that is filled in later.
func inQuotes(text string) string { return "“" + strings.ReplaceAll(clean(text), "%", "%%") + "”" }

// reversed is a command with tags in it, which undoes what was done to them: none where a shell
// would see more in a tag than its name.
func reversed(command string, tags ...any) string {
	for _, tag := range tags {
		if !harmless(tag.(string)) {
			return ""
		}
	}
	return fmt.Sprintf(command, tags...)
}

// retag renames a tag everywhere, or deletes it for "".
func (p *program) retag(ctx context.Context, tag, name string, asJSON bool) error {
	name = strings.TrimSpace(name)
	var d deed
	err := p.change(ctx, func(s *session.Session) (err error) {
		d = deed{done: "delete-tag", says: "Deleted the tag " + inQuotes(tag) + " from %s.", unlisted: true, in: s}
		switch tags := s.AllTags(); {
		case !slices.Contains(tags, tag):
			return fmt.Errorf("There is no tag “%s”. “watchword tag” lists them.", clean(tag))
		case slices.Contains(tags, name):
			d.done, d.says = "rename-tag", "Merged the tag "+inQuotes(tag)+" into "+inQuotes(name)+", for %s."
		case name != "":
			d.done, d.says = "rename-tag", "Renamed the tag "+inQuotes(tag)+" to "+inQuotes(name)+", for %s."
			d.back = reversed("tag %s --rename %s", name, tag)
		}
		for _, a := range s.All() {
			if slices.Contains(a.Tags, tag) {
				d.accounts = append(d.accounts, a)
			}
		}
		if name != "" {
			_, err = s.RenameTag(ctx, tag, name)
		} else {
			_, err = s.DeleteTag(ctx, tag)
		}
		d.changed = s.LastChange() != 0
		return err
	})
	if err != nil {
		return err
	}
	return p.sayDone(d, asJSON)
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
