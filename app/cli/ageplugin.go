package cli

import (
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"filippo.io/age/plugin"

	"watchword/assets/words"
	"watchword/vault"
)

// pluginName is ours in the world of age, whose programs look for "age-plugin-" and it.
const pluginName = "watchword"

// IsAgePlugin reports whether the program was started under the name by which age finds
// its plugins: "age -d -j watchword vault.watchword" does that.
func IsAgePlugin(program string) bool {
	name := filepath.Base(strings.ReplaceAll(program, `\`, "/"))
	name = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".exe"), ".com")
	return name == "age-plugin-"+pluginName
}

var pluginHelp = words.Mark(`This is Watchword as a plugin of age, the program that the vault's format comes from
(https://age-encryption.org). With it, age opens a vault by its password:

    age -d -j watchword vault.watchword

age looks for age-plugin-watchword in PATH and talks to it by itself.
`)

// AgePlugin speaks age's plugin protocol (C2SP age-plugin, identity-v1) on the streams
// of env and returns the exit code. age asks the user for the password.
func AgePlugin(env Env) int {
	flags := flag.NewFlagSet("age-plugin-"+pluginName, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	p, err := plugin.New(pluginName)
	if err != nil {
		panic("cli: age refused the name of our plugin") // cannot be: the name is fixed
	}
	p.SetIO(env.In, env.Out, env.Err)
	p.RegisterFlags(flags)
	err = flags.Parse(env.Args)
	if err != nil || flags.NArg() > 0 || flags.Lookup("age-plugin").Value.String() == "" {
		fmt.Fprint(env.Err, words.T(pluginHelp))
		return ExitUsage
	}
	identity := &vault.AgeIdentity{
		KDF: env.Vault.KDF,
		Password: func(wrong bool) (string, error) {
			if wrong {
				if err := p.DisplayMessage(words.T("the password is wrong; check Caps Lock and the keyboard layout")); err != nil {
					return "", err
				}
			}
			return p.RequestValue(words.T("Password of the vault"), true)
		},
		Allow: func() (bool, error) {
			return p.Confirm(words.T("Opening this vault needs more than 1 GiB of memory. Continue?"), words.T("continue"), words.T("stop"))
		},
	}
	p.HandleIdentity(func([]byte) (age.Identity, error) { return identity, nil })
	return p.Main()
}
