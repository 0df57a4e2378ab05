package cli

import (
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
		Short: "Make, check and look after the vault file",
		Args:  noWords,
		RunE: func(*cobra.Command, []string) error {
			return wrongUse("Specify what to do with the vault.")
		},
	}
	for _, command := range vaultCommands {
		c.AddCommand(command(p))
	}
	return c
}
