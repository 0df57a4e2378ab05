package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"

	"watchword/app/agent"
	"watchword/app/desktop/sessionlock"
	"watchword/app/session"
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
		Long: words.T(`Asks for the password here and hands it to the agent. A window is unlocked in the
window itself.`),
	}, func(ctx context.Context, _ []string) error {
		client, status, err := p.dialAgent(ctx)
		if err != nil {
			return err
		}
		defer client.Close()
		switch {
		case !status.Locked:
			p.note(words.T("It is unlocked already."))
			return nil
		case status.Window:
			return words.Error("Watchword’s window has the vault. Unlock it there.")
		}
		return p.unlockAgent(ctx, client, status)
	})
}

func lockCommand(p *program) *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "lock",
		Short: words.T("Lock the window or the agent that runs"),
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
	Window  bool   `json:"window"`
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
			return p.printJSON(statusLine{running, status.Vault, status.Locked, status.Window})
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

// answersFile is where what the user allowed lies.
func (p *program) answersFile() string {
	if p.Places.State == "" {
		return ""
	}
	return filepath.Join(p.Places.State, "agent.json")
}

// serveAgent is the agent without a window.
func (p *program) serveAgent(ctx context.Context) error {
	p.Err = &oneAtATime{to: p.Err}
	listener, err := agent.Activated(p.Getenv)
	if err == nil && listener == nil {
		listener, err = agent.Listen(p.Places.Runtime)
	}
	if err != nil {
		return err
	}
	defer listener.Close()
	answers, err := agent.LoadAnswers(p.answersFile())
	if err != nil {
		p.note(words.T("What you allowed before cannot be read (%v); programs are asked about anew.", err))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	k := &keeper{program: p, ctx: ctx, stop: stop, path: p.vaultPath()}
	defer k.Lock(context.WithoutCancel(ctx))
	if p.Terminal || p.passwordFileName() != "" {
		v, err := p.open(ctx)
		if err != nil {
			return err
		}
		p.notices(v)
		k.take(v)
	}
	p.note(words.T("The agent answers for %s. Ctrl+C ends it.", clean(k.path)))
	go func() { _ = sessionlock.Watch(ctx, func(sessionlock.Reason) { k.Lock(ctx) }) }()
	server := &agent.Server{Keeper: k, Answers: answers, Now: p.Now}
	if p.Terminal {
		lines := p.lines(ctx)
		server.Ask = func(ctx context.Context, q agent.Question) (agent.Choice, error) { return p.askAbout(ctx, q, lines) }
	}
	return server.Serve(ctx, listener)
}

// lines hands over what is typed, line by line.
func (p *program) lines(ctx context.Context) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for in := bufio.NewScanner(p.In); in.Scan(); {
			select {
			case out <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// askAbout asks in the agent's terminal whether a program may have codes. Only a whole word answers: what was
// typed for something else allows nothing.
func (p *program) askAbout(ctx context.Context, q agent.Question, lines <-chan string) (agent.Choice, error) {
	who := clean(q.Program)
	if who == "" {
		who = words.T("A program that cannot be named")
	}
	fmt.Fprintln(p.Err, words.T("%s asks for codes.", who))
	if len(q.Chain) > 1 {
		chain := make([]string, len(q.Chain))
		for i, path := range q.Chain {
			chain[i] = clean(path)
		}
		fmt.Fprintln(p.Err, words.T("It asks through: %s", strings.Join(chain, " < ")))
	}
	offers := make([]string, len(q.Offers()))
	for i, c := range q.Offers() {
		offers[i] = string(c)
	}
	for {
		fmt.Fprint(p.Err, words.T("May it have codes? Type %s: ", words.Or(offers...)))
		select {
		case <-ctx.Done():
			fmt.Fprintln(p.Err, words.T("It asks no more."))
			return "", ctx.Err()
		case line, open := <-lines:
			if !open {
				return agent.Deny, nil
			}
			for _, c := range q.Offers() {
				if strings.EqualFold(strings.TrimSpace(line), string(c)) {
					return c, nil
				}
			}
		}
	}
}

// A keeper has the vault of the agent without a window.
type keeper struct {
	*program
	ctx  context.Context
	stop func()
	path string

	unlocking sync.Mutex // one derivation at a time
	mu        sync.Mutex
	open      *session.Session // nil while locked
	lock      *time.Timer      // when the time is over
	seen      fs.FileInfo      // of the file that the session last looked at
}

func (k *keeper) Vault() string { return k.path }
func (k *keeper) Window() bool  { return false }
func (k *keeper) Leave()        { k.stop() }

// take begins a session with an unlocked vault. It ends after the time that is set, counted from now: requests
// are no sign of the user.
func (k *keeper) take(v *vault.Vault) {
	s := k.use(v)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.open = s
	if after := time.Duration(k.config.LockMinutes) * minute; after > 0 {
		k.lock = time.AfterFunc(after, func() { k.Lock(k.ctx) })
	}
}

// Session returns the session, with what other programs saved meanwhile.
func (k *keeper) Session() *session.Session {
	info, err := os.Stat(k.path)
	k.mu.Lock()
	s := k.open
	changed := err == nil && (k.seen == nil || !os.SameFile(info, k.seen) || !info.ModTime().Equal(k.seen.ModTime()) || info.Size() != k.seen.Size())
	if changed {
		k.seen = info
	}
	k.mu.Unlock()
	if s == nil || !changed {
		return s
	}
	if _, err := s.Refresh(k.ctx); errors.Is(err, vault.ErrPasswordElsewhere) || errors.Is(err, vault.ErrOtherVault) {
		k.Lock(k.ctx) // what opened this one does not open the file any more
		return nil
	}
	return s
}

func (k *keeper) Lock(ctx context.Context) {
	k.mu.Lock()
	s := k.open
	k.open, k.seen = nil, nil
	if k.lock != nil {
		k.lock.Stop()
	}
	k.mu.Unlock()
	if s != nil {
		s.Lock(context.WithoutCancel(ctx))
		k.note(words.T("The agent is locked. “watchword unlock” opens it."))
	}
}

func (k *keeper) Unlock(ctx context.Context, password []byte) error {
	k.unlocking.Lock()
	defer k.unlocking.Unlock()
	if k.Session() != nil {
		return nil
	}
	locked, err := vault.Open(k.path, k.program.Vault)
	if err != nil {
		return err
	}
	v, err := locked.Unlock(ctx, password)
	if errors.Is(err, vault.ErrWrongPassword) {
		return agent.WrongPassword
	}
	if err != nil {
		return err
	}
	k.take(v)
	k.note(words.T("The agent is unlocked."))
	return nil
}

func (k *keeper) Copy(ctx context.Context, id string, next bool) (time.Duration, error) {
	line, err := k.code(id)
	if err != nil {
		return 0, err
	}
	if err := k.canCopy(); err != nil {
		return 0, err
	}
	clears := time.Duration(k.config.ClearSeconds) * time.Second
	code := line.Code
	if next {
		code = *line.Next
	}
	return clears, noClipboard(k.program.Copy(ctx, code, clears))
}

func (k *keeper) code(id string) (codeLine, error) {
	s := k.Session()
	if s == nil {
		return codeLine{}, agent.Locked
	}
	a, ok := s.Account(id)
	if !ok {
		return codeLine{}, agent.NotFound
	}
	return timeCode(s, a, k.Now().Add(k.config.Correction()))
}

func (k *keeper) Type(ctx context.Context, id string, enter bool) error {
	if k.Typist == nil || !k.config.TypeCodes {
		return agent.Unsupported
	}
	line, err := k.code(id)
	if err != nil {
		return err
	}
	to, err := k.Typist.Focused()
	if err != nil {
		return err
	}
	return k.Typist.Type(ctx, to, line.Code, enter)
}

// Scan needs a window, which shows what was found.
func (k *keeper) Scan(context.Context) error { return agent.Unsupported }

// minute is the unit of the time after which it locks. It is a variable so that a test need not wait for one.
var minute = time.Minute

// oneAtATime is for what several goroutines say.
type oneAtATime struct {
	mu sync.Mutex
	to io.Writer
}

func (o *oneAtATime) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.to.Write(text)
}
