package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
)

func tagCommand(p *program) *cobra.Command {
	var remove, forget, asJSON bool
	var n naming
	var rename string
	c := p.command(&cobra.Command{
		Use:   "tag " + words.In("usage", "[TAG [WORDS]...]"),
		Short: words.T("Give accounts a tag, remove it, rename or delete it"),
		Long: words.T(`Gives the account that matches a tag. Without arguments it lists all tags with the number
of their accounts. --rename and --delete are about the tag itself; accounts stay.`),
		Example: "  watchword tag Work github\n  watchword tag Work --remove github\n  watchword tag Work --rename Office\n  watchword tag Old --delete",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			if rename != "" || forget || remove {
				return wrongUse(words.T("Specify the tag."))
			}
			return p.listTags(ctx, asJSON)
		}
		tag, selects := strings.TrimSpace(args[0]), n.by(args[1:])
		if err := areText(tag, rename); err != nil {
			return err
		}
		switch {
		case rename != "" && forget, (rename != "" || forget) && (!selects.empty() || remove):
			return wrongUse(words.T("--rename and --delete go alone with the name of the tag."))
		case rename != "":
			return p.retag(ctx, tag, rename, asJSON)
		case forget:
			return p.retag(ctx, tag, "", asJSON)
		}
		add, take := []string{tag}, []string(nil)
		d := deed{
			done: "tag", back: reversed("tag %s --remove %%s", tag),
			one: func(name string) string { return words.T("Gave %s the tag “%s”.", name, clean(tag)) },
			many: func(n int) string {
				return words.N(n, "Gave 1 account the tag “%[2]s”.", "Gave %d accounts the tag “%s”.", clean(tag))
			},
		}
		if remove {
			add, take = take, add
			d = deed{
				done: "untag", back: reversed("tag %s %%s", tag),
				one: func(name string) string { return words.T("Removed the tag “%[2]s” from %[1]s.", name, clean(tag)) },
				many: func(n int) string {
					return words.N(n, "Removed the tag “%[2]s” from 1 account.", "Removed the tag “%[2]s” from %[1]d accounts.", clean(tag))
				},
			}
		}
		return p.changeMany(ctx, selects, false, asJSON, d, func(s *session.Session, ids []string) error {
			_, err := s.Tag(ctx, add, take, ids...)
			return err
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	c.Flags().BoolVar(&remove, "remove", false, words.T("remove the tag"))
	c.Flags().StringVar(&rename, "rename", "", words.T("give the tag another `name`; that of another tag merges the two"))
	c.Flags().BoolVarP(&forget, "delete", "d", false, words.T("delete the tag from every account"))
	return c
}

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
		d = deed{done: "delete-tag", unlisted: true, in: s}
		switch tags := s.AllTags(); {
		case !slices.Contains(tags, tag):
			return words.Error("There is no tag “%s”. “watchword tag” lists them.", clean(tag))
		case slices.Contains(tags, name):
			d.done = "rename-tag"
			d.one = func(account string) string {
				return words.T("Merged the tag “%s” into “%s”, for %s.", clean(tag), clean(name), account)
			}
			d.many = func(n int) string {
				return words.N(n, "Merged the tag “%[2]s” into “%[3]s”, for 1 account.", "Merged the tag “%[2]s” into “%[3]s”, for %[1]d accounts.", clean(tag), clean(name))
			}
		case name != "":
			d.done, d.back = "rename-tag", reversed("tag %s --rename %s", name, tag)
			d.one = func(account string) string {
				return words.T("Renamed the tag “%s” to “%s”, for %s.", clean(tag), clean(name), account)
			}
			d.many = func(n int) string {
				return words.N(n, "Renamed the tag “%[2]s” to “%[3]s”, for 1 account.", "Renamed the tag “%[2]s” to “%[3]s”, for %[1]d accounts.", clean(tag), clean(name))
			}
		default:
			d.one = func(account string) string { return words.T("Deleted the tag “%s” from %s.", clean(tag), account) }
			d.many = func(n int) string {
				return words.N(n, "Deleted the tag “%[2]s” from 1 account.", "Deleted the tag “%[2]s” from %[1]d accounts.", clean(tag))
			}
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
