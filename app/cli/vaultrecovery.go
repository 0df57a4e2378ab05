package cli

import (
	"context"

	"github.com/spf13/cobra"

	"watchword/vault"
)

func vaultRecoveryCommand(p *program) *cobra.Command {
	var sheet string
	c := p.command(&cobra.Command{
		Use:   "recovery",
		Short: "Make a new recovery sheet",
		Long: `Writes a new recovery sheet to a new file. Whoever has that file and the vault opens the
vault without its password, so print it, put it away and delete it. An earlier sheet then
opens older copies of the vault only.`,
		Example: "  watchword vault recovery --sheet recovery.pdf",
	}, func(ctx context.Context, _ []string) error {
		return p.recovery(ctx, sheet)
	})
	c.Flags().StringVar(&sheet, "sheet", "", "write the recovery sheet to this `file`: .pdf and .png are a page to print, all else is text")
	c.MarkFlagFilename("sheet", "pdf", "png", "txt")
	return c
}

func (p *program) recovery(ctx context.Context, sheet string) error {
	if sheet == "" {
		sheet, _ = p.answer("File for the recovery sheet: ")
	}
	if sheet == "" {
		return wrongUse("Say where to write the recovery sheet, with --sheet FILE.")
	}
	out, err := newSheetFile(sheet)
	if err != nil {
		return err
	}
	replaced := false
	err = p.change(ctx, func(v *vault.Vault) error {
		replaced = v.HasRecovery()
		return fillSheet(v, out)
	})
	if err = p.finishSheet(out, err); err == nil && replaced {
		p.note("The earlier sheet does not open the vault any more: destroy it. It still opens backups made before.")
	}
	return err
}
