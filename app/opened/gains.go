package opened

import (
	"watchword/app/session"
	"watchword/vault/account"
)

// NewHere returns how to say what the vault would get of an account that it has.
func NewHere(takes func(account.Account) []session.Lack) func(account.Account) string {
	return func(a account.Account) string { return session.TakenWords(a, takes(a)) }
}
