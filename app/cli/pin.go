package cli

import (
	"context"

	"github.com/spf13/cobra"

	"watchword/app/session"
)

func pinCommand(p *program) *cobra.Command {
	var off bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "pin WORDS...",
		Short:   "Pin accounts to the top of the list",
		Example: "  watchword pin amazon\n  watchword pin amazon --off",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		return p.changeMany(ctx, n.by(words), false, func(s *session.Session, ids []string) error {
			_, err := s.Pin(ctx, !off, ids...)
			return err
		})
	})
	n.flags(c, true)
	c.Flags().BoolVar(&off, "off", false, "unpin them")
	return c
}
