package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"watchword/app/config"
	"watchword/vault/account"
)

// The environment variables that stand for options.
const (
	envVault        = "WATCHWORD_VAULT"
	envPasswordFile = "WATCHWORD_PASSWORD_FILE"
)

func rootCommand(p *program) *cobra.Command {
	var demo bool
	root := p.command(&cobra.Command{
		Use:   "watchword [LINK|PICTURE|EXPORT|VAULT]...",
		Short: "Two-factor codes on your desktop, in an encrypted file that you own",
		Long: `Watchword keeps the keys of two-factor codes in an encrypted file that you own.

Without a command it opens its window; with links, pictures, other programs' exports
or a vault it opens the window with them.`,
		Args:              cobra.ArbitraryArgs,
		Version:           p.Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
	}, func(_ context.Context, args []string) error {
		return p.window(args, demo)
	})
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		var short *pflag.NotExistError
		if errors.As(err, &short) && short.GetSpecifiedShortnames() != "" {
			return fmt.Errorf("%w. A word that begins with a hyphen goes behind “--”.", err)
		}
		return err
	})
	root.SetVersionTemplate("watchword {{.Version}}\n")
	root.Flags().BoolVar(&demo, "demo", false, "open the window with a throw-away vault of examples")
	flags := root.PersistentFlags()
	flags.StringVar(&p.vaultFlag, "vault", "", "the vault `file` (or "+envVault+"); else the one used last, or the usual place")
	flags.StringVar(&p.passwordFile, "password-file", "", "`file` that holds the vault's password, “-” for standard input (or "+envPasswordFile+")")
	root.MarkPersistentFlagFilename("vault", "watchword")
	root.MarkPersistentFlagFilename("password-file")
	for _, command := range commands {
		root.AddCommand(command(p))
	}
	return root
}

// addCompletion adds cobra's own command, which writes to what standard output is now. It
// answers a wrong shell with its help and calls that done; we do not.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.RunE = func(*cobra.Command, []string) error {
				return wrongUse("Specify the shell: bash, zsh, fish or powershell.")
			}
		}
	}
}

// addHelp adds cobra's own command, which answers an unknown topic with the program's help and
// calls that done; we do not.
func addHelp(p *program, root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() != "help" {
			continue
		}
		show := c.Run
		c.Run = nil
		c.RunE = func(c *cobra.Command, args []string) error {
			p.started = true
			if topic, rest, err := root.Find(args); topic == nil || err != nil || len(rest) > 0 {
				return wrongUse("There is no command “%s”.", account.Visible(strings.Join(args, " ")))
			}
			show(c, args)
			return nil
		}
	}
}

// window opens the window with what stands on the command line.
func (p *program) window(args []string, demo bool) error {
	open := make([]string, len(args))
	for i, arg := range args {
		if account.IsLink(arg) {
			open[i] = arg
			continue
		}
		path, err := filepath.Abs(arg)
		if err == nil {
			_, err = os.Stat(path)
		}
		if err != nil {
			return wrongUse("There is no command and no file “%s”.", account.Visible(arg))
		}
		open[i] = path
	}
	if p.Window == nil {
		err := wrongUse("This build has no window. Try “watchword add -” or “watchword --help”.")
		if len(args) > 0 {
			err = &failure{ExitFailed, err}
		}
		return err
	}
	if p.Places.Vault == "" && !demo {
		return config.ErrNoHome
	}
	if code := p.Window(Launch{Version: p.Version, Places: p.Places, Vault: p.chosenVault(), Open: open, Demo: demo}); code != 0 {
		return &failure{code: code}
	}
	return nil
}

// chosenVault is the vault that the command line or the environment names, absolute, or "".
func (p *program) chosenVault() string {
	path := p.vaultFlag
	if path == "" {
		path = p.Getenv(envVault)
	}
	if path == "" {
		return ""
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// vaultPath is the vault to work on.
func (p *program) vaultPath() string {
	if path := p.chosenVault(); path != "" {
		return path
	}
	return p.config.VaultPath()
}

// clean makes a text fit for one line of a terminal.
func clean(s string) string { return strings.TrimSpace(account.Visible(s)) }
