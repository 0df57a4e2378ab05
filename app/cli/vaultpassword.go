package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
)

func vaultPasswordCommand(p *program) *cobra.Command {
	var newFile, sheet string
	c := p.command(&cobra.Command{
		Use:   "password",
		Short: words.T("Change the password of the vault"),
		Long: words.T(`Changes the password of the vault. With --sheet, the recovery sheet opens it instead of
the old password. Backups made before still open with the old password.`),
		Example: "  watchword vault password\n  watchword vault password --password-file old.txt --new-password-file new.txt\n" +
			"  watchword vault password --sheet recovery.txt",
	}, func(ctx context.Context, _ []string) error {
		return p.changePassword(ctx, newFile, sheet)
	})
	c.Flags().StringVar(&newFile, "new-password-file", "", words.T("`file` that holds the new password"))
	c.Flags().StringVar(&sheet, "sheet", "", words.T("open the vault with the recovery sheet in this `file` (its text, or a picture of its QR code)"))
	c.MarkFlagFilename("new-password-file")
	c.MarkFlagFilename("sheet", "txt", "png", "jpg")
	return c
}

func (p *program) changePassword(ctx context.Context, newFile, sheet string) error {
	open := opener(p.open)
	if sheet != "" {
		key, err := readSheet(ctx, sheet)
		if err != nil {
			return err
		}
		open = p.openBySheet(key)
	}
	password := ""
	err := p.changeOpened(ctx, open, func(s *session.Session) error {
		if password == "" { // asked for once, and only when the old one was right
			var err error
			if password, err = p.newPassword(ctx, newFile, "--new-password-file"); err != nil {
				return err
			}
		}
		bar := p.newProgress(words.T("Setting the password"))
		bar.show(0)
		defer bar.clear()
		return s.SetPassword(ctx, []byte(password))
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(p.Out, words.T("The vault has a new password."))
	p.note(words.T("Backups made before still open with the old one. If somebody else knows it, delete them (%s) and make a new recovery sheet: whoever knew the old password can forge a file that the present sheet opens.", p.Places.Backups))
	return nil
}
