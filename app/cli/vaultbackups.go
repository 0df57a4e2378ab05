package cli

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"watchword/vault"
)

// A backupLine is one backup as JSON has it.
type backupLine struct {
	File     string    `json:"file"`
	Made     time.Time `json:"made"`
	Revision uint64    `json:"revision"`
	Before   string    `json:"before"` // "password", "import", "delete", or "" for an ordinary save
	Size     int64     `json:"size"`
}

func vaultBackupsCommand(p *program) *cobra.Command {
	var asJSON bool
	c := p.command(&cobra.Command{
		Use:   "backups",
		Short: "List the backups of the vault, newest first",
		Long: `Lists the backups of the vault, newest first: when each was made, its revision and size,
what it was made before, and its file. A backup is a vault with the password of its time:
“watchword list --vault FILE” shows what is in it.`,
	}, func(ctx context.Context, _ []string) error {
		return p.read(ctx, func(v *vault.Vault) error {
			backups, err := v.Backups()
			if err != nil {
				return err
			}
			if asJSON {
				return p.backupsJSON(backups)
			}
			return p.backupsTable(backups)
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (p *program) backupsJSON(backups []vault.Backup) error {
	lines := make([]backupLine, len(backups))
	for i, b := range backups {
		lines[i] = backupLine{b.Path, b.Made, b.Revision, b.Before, b.Size}
	}
	return p.printJSON(struct {
		Backups []backupLine `json:"backups"`
	}{lines})
}

func (p *program) backupsTable(backups []vault.Backup) error {
	if len(backups) == 0 {
		p.note("There are no backups yet; each save makes one.")
	}
	table := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	for _, b := range backups {
		before := ""
		if b.Before != "" {
			before = "before " + b.Before
		}
		fmt.Fprintf(table, "%s\trevision %d\t%d bytes\t%s\t%s\n", b.Made.Local().Format(time.DateTime), b.Revision, b.Size, before, clean(b.Path))
	}
	return table.Flush()
}
