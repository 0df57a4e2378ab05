package cli

import (
	"watchword/app/desktop/arguments"
	"watchword/vault/account"
)

// Arguments returns the arguments that the program was started with; links among them do not
// stay in the list of processes. It comes first in main: it may start the program anew.
func Arguments(given []string) []string { return arguments.Take(given, account.IsLink) }
