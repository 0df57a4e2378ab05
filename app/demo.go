package app

import (
	"encoding/base32"
	"os"
	"path/filepath"

	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// startDemo opens a throw-away vault with examples, so that a first look shows the
// program at work. It is gone when the program ends.
func (a *App) startDemo() {
	dir, err := os.MkdirTemp("", "watchword-demo-")
	if err != nil {
		a.show("busy", simple{widgets.NewCentered(widgets.NewLabel("The throw-away vault could not be made: " + bareError(err)))}, nil)
		return
	}
	a.cleanup = func() { os.RemoveAll(dir) }
	a.show("busy", simple{widgets.NewCentered(widgets.NewHeading("Making a vault with examples …").Centered())}, nil)
	options := a.o.VaultOpts
	options.BackupDir = ""
	options.Params = vault.Floor
	var v *vault.Vault
	a.o.Run(func() {
		v, err = vault.Create(a.ctx, filepath.Join(dir, "demo.watchword"), []byte("a vault with examples only"), options)
		if err == nil {
			v.Add(examples()...)
			err = resultError(v.Save(a.ctx))
		}
	}, func() {
		if err != nil {
			a.show("busy", simple{widgets.NewCentered(widgets.NewLabel(err.Error()).Centered())}, nil)
			return
		}
		a.opened(v)
	})
}

// examples are accounts that exist nowhere.
func examples() []account.Account {
	one := func(issuer, name, secret string, tags ...string) account.Account {
		key, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
		return account.Account{
			Issuer: issuer, Name: name, Tags: tags,
			Key: otp.Key{Type: otp.TOTP, Secret: key, Algorithm: otp.SHA1, Digits: 6, Period: 30},
		}
	}
	amazon := one("Amazon", "jane.doe@example.com", "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLDKVKFKRCPNZQUYMLXOVYA", "Shopping")
	amazon.Pinned = true
	steam := one("Steam", "jane_plays", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "Games")
	steam.Key.Type, steam.Key.Digits = otp.Steam, 5
	bank := one("Example Bank", "8-digit SHA-256", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA", "Family")
	bank.Key.Algorithm, bank.Key.Digits = otp.SHA256, 8
	vpn := one("Office VPN", "jane (counter)", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "Work")
	vpn.Key.Type, vpn.Key.Period = otp.HOTP, 0
	return []account.Account{
		amazon,
		one("Google", "jane.doe@gmail.com", "2SH3V3GDW7ZNMGYE2SH3V3GDW7ZNMGYE", "Family"),
		one("Microsoft", "j.doe@contoso.example", "4S62BZNFXXSZLCRO", "Work"),
		one("Slack (Contoso)", "jane", "AMHPKLQDCLPVHPIT", "Work"),
		one("GitHub", "janedoe", "HXDMVJECJJWSRB3H", "Work"),
		steam, bank, vpn,
	}
}
