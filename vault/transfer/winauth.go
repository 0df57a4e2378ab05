package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

var winAuthHow = words.Mark("In WinAuth: options, Export; choose a text file or a zip file.")

// winAuthZip is WinAuth's zip file, with a password or without.
func winAuthZip() Format {
	return Format{
		ID:     "winauth-zip",
		Name:   words.Mark("WinAuth (zip)"),
		How:    winAuthHow,
		Brings: words.Mark("TOTP, HOTP, Steam, Battle.net; the zip's password is asked for."),
		Leaves: words.Mark("Icons, confirmations of trades, files encrypted with PGP."),
		step:   stepMagic,
		Detect: isWinAuthZip,
		Read:   readWinAuthZip,
	}
}

// isWinAuth knows the one member of the zip file: a text, or one wrapped in PGP.
func isWinAuth(name string) bool {
	name = strings.ToLower(name)
	if strings.Contains(name, "/") {
		return false // an attachment of another program's archive
	}
	return strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".pgp")
}

// isWinAuthZip knows an archive by its one member, which is a list, encrypted or in PGP.
func isWinAuthZip(data []byte) bool {
	if !zipHas(data, isWinAuth) || zipHas(data, isAuthPlus) || zipHas(data, isRaivo) {
		return false
	}
	a, err := openZip(data)
	if err != nil || a.files() != 1 {
		return false
	}
	f := a.find(isWinAuth)
	if encrypted(f) {
		return true
	}
	content, err := a.read(f)
	return err == nil && (isPGP(content) || isLinks(content))
}

func readWinAuthZip(ctx context.Context, data []byte, env Env) (Result, error) {
	content, locked, err := openMember(ctx, data, env, isWinAuth)
	if err != nil {
		return Result{Encrypted: locked}, err
	}
	if isPGP(content) {
		return Result{Encrypted: true}, errPGP
	}
	r, err := readWinAuth(ctx, content, env)
	r.Encrypted = locked
	return r, err
}

// winAuth is WinAuth's text, where its Battle.net accounts show that it is no other list.
func winAuth() Format {
	return Format{
		ID:     "winauth",
		Name:   "WinAuth",
		How:    winAuthHow,
		Brings: words.Mark("TOTP, HOTP, Steam, Battle.net."),
		Leaves: words.Mark("Icons, confirmations of trades, files encrypted with PGP."),
		step:   stepMarkup, // before the lists that it is one of
		Detect: isWinAuthList,
		Read:   readWinAuth,
	}
}

func isWinAuthList(data []byte) bool {
	return isLinks(data) && bytes.Contains(data, []byte("/"+winAuthBattleNet)) && bytes.Contains(data, []byte("serial="))
}

// winAuthBattleNet is what WinAuth puts before the name of a Battle.net account.
const winAuthBattleNet = "BattleNet"

// readWinAuth reads a list of links, and gives Battle.net its name.
func readWinAuth(ctx context.Context, data []byte, env Env) (Result, error) {
	r, err := readLinks(ctx, data, env)
	for i := range r.Accounts {
		if stopped := r.next(ctx); stopped != nil {
			return r, stopped
		}
		r.Accounts[i] = winAuthNames(r.Accounts[i])
	}
	return r, err
}

func winAuthNames(a account.Account) account.Account {
	if a.Key.Type == otp.TOTP && a.Key.Digits == battleNetDigits && strings.EqualFold(a.Issuer, winAuthBattleNet) {
		a.Issuer = battleNetIssuer
	}
	return a
}
