package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/config"
	"watchword/assets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// The environment variables that stand for options.
const (
	envVault        = "WATCHWORD_VAULT"
	envPasswordFile = "WATCHWORD_PASSWORD_FILE"
)

func rootCommand(p *program) *cobra.Command {
	var demo, quick, hidden, licences, which bool
	var root *cobra.Command
	root = p.command(&cobra.Command{
		Use:   "watchword " + words.In("usage", "[LINK|PICTURE|EXPORT|VAULT]..."),
		Short: words.T("Two-factor codes on your desktop, in an encrypted file that you own"),
		Long: words.T(`Watchword keeps the keys of two-factor codes in an encrypted file that you own.

Without a command it opens its window; with links, pictures, other programs' exports
or a vault it opens the window with them.`),
		Args:              cobra.ArbitraryArgs,
		Version:           p.Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
	}, func(_ context.Context, args []string) error {
		if licences {
			if demo || quick || hidden || len(args) > 0 {
				return wrongUse(words.T("--licences only prints; leave the rest out."))
			}
			_, err := io.WriteString(p.Out, assets.LicenceTexts)
			return err
		}
		if quick && (demo || len(args) > 0) {
			return wrongUse(words.T("--quick opens nothing; leave out --demo and the files."))
		}
		if hidden && (quick || len(args) > 0) {
			return wrongUse(words.T("--hidden opens nothing; leave out --quick and the files."))
		}
		if which {
			if p.Window == nil || p.Undecided == nil || len(args) > 0 {
				return wrongUse(words.T("There is nothing to ask."))
			}
			return p.leave(Launch{Found: p.Undecided, Which: true})
		}
		return p.window(root, args, demo, quick, hidden)
	})
	root.SetFlagErrorFunc(plainFlagError)
	version := "watchword {{.Version}}\n"
	if p.Build != "" {
		version += p.Build + "\n"
	}
	root.SetVersionTemplate(version)
	root.Flags().BoolVar(&demo, "demo", false, words.T("open the window with a throw-away vault of examples"))
	root.Flags().BoolVar(&quick, "quick", false, words.T("bring up the quick search: for a key of the desktop’s own settings"))
	root.Flags().BoolVar(&hidden, "hidden", false, words.T("start in the tray, or minimised where there is none"))
	root.Flags().BoolVar(&licences, "licences", false, words.T("print the licences of Watchword and of all that is built into it"))
	root.Flags().BoolVar(&which, strings.TrimPrefix(WhichFlag, "--"), false, "")
	_ = root.Flags().MarkHidden(strings.TrimPrefix(WhichFlag, "--"))
	flags := root.PersistentFlags()
	flags.StringVar(&p.vaultFlag, "vault", "", words.T("the vault `file` (or %s); default: the one used last, else the standard location", envVault))
	flags.StringVar(&p.passwordFile, "password-file", "", words.T("`file` that holds the vault's password, “-” for standard input (or %s)", envPasswordFile))
	flags.BoolVar(&p.noAgent, "no-agent", false, words.T("do not ask the agent; open the vault’s file"))
	root.MarkPersistentFlagFilename("vault", "watchword")
	root.MarkPersistentFlagFilename("password-file")
	for _, command := range commands {
		root.AddCommand(command(p))
	}
	root.AddCommand(p.hold())
	p.completeNames(root)
	return root
}

// didYouMean is a sentence about a word that is no command below c, which names those that are spelled like it.
func didYouMean(said string, c *cobra.Command, typed string) string {
	c.SuggestionsMinimumDistance = 2
	var names []string
	for _, name := range c.SuggestionsFor(typed) {
		names = append(names, "“"+c.CommandPath()+" "+name+"”")
	}
	return meant(said, "", names)
}

// noWords refuses arguments of a command that takes none.
func noWords(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasSubCommands() {
		return wrongUse(didYouMean(words.T("“%s” has no command “%s”.", c.CommandPath(), account.Visible(args[0])), c, args[0]))
	}
	return wrongUse(words.T("“%s” takes no words, and “%s” is one.", c.CommandPath(), account.Visible(args[0])))
}

// window opens the window with what stands on the command line.
func (p *program) window(root *cobra.Command, args []string, demo, quick, hidden bool) error {
	open := make([]string, len(args))
	for i, arg := range args {
		if account.IsLink(arg) {
			open[i] = arg
			continue
		}
		path, err := filepath.Abs(arg)
		if err == nil {
			_, err = os.Lstat(path) // a link that leads nowhere is named by the window, beside what the others hold
		}
		if err != nil {
			return wrongUse(didYouMean(words.T("There is no command and no file “%s”.", account.Visible(arg)), root, arg))
		}
		open[i] = path
	}
	if p.Window == nil {
		err := wrongUse(words.T("This build has no window. Try “watchword add -” or “watchword --help”."))
		if len(args) > 0 {
			err = &failure{ExitFailed, err}
		}
		return err
	}
	if p.Undecided != nil && p.chosenVault() != "" {
		if err := p.decide(); err != nil {
			return err
		}
	}
	if demo {
		p.Undecided = nil // it uses none
	}
	if p.Places.Vault == "" && p.Undecided == nil && !demo {
		return config.ErrNoHome
	}
	return p.leave(Launch{Version: p.Version, Places: p.Places, Found: p.Undecided, Vault: p.chosenVault(), Open: open, Demo: demo, Quick: quick, Hidden: hidden})
}

// leave has the window go on, and ends as it does.
func (p *program) leave(l Launch) error {
	if code := p.Window(l); code != 0 {
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
