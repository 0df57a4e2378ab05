package phrases

import (
	"watchword/app/config"
	"watchword/assets/words"
	"watchword/vault/account"
)

// Doubt says why the user has to decide which vault is meant, with the whole path of both.
func Doubt(f config.Found) string {
	here, other := account.Visible(f.Places.Vault), account.Visible(f.Or.Vault)
	switch f.Doubt {
	case config.TwoVaults:
		return words.T("There are two vaults next to the program: %s and %s.", here, other)
	case config.Stranger:
		return words.T("There is a vault next to the program, where you have not used one before: %s. If you do not know it, do not use it. Without it the vault is %s.", here, other)
	case config.Unused:
		return words.T("The folder “data” next to the program has no vault yet (it would be %s), and you have a vault in the usual place: %s.", here, other)
	}
	return ""
}
