package cli

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"watchword/assets/words"
)

// A progress is one line on a user's terminal that says how far slow work has come.
type progress struct {
	p    *program // nil: nobody looks
	what string

	mu    sync.Mutex
	width int // of what stands there now
}

func (p *program) newProgress(what string) *progress {
	if !p.watched() {
		p = nil
	}
	return &progress{p: p, what: what}
}

// watched reports whether standard error is a terminal.
func (p *program) watched() bool {
	f, ok := p.Err.(*os.File)
	return p.Terminal || ok && isTerminal(f)
}

// show shows a share from 0 to 1; at 0 there is nothing to tell but that it goes on.
func (g *progress) show(done float64) {
	if g.p == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	line := words.T("%s …", g.what)
	if done > 0 {
		line = words.T("%s … %.0f %%", g.what, 100*min(done, 1))
	}
	g.put(line)
}

// clear takes the line away, before something else is written.
func (g *progress) clear() {
	if g.p == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.width > 0 {
		g.put("")
	}
}

// put overwrites the line. Spaces do what an escape sequence would, on every terminal.
func (g *progress) put(line string) {
	width := len([]rune(line))
	fmt.Fprint(g.p.Err, "\r", line, strings.Repeat(" ", max(0, g.width-width)))
	if line == "" {
		fmt.Fprint(g.p.Err, "\r")
	}
	g.width = width
}
