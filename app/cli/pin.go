package cli

import (
	"context"

	"github.com/spf13/cobra"

	"watchword/app/session"
)

func pinCommand(p *program) *cobra.Command {
	var off, asJSON bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "pin WORDS...",
		Short:   "Pin accounts to the top of the list",
		Example: "  watchword pin amazon\n  watchword pin amazon --off",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		d := deed{done: "pin", says: "Pinned %s.", back: "pin %s --off"}
		if off {
			d = deed{done: "unpin", says: "Unpinned %s.", back: "pin %s"}
		}
		return p.changeMany(ctx, n.by(words), false, asJSON, d, func(s *session.Session, ids []string) error {
			_, err := s.Pin(ctx, !off, ids...)
			return err
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&off, "off", false, "unpin them")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}
