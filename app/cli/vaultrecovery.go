package cli

import (
	"context"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
)

func vaultRecoveryCommand(p *program) *cobra.Command {
	var sheet string
	c := p.command(&cobra.Command{
		Use:   "recovery",
		Short: words.T("Create a new recovery sheet"),
		Long: words.T(`Writes a new recovery sheet to a new file. Whoever has that file and the vault opens the
vault without its password, so print it, put it away and delete it. An earlier sheet then
opens older copies of the vault only. The sheet has a number, which “vault check” shows for
the active one; as text it is a file with a key for the program age.`),
		Example: "  watchword vault recovery --sheet recovery.pdf",
	}, func(ctx context.Context, _ []string) error {
		return p.recovery(ctx, sheet)
	})
	c.Flags().StringVar(&sheet, "sheet", "", words.T("write the recovery sheet to this `file`: .pdf and .png are a page to print, all else is text"))
	c.MarkFlagFilename("sheet", "pdf", "png", "txt")
	return c
}

func (p *program) recovery(ctx context.Context, sheet string) error {
	if sheet == "" && !p.Terminal {
		return wrongUse(words.T("Specify the file of the recovery sheet with --sheet FILE."))
	}
	if sheet != "" {
		if err := p.checkSheetFile(sheet); err != nil {
			return err
		}
	}
	return p.change(ctx, func(s *session.Session) error { return p.keepSheet(ctx, s, sheet) })
}
