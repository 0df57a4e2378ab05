// Package cli is the terminal: the commands of watchword, on the same packages as the window.
// Its output and its exit codes are a promise to scripts; docs/terminal.md and docs/commands.md have them all.
//
// [Run] runs one command. Everything that it takes from outside is in [Env], so a test
// runs the real commands in its own process.
package cli

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/clock"
	"watchword/app/config"
	"watchword/app/session"
	"watchword/scanner/capture"
	"watchword/vault"
)

// The exit codes.
const (
	ExitDone          = 0
	ExitFailed        = 1 // could not be done
	ExitUsage         = 2 // wrong use
	ExitWrongPassword = 3
)

// WhichFlag has the program ask which vault is meant, and print its path.
const WhichFlag = "--ask-which-vault"

// Env is everything that a run takes from outside. [System] fills it for the real one.
type Env struct {
	Args     []string // without the program's name
	In       io.Reader
	Out, Err io.Writer
	Unread   bool // nobody can read Out: standard output is closed
	Getenv   func(string) string
	Now      func() time.Time
	Version  string
	Build    string // what it was built from: the commit and Go's version; "" where nobody says

	Places    config.Places
	Undecided *config.Found // instead of Places where the user has to decide; nil where they are known
	Vault     vault.Options // Device, App and the folders are filled in

	// Terminal says that a user reads and types: questions may be asked.
	Terminal bool
	// Password asks for a secret without showing it; nil where no terminal can be found.
	// It works while standard input is a pipe.
	Password func(ctx context.Context, prompt string) (string, error)

	Screens   func(context.Context, capture.Options) ([]capture.Shot, error)
	Clipboard func() (Clipboard, error)
	// Copy puts a secret on the clipboard, to be cleared after a time (0: never). It returns when
	// it is there, and the copy stays when the command has ended. Nil where nothing can.
	Copy func(ctx context.Context, text string, clears time.Duration) error

	// AskTime asks a time server; nil is the real one.
	AskTime func(ctx context.Context, server string) (clock.Answer, error)

	// Speak says a text aloud; [ErrNoVoice] where nothing can. Wait waits for a code.
	Speak func(ctx context.Context, text string) error
	Wait  func(ctx context.Context, d time.Duration) error

	// Typist types into other programs' windows; nil where nothing can.
	Typist Typist
	// Typing makes the one of the places that the run has; nil where there is no other.
	Typing func(config.Places) Typist

	// Window opens the window and returns when it is closed; nil in a build without one.
	Window func(Launch) int
}

// A Clipboard is what the commands need of the desktop's clipboard.
type Clipboard interface {
	CopySecret(ctx context.Context, text string) (session.ClipboardCopy, error)
	ReadText(context.Context) (string, error)
	ReadPicture(context.Context) ([]byte, error)
	ReadFiles(context.Context) ([]string, error)
}

// A Launch says how the window was asked for.
type Launch struct {
	Version string
	Places  config.Places
	Found   *config.Found // instead of Places where the user has to decide; nil where they are known
	Vault   string        // --vault or WATCHWORD_VAULT; "" for the one used last
	Open    []string      // links, and absolute paths of pictures, exports and vaults
	Demo    bool          // a throw-away vault with examples
	Quick   bool          // the quick window alone
	Hidden  bool          // no window, until it is asked for
	Which   bool          // the question which vault is meant, alone
}

// commands are the commands in the order of the help; each has a file of its own.
var commands = []func(*program) *cobra.Command{
	codeCommand,
	listCommand,
	showCommand,
	scanCommand,
	addCommand,
	importCommand,
	exportCommand,
	editCommand,
	tagCommand,
	pinCommand,
	trashCommand,
	restoreCommand,
	typeCommand,
	speakCommand,
	agentCommand,
	unlockCommand,
	lockCommand,
	statusCommand,
	vaultCommand,
	clockCommand,
	reviewCommand,
}

// A program is one run.
type program struct {
	Env
	config *config.Config

	vaultFlag, passwordFile string
	noAgent                 bool

	inputTaken bool // standard input was asked for already

	started bool   // a command was found and its arguments are right
	key     string // that opened the vault, for opening it again after somebody else changed it; never the password itself
	tried   string // the password that was tried last and did not open the vault: it may open a backup

	noticed []string // what was said of the vault
}

// Run runs one command and returns its exit code. Errors are on env.Err already.
func Run(ctx context.Context, env Env) int {
	p := &program{Env: env}
	out := &output{to: env.Out}
	p.Out = out
	if env.Undecided == nil {
		p.in(env.Places)
	} else {
		p.config, _ = config.Load(config.Places{}) // the usual ones, for what needs no vault
	}

	root := rootCommand(p)
	root.SetArgs(env.Args)
	root.SetIn(env.In)
	root.SetOut(p.Out)
	root.SetErr(env.Err)
	root.SetContext(ctx)
	addCompletion(p, root)
	addHelp(p, root)
	sayHelp(root)
	ran, err := root.ExecuteC()
	return p.report(ran, out.blame(err))
}

// Command returns the commands as their help has them, for manual pages and completions. They do nothing.
func Command() *cobra.Command {
	p := &program{Env: Env{Getenv: func(string) string { return "" }}, config: &config.Config{}}
	root := rootCommand(p)
	addCompletion(p, root)
	return root
}

// command makes run the work of a command: from then on an error is no wrong use of the
// command line, unless it says so itself.
func (p *program) command(c *cobra.Command, run func(ctx context.Context, args []string) error) *cobra.Command {
	c.RunE = func(c *cobra.Command, args []string) error {
		p.started = true
		if c.HasParent() && (c.Name() != "scan" || p.chosenVault() != "") { // the window asks itself; a scan saves nothing
			if err := p.decide(); err != nil {
				return err
			}
		}
		if p.Places.Vault == "" && c.HasParent() && c.Name() != "scan" { // that one saves nothing; the window looks itself
			return config.ErrNoHome
		}
		return run(c.Context(), args)
	}
	takes := c.Args
	if takes == nil {
		takes = noWords
		c.ValidArgsFunction = cobra.NoFileCompletions
	}
	c.Args = func(c *cobra.Command, args []string) error {
		if err := noneEmpty(c, args); err != nil {
			return err
		}
		return takes(c, args)
	}
	return c
}
