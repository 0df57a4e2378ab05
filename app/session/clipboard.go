package session

import (
	"context"
	"sync"
	"time"
)

// A Clipboard takes secrets with the hints that clipboard managers leave them alone.
type Clipboard interface {
	CopySecret(ctx context.Context, text string) (ClipboardCopy, error)
}

// A ClipboardCopy is one secret on the clipboard. It is an alias: what is a clipboard need not know this package.
type ClipboardCopy = interface {
	Ours() bool                      // still there, and still ours; it may ask the system
	Gone() <-chan struct{}           // closed once it is known that something else is there
	Clear(ctx context.Context) error // only if it is still ours
}

// pendingClear is the secret that will be cleared.
type pendingClear struct {
	copy     ClipboardCopy
	due      moment
	id, code string // of the account whose code it is; "" for other secrets
}

// A Clip is the clipboard as a session uses it: it knows the secret that lies there and when to clear it.
type Clip struct {
	to  Clipboard // nil where there is none
	now func() time.Time

	mu      sync.Mutex
	pending *pendingClear
}

// hold copies text and remembers when to clear it; after 0 it stays.
func (c *Clip) hold(ctx context.Context, text string, clears time.Duration, id, code string) error {
	if c.to == nil {
		return ErrNoClipboard
	}
	held, err := c.to.CopySecret(ctx, text)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending = &pendingClear{copy: held, id: id, code: code}
	if clears > 0 {
		c.pending.due = momentOf(c.now()).add(clears)
	}
	return nil
}

// Secret puts text that is not a code of an account on the clipboard, cleared after the
// given time (0: never): a link or a key, which opens more than one code does.
func (c *Clip) Secret(ctx context.Context, text string, clears time.Duration) error {
	return c.hold(ctx, text, clears, "", "")
}

// Code returns the code that was copied last and the account that it is of, as long as
// the clipboard is not known to hold anything else; "" for none. It does not ask the clipboard,
// so it may be called from the UI thread.
func (c *Clip) Code() (id, code string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending == nil {
		return "", ""
	}
	select {
	case <-c.pending.copy.Gone():
		return "", ""
	default:
		return c.pending.id, c.pending.code
	}
}

// Due reports whether it is time to call [Clip.ClearDue]. It does not ask the clipboard, so it may
// be called from the UI thread.
func (c *Clip) Due() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pending != nil && !c.pending.due.zero() && momentOf(c.now()).reached(c.pending.due)
}

// left is how long it is until the clipboard is to be cleared, at most the time given.
func (c *Clip) left(atMost time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending == nil || c.pending.due.zero() {
		return atMost
	}
	return min(atMost, momentOf(c.now()).until(c.pending.due))
}

// ClearDue clears the clipboard when its time has come; it reports whether it did.
func (c *Clip) ClearDue(ctx context.Context) bool { return c.Due() && c.Clear(ctx) }

// Clear clears the clipboard if it still holds what we put there.
func (c *Clip) Clear(ctx context.Context) bool {
	c.mu.Lock()
	h := c.pending
	c.pending = nil
	c.mu.Unlock()
	if h == nil || !h.copy.Ours() {
		return false
	}
	return h.copy.Clear(ctx) == nil
}
