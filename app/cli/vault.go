package cli

import (
	"watchword/assets/words"

	"github.com/spf13/cobra"
)

// vaultCommands are the commands below “vault”, each with a file of its own.
var vaultCommands = []func(*program) *cobra.Command{
	vaultCreateCommand,
	vaultCheckCommand,
	vaultPasswordCommand,
	vaultRecoveryCommand,
	vaultBackupsCommand,
	vaultRestoreCommand,
	vaultMergeCommand,
}

func vaultCommand(p *program) *cobra.Command {
	c := &cobra.Command{
		Use:   "vault",
		Short: words.T("Create, check and manage the vault file"),
		Args:  noWords,
		RunE: func(*cobra.Command, []string) error {
			return wrongUse(words.T("Specify what to do with the vault."))
		},
	}
	for _, command := range vaultCommands {
		c.AddCommand(command(p))
	}
	return c
}
