package cli

import (
	"context"
	"errors"
	"time"

	"watchword/app/agent"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A listing has the accounts that words of the command line name.
type listing interface {
	All() []account.Account
	Sizes() (live, trashed int)
}

// A coder makes codes.
type coder interface {
	Codes(a account.Account, t time.Time) (now, next otp.Code, err error)
}

// A source is what the commands that only read need of an unlocked vault: one that this run opened, or that of
// the agent.
type source interface {
	listing
	coder
	// Load gets the codes of some accounts, which Codes is asked for then.
	Load(ctx context.Context, list []account.Account) error
}

// local is the source that this run opened.
type local struct{ *session.Session }

func (local) Load(context.Context, []account.Account) error { return nil }

// consult lets do read from the agent, where there is one that has this vault open and may answer, else from the
// vault's file as [program.read] does. do may run twice, and shows nothing before it returns nil.
func (p *program) consult(ctx context.Context, do func(source) error) error {
	remote, err := p.remote(ctx)
	if err != nil {
		return err
	}
	if remote != nil {
		defer remote.client.Close()
		if err := do(remote); !remote.failed {
			return err
		}
	}
	return p.read(ctx, func(s *session.Session) error { return do(local{s}) })
}

// errDenied comes where the user does not let the program that asks have codes.
var errDenied = words.Error("The agent did not let this program read codes. Use --no-agent and the password; docs/agent.md says how to allow it.")

// remote reaches the agent and asks it for its accounts. It is nil where the vault's file is to be opened: no
// agent runs, it is locked, or has another vault.
func (p *program) remote(ctx context.Context) (*remote, error) {
	if p.noAgent || p.passwordFileName() != "" {
		return nil, nil
	}
	client, status, err := agent.Dial(ctx, p.Places.Runtime)
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, agent.ErrNone) {
			p.note(words.T("The agent cannot be asked: %v.", err))
		}
		return nil, ctx.Err()
	}
	if status.Locked {
		client.Close()
		return nil, nil
	}
	waiting := time.AfterFunc(questionAfter, func() { p.note(words.T("Waiting for an answer in the agent’s terminal.")) })
	a, err := client.Do(ctx, agent.Request{Op: agent.OpList, Vault: p.vaultPath()})
	waiting.Stop()
	switch {
	case err == nil:
		return newRemote(client, a.Accounts, p.config.Correction()), nil
	case errors.Is(err, agent.Denied):
		err = errDenied
	case ctx.Err() != nil:
		err = ctx.Err()
	default:
		err = nil
	}
	client.Close()
	return nil, err
}

// questionAfter is how long an answer takes that asks nobody.
const questionAfter = 700 * time.Millisecond

// remote is the vault of an agent. Its accounts have no keys.
type remote struct {
	client     *agent.Client
	correction time.Duration
	accounts   []account.Account
	codes      map[string]agent.Code
	failed     bool // the agent gave no codes: the file is to be read
}

func newRemote(client *agent.Client, list []agent.Account, correction time.Duration) *remote {
	r := &remote{client: client, correction: correction, codes: map[string]agent.Code{}}
	for _, a := range list {
		out := account.Account{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Tags: a.Tags, Pinned: a.Pinned, Archived: a.Archived, Counter: a.Counter,
			Key: otp.Key{Type: otp.Type(a.Type), Algorithm: otp.Algorithm(a.Algorithm), Digits: a.Digits, Period: a.Period}}
		if !a.NeedsPIN {
			out.Key.PIN = "there" // what it is stays with the agent
		}
		if a.Trashed {
			out.Trashed = time.Unix(1, 0) // when, nobody says
		}
		r.accounts = append(r.accounts, out)
	}
	return r
}

func (r *remote) All() []account.Account { return append([]account.Account{}, r.accounts...) }

func (r *remote) Sizes() (live, trashed int) {
	for _, a := range r.accounts {
		if a.InTrash() {
			trashed++
		}
	}
	return len(r.accounts) - trashed, trashed
}

// Load asks for the codes of all that have one, in one request.
func (r *remote) Load(ctx context.Context, list []account.Account) error {
	var ids []string
	for _, a := range list {
		if a.Key.Type != otp.HOTP {
			ids = append(ids, a.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	a, err := r.client.Do(ctx, agent.Request{Op: agent.OpCode, IDs: ids})
	if err != nil {
		r.failed = ctx.Err() == nil // locked meanwhile, or more at once than it gives
		return err
	}
	for _, c := range a.Codes {
		r.codes[c.ID] = c
	}
	return nil
}

func (r *remote) Codes(a account.Account, _ time.Time) (now, next otp.Code, err error) {
	c, ok := r.codes[a.ID]
	switch {
	case a.Key.Type == otp.HOTP:
		return now, next, otp.ErrNeedsCounter
	case !ok:
		return now, next, errors.New(agent.NotFound.Error())
	case c.Error != "":
		return now, next, errors.New(c.Message)
	}
	until := c.ValidUntil.Add(r.correction)
	return otp.Code{Value: c.Code, Until: until}, otp.Code{Value: c.Next, From: until}, nil
}
