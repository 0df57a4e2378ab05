package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"watchword/assets/words"
	"watchword/vault/account"
)

// sayHelp has what the library writes into each help come from the catalog. In English that is the library's own
// text, for which it needs no template.
func sayHelp(root *cobra.Command) {
	show := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		nameFlags(c)
		if text := usageTemplate(root.UsageTemplate()); text != root.UsageTemplate() {
			root.SetUsageTemplate(text)
		}
		show(c, args)
	})
}

// usageTemplate has the headings of the library's template in the language in use.
func usageTemplate(library string) string {
	return strings.NewReplacer(
		"Usage:", words.T("Usage:"), "Aliases:", words.T("Aliases:"), "Examples:", words.T("Examples:"), "Available Commands:", words.T("Available Commands:"),
		"Global Flags:", words.T("Global Flags:"), "Flags:", words.T("Flags:"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
		words.T(`Use "%s [command] --help" for more information about a command.`, "{{.CommandPath}}"),
	).Replace(library)
}

// nameFlags says what those flags do that the library adds to a command.
func nameFlags(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	if f := c.Flags().Lookup("help"); f != nil {
		f.Usage = words.T("help for %s", c.Name())
	}
	if f := c.Flags().Lookup("version"); f != nil {
		f.Usage = words.T("version of %s", c.Name())
	}
	if f := c.Flags().Lookup("no-descriptions"); f != nil {
		f.Usage = words.T("leave out the descriptions of what is completed")
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
		c.Short = words.T("Help about any command")
		c.Long = words.T("Shows the help of any command: watchword help [path to command].")
		show := c.Run
		c.Run = nil
		c.RunE = func(c *cobra.Command, args []string) error {
			p.started = true
			if topic, rest, err := root.Find(args); topic == nil || err != nil || len(rest) > 0 {
				return wrongUse(didYouMean(words.T("There is no command “%s”.", account.Visible(strings.Join(args, " "))), root, args[0]))
			}
			show(c, args)
			return nil
		}
	}
}

// addCompletion adds cobra's own command, which writes to what standard output is now. It
// answers a wrong shell with its help and calls that done; we do not.
func addCompletion(p *program, root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short = words.T("Print the script that completes commands, for a shell")
			c.Long = words.T(`Prints the script with which a shell completes the commands of watchword. The help of each
shell says how to use it.`)
			c.RunE = func(*cobra.Command, []string) error {
				return wrongUse(words.T("Specify the shell: bash, zsh, fish or powershell."))
			}
			for _, shell := range c.Commands() {
				shell.Args = noWords
				shell.Short = words.T("Print the script for %s", shell.Name())
				shell.Long = words.T(shellHelp[shell.Name()])
				if shell.Name() == "bash" {
					p.ownBash(shell)
				}
			}
		}
	}
}

// shellHelp says how the script for a shell is used.
var shellHelp = map[string]string{
	"bash": words.Mark(`Prints the script that completes commands in bash.

To use it in this shell:

	source <(watchword completion bash)

To use it in every new shell, put that line into ~/.bashrc, or, where the package
bash-completion is installed, run once:

	watchword completion bash > ~/.local/share/bash-completion/completions/watchword`),
	"zsh": words.Mark(`Prints the script that completes commands in zsh.

Where completion is not switched on yet, run once:

	echo "autoload -U compinit; compinit" >> ~/.zshrc

To use it in this shell:

	source <(watchword completion zsh)

To use it in every new shell, run once:

	watchword completion zsh > "${fpath[1]}/_watchword"

or on macOS:

	watchword completion zsh > $(brew --prefix)/share/zsh/site-functions/_watchword`),
	"fish": words.Mark(`Prints the script that completes commands in fish.

To use it in this shell:

	watchword completion fish | source

To use it in every new shell, run once:

	watchword completion fish > ~/.config/fish/completions/watchword.fish`),
	"powershell": words.Mark(`Prints the script that completes commands in PowerShell.

To use it in this shell:

	watchword completion powershell | Out-String | Invoke-Expression

To use it in every new shell, add what this prints to your profile.`),
}
