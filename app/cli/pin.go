package cli

import (
	"context"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
)

func pinCommand(p *program) *cobra.Command {
	var off, asJSON bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "pin " + words.In("usage", "WORDS..."),
		Short:   words.T("Pin accounts to the top of the list"),
		Example: "  watchword pin amazon\n  watchword pin amazon --off",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		d := deed{
			done: "pin", back: "pin %s --off",
			one:  func(name string) string { return words.T("Pinned %s.", name) },
			many: func(n int) string { return words.N(n, "Pinned 1 account.", "Pinned %d accounts.") },
		}
		if off {
			d = deed{
				done: "unpin", back: "pin %s",
				one:  func(name string) string { return words.T("Unpinned %s.", name) },
				many: func(n int) string { return words.N(n, "Unpinned 1 account.", "Unpinned %d accounts.") },
			}
		}
		return p.changeMany(ctx, n.by(args), false, asJSON, d, func(s *session.Session, ids []string) error {
			_, err := s.Pin(ctx, !off, ids...)
			return err
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&off, "off", false, words.T("unpin them"))
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	return c
}
