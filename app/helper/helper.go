// Package helper has another process of this very program do what must be able to end: decode a
// picture, derive a key, read a file of another program. A decoder cannot be called off, and what it
// does to its memory and its process stays there; the end of a process is also the one full wipe
// of what was in it.
//
// A helper is started from the program's own open file, with no arguments that matter and an empty
// environment. What makes it a helper is a socket (on Windows its standard input) that it inherited
// and on which its first words wait already; whoever starts the program in another way does not have
// that. It reads one request, writes the answer and is gone. It has no display, opens no file and no
// connection, dumps no core, and ends when the process that started it ends or lets go of the socket.
//
// Whatever links this package can be such a helper: see serve.go. A helper that cannot be started is
// an error; nothing is ever done in this process instead.
package helper

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

var (
	// ErrMemory comes when the work would have taken more memory than its bound, which the sentence of
	// its caller says.
	ErrMemory = errors.New("This takes more memory than is allowed.")
	// ErrCrashed comes when the process ended without an answer.
	ErrCrashed = errors.New("What reads this failed. It may be damaged, or made to overload this computer.")
)

// A StartError says why there is no helper.
type StartError struct{ Err error }

// Error implements error.
func (e *StartError) Error() string {
	return fmt.Sprintf("Watchword could not start a second process of itself for this (%v). Close other programs and try again.", e.Err)
}

// Unwrap returns what the system says.
func (e *StartError) Unwrap() error { return e.Err }

// A job is what a helper can do.
type job byte

const (
	jobDecode job = 1 + iota
	jobDerive
	jobRead
	jobDetect
	jobTest // does harm, for tests
)

// A request is one piece of work.
type request struct {
	job     job
	options []byte // what to do with the data; short
	data    []byte
	memory  uint64         // bytes that it may take
	more    uint64         // bytes that it may take beside these, when bound says so
	bound   *atomic.Uint64 // what it may take now; nil: memory
	// hear is called with each message of the helper before its answer, and may answer.
	hear func(ctx context.Context, c *channel, m message) error
	// take reads the answer; nil for none.
	take func(c *channel, m message) error
}

// do has a helper do what is asked. It returns when the helper is gone, or was made to be: when ctx
// ends the error is its cause.
func do(ctx context.Context, r request) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- talk(ctx, r) }()
	return <-done
}

// talk starts a helper, gives it its request and hears it to the end, on one thread: on Linux a helper
// ends with the thread that started it.
func talk(ctx context.Context, r request) (err error) {
	p, err := start(r.memory + r.more)
	if err != nil {
		return &StartError{err}
	}
	defer p.end()
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-ctx.Done():
			p.kill()
		case <-ended:
		}
	}()
	if r.bound == nil {
		r.bound = new(atomic.Uint64)
		r.bound.Store(r.memory)
	}
	go p.watch(r.bound, ended)
	err = converse(ctx, p.channel, r)
	switch cause := context.Cause(ctx); {
	case err == nil:
		return nil
	case cause != nil:
		return cause
	case errors.Is(err, errGone):
		return p.reason()
	}
	return err
}

func converse(ctx context.Context, c *channel, r request) error {
	head := append(append([]byte{byte(r.job)}, number(r.memory)...), number(r.more)...)
	if err := c.send(kindRequest, append(head, r.options...)); err != nil {
		return err
	}
	if err := c.send(kindData, r.data); err != nil {
		return err
	}
	for {
		m, err := c.next()
		if err != nil {
			return err
		}
		switch {
		case m.kind == kindFailure:
			return failure(c, m)
		case m.kind == kindAnswer && r.take != nil:
			return r.take(c, m)
		case m.kind == kindAnswer:
			return nil
		case r.hear != nil:
			if err := r.hear(ctx, c, m); err != nil {
				return err
			}
		default:
			return errWords
		}
	}
}
