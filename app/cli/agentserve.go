package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"watchword/app/agent"
	"watchword/app/desktop/sessionlock"
	"watchword/assets/words"
)

// answersFile is where what the user allowed lies.
func (p *program) answersFile() string {
	if p.Places.State == "" {
		return ""
	}
	return filepath.Join(p.Places.State, "agent.json")
}

// serveAgent is the agent.
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
	k := &keeper{program: p, ctx: ctx, path: p.vaultPath()}
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
