package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"watchword/assets/words"
	"watchword/vault"
)

func vaultCreateCommand(p *program) *cobra.Command {
	var sheet string
	var noSheet bool
	c := p.command(&cobra.Command{
		Use:   "create",
		Short: words.T("Create a new, empty vault"),
		Long: words.T(`Creates a new, empty vault where --vault says, or in the standard location. It never touches a
file that is there already. --sheet writes a recovery sheet: whoever has that file and the
vault opens the vault without its password, so print it, put it away and delete it. As text
it is a file with a key for the program age.`),
		Example: "  watchword vault create --sheet recovery.pdf\n  watchword vault create --vault /media/stick/vault.watchword --password-file pw.txt --no-sheet",
	}, func(ctx context.Context, _ []string) error {
		return p.create(ctx, sheet, noSheet)
	})
	c.Flags().StringVar(&sheet, "sheet", "", words.T("write the recovery sheet to this `file`: .pdf and .png are a page to print, all else is text"))
	c.Flags().BoolVar(&noSheet, "no-sheet", false, words.T("create no recovery sheet"))
	c.MarkFlagFilename("sheet", "pdf", "png", "txt")
	return c
}

func (p *program) create(ctx context.Context, sheet string, noSheet bool) error {
	if sheet != "" && noSheet {
		return wrongUse(words.T("Use either --sheet or --no-sheet."))
	}
	path := p.chosenVault()
	if path == "" {
		path = p.Places.Vault
	} else if folder := filepath.Dir(path); !exists(folder) { // a disk that is not connected, or a mistake
		return words.Error("The folder %s does not exist. Connect its disk, or make it first.", clean(folder))
	}
	if _, err := os.Lstat(path); err == nil {
		return p.vaultThere(path)
	}
	p.sayEarlier(path)
	password, err := p.newPassword(ctx, p.passwordFileName(), words.T("--password-file or %s", envPasswordFile))
	if err != nil {
		return err
	}
	asked := sheet == "" && !noSheet
	wanted := sheet != "" || asked && p.wantsSheet()
	if sheet != "" { // before the vault: nobody wants a vault whose sheet found no place
		if err := p.checkSheetFile(sheet); err != nil {
			return err
		}
	}
	p.nameDevice()
	v, err := vault.Create(ctx, path, []byte(password), p.Vault)
	if errors.Is(err, fs.ErrExist) {
		return p.vaultThere(path)
	}
	if err != nil {
		return err
	}
	s := p.use(v)
	defer s.Lock(ctx)
	fmt.Fprintln(p.Out, words.T("Created the vault %s.", clean(v.Path())))
	if wanted {
		if err = p.keepSheet(ctx, s, sheet); !errors.Is(err, errNoSheet) {
			return err
		}
	}
	if asked {
		p.note(words.T("It has no recovery sheet: without the password nobody opens it. “watchword vault recovery --sheet FILE” makes one."))
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sayEarlier says that there are backups of a vault that was in the usual place, or was used last.
func (p *program) sayEarlier(path string) {
	if n := p.backupCount(path); n > 0 && path == p.config.VaultPath() {
		p.note(words.N(n, "This computer has 1 backup of an earlier vault. “watchword vault restore FILE” restores it in this place instead; the new vault leaves it as it is. It is in %[2]s.",
			"This computer has %d backups of an earlier vault. “watchword vault restore FILE” restores one in this place instead; the new vault leaves them as they are. They are in %s.", p.Places.Backups))
	}
}

func (p *program) vaultThere(path string) error {
	if target, dangling := danglingLink(path); dangling {
		return words.Error("%s is a link to %s, which is not there; nothing was changed. Name another place with --vault, or look where that file went.", clean(path), clean(target))
	}
	return words.Error("There is a file at %s already; nothing was changed. Name another place with --vault.", clean(path))
}
