package unlocking

import (
	"encoding/base32"
	"os"
	"path/filepath"

	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// startDemo opens a throw-away vault with examples, so that a first look shows the
// program at work. It is gone when the program ends.
func (f *Flow) startDemo() {
	dir, err := os.MkdirTemp("", "watchword-demo-")
	if err != nil {
		f.Show(shell.Static("busy", widgets.NewCentered(widgets.NewLabel(words.T("The throw-away vault could not be made: %s", phrases.Bare(err))))), nil)
		return
	}
	f.Cleanup = func() { os.RemoveAll(dir) }
	f.Show(shell.Static("busy", widgets.NewCentered(widgets.NewHeading(words.T("Making a vault with examples …")).Centered())), nil)
	options := f.VaultOpts
	options.BackupDir = ""
	options.Params = vault.Floor
	var v *vault.Vault
	f.Run(func() {
		v, err = vault.Create(f.Context, filepath.Join(dir, "demo.watchword"), []byte(words.T("a vault with examples only")), options)
		if err == nil {
			v.Add(examples()...)
			err = desk.NotSaved(v.Save(f.Context))
		}
	}, func() {
		if err != nil {
			f.Show(shell.Static("busy", widgets.NewCentered(widgets.NewLabel(phrases.Sentence(err)).Centered())), nil)
			return
		}
		f.OnOpened(v, How{})
	})
}

// ShowDemoOver says, where the throw-away vault was locked, that it is gone; quit ends the program.
func (f *Flow) ShowDemoOver(quit func()) {
	clean := f.Cleanup
	f.Cleanup = nil
	if clean != nil {
		f.Run(clean, nil)
	}
	f.Show(shell.Static("demoover", widgets.NewCentered(widgets.Stack(12,
		widgets.NewHeading(words.T("The demo was locked")).Centered(),
		widgets.NewLabel(words.T("Watchword asks for your password here. The examples of the demo are gone.")).Centered(),
		widgets.NewButton(words.T("Start the demo again"), widgets.Main, f.startDemo),
		widgets.NewButton(words.T("Quit"), widgets.Plain, quit)))), nil)
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
	amazon := one(words.T("Amazon"), "jane.doe@example.com", "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLDKVKFKRCPNZQUYMLXOVYA", words.T("Shopping"))
	amazon.Pinned = true
	steam := one(words.T("Steam"), "jane_plays", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", words.T("Games"))
	steam.Key.Type, steam.Key.Digits = otp.Steam, 5
	bank := one(words.T("Example Bank"), words.T("8-digit SHA-256"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA", words.T("Family"))
	bank.Key.Algorithm, bank.Key.Digits = otp.SHA256, 8
	vpn := one(words.T("Office VPN"), words.T("jane (counter)"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", words.T("Work"))
	vpn.Key.Type, vpn.Key.Period = otp.HOTP, 0
	return []account.Account{
		amazon,
		one(words.T("Google"), "jane.doe@gmail.com", "2SH3V3GDW7ZNMGYE2SH3V3GDW7ZNMGYE", words.T("Family")),
		one(words.T("Microsoft"), "j.doe@contoso.example", "4S62BZNFXXSZLCRO", words.T("Work")),
		one(words.T("Slack (Contoso)"), "jane", "AMHPKLQDCLPVHPIT", words.T("Work")),
		one("GitHub", "janedoe", "HXDMVJECJJWSRB3H", words.T("Work")),
		steam, bank, vpn,
	}
}
