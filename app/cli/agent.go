package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"

	"watchword/app/agent"
	"watchword/assets/words"
	"watchword/vault"
)

func agentCommand(p *program) *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "agent",
		Short: words.T("Keep the vault open for other programs of yours"),
		Long: words.T(`Unlocks the vault once and answers "watchword code" and "watchword list", and programs
that ask as docs/agent.md says, until Ctrl+C or until it locks. It locks after the time
that is set in the window, counted from the unlocking, and with the screen. “watchword
unlock” opens it again. Each program that asks for the first time is named here, and
you say whether it may have codes; where there is no terminal it is denied. Keys of
accounts never leave the agent.`),
	}, func(ctx context.Context, _ []string) error { return p.serveAgent(ctx) })
}

func unlockCommand(p *program) *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "unlock",
		Short: words.T("Unlock the vault of the agent that runs"),
		Long:  words.T(`Asks for the password here and hands it to the agent.`),
	}, func(ctx context.Context, _ []string) error {
		client, status, err := p.dialAgent(ctx)
		if err != nil {
			return err
		}
		defer client.Close()
		if !status.Locked {
			p.note(words.T("It is unlocked already."))
			return nil
		}
		return p.unlockAgent(ctx, client, status)
	})
}

func lockCommand(p *program) *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "lock",
		Short: words.T("Lock the agent that runs"),
	}, func(ctx context.Context, _ []string) error {
		client, _, err := p.dialAgent(ctx)
		if errors.Is(err, agent.ErrNone) {
			p.noteError(agent.ErrNone)
			return nil
		}
		if err != nil {
			return err
		}
		defer client.Close()
		if _, err := client.Do(ctx, agent.Request{Op: agent.OpLock}); err != nil {
			return err
		}
		p.note(words.T("Locked."))
		return nil
	})
}

// A statusLine is the agent's status as JSON has it.
type statusLine struct {
	Running bool   `json:"running"`
	Vault   string `json:"vault"`
	Locked  bool   `json:"locked"`
}

func statusCommand(p *program) *cobra.Command {
	var asJSON bool
	c := p.command(&cobra.Command{
		Use:   "status",
		Short: words.T("Say whether an agent runs, and whether it is locked"),
	}, func(ctx context.Context, _ []string) error {
		client, status, err := p.dialAgent(ctx)
		if err != nil && !errors.Is(err, agent.ErrNone) {
			return err
		}
		running := err == nil
		if running {
			client.Close()
		}
		if asJSON {
			return p.printJSON(statusLine{running, status.Vault, status.Locked})
		}
		return p.sayStatus(running, status)
	})
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	return c
}

func (p *program) sayStatus(running bool, status agent.Status) error {
	text := words.T("No agent is running.")
	switch {
	case running && status.Locked:
		text = words.T("An agent runs for %s. It is locked.", clean(status.Vault))
	case running:
		text = words.T("An agent runs for %s. It is unlocked.", clean(status.Vault))
	}
	_, err := fmt.Fprintln(p.Out, text)
	return err
}

func (p *program) dialAgent(ctx context.Context) (*agent.Client, agent.Status, error) {
	return agent.Dial(ctx, p.Places.Runtime)
}

// unlockAgent asks for the password as often as a command does, and hands it over.
func (p *program) unlockAgent(ctx context.Context, client *agent.Client, status agent.Status) error {
	for attempt := 1; ; attempt++ {
		password, err := p.agentPassword(ctx, status.Vault)
		if err != nil {
			return err
		}
		_, err = client.Do(ctx, agent.Request{Op: agent.OpUnlock, Vault: status.Vault, Password: password})
		clear(password)
		switch {
		case err == nil:
			p.note(words.T("Unlocked."))
			return nil
		case !errors.Is(err, agent.WrongPassword):
			return err
		case attempt == attempts || p.passwordFileName() != "":
			return vault.ErrWrongPassword
		}
		p.noteError(vault.ErrWrongPassword)
	}
}

func (p *program) agentPassword(ctx context.Context, path string) ([]byte, error) {
	if file := p.passwordFileName(); file != "" && !(file == "-" && p.Terminal) {
		password, err := p.readPasswordFile(file)
		return []byte(password), err
	}
	if p.Password == nil {
		return nil, wrongUse(words.T("There is no terminal to ask for the password. Give it by --password-file or %s.", envPasswordFile))
	}
	password, err := p.Password(ctx, words.T("Password of %s: ", path))
	return norm.NFC.AppendString(nil, password), err
}
