// Package keyring keeps one short secret where the system keeps its secrets: the Secret
// Service on Linux, the Credential Manager on Windows, the Keychain on macOS.
//
// Nothing of the program's exists only there. Every failure therefore means one thing to
// its callers, that there is no help to be had from here, and no call takes longer than
// [Patience], whatever the service does. Nothing is ever asked of the user: a keyring that
// is locked stays locked.
package keyring

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Patience is the longest that a call waits for the system.
const Patience = 3 * time.Second

var (
	// ErrNone means that nothing is kept under the name.
	ErrNone = errors.New("The system's keyring holds nothing for this vault.")
	// ErrLocked means that the keyring would have to be unlocked first.
	ErrLocked = errors.New("The system's keyring is locked. Unlock it, for example by logging in with your password, then try again.")
	// ErrUnavailable means that there is no keyring, or that it does not answer.
	ErrUnavailable = errors.New("The system's keyring does not answer here.")
)

// maxSecret bounds what is kept and what is taken back, in bytes. Ours is far below.
const maxSecret = 1024

// A Ring is the keyring of this system; the zero value is ready. Names are words of the
// caller's, secrets one line of ASCII.
type Ring struct {
	patience time.Duration // 0: Patience
}

// Get returns the secret kept under a name.
func (r Ring) Get(ctx context.Context, name string) (string, error) {
	secret := ""
	err := r.within(ctx, func(ctx context.Context) (err error) {
		secret, err = get(ctx, name)
		return err
	})
	if err != nil {
		return "", err
	}
	if !plain(secret) {
		return "", ErrNone // rubbish: as good as nothing
	}
	return secret, nil
}

// Set keeps a secret under a name, in place of what was there.
func (r Ring) Set(ctx context.Context, name, secret string) error {
	if !plain(secret) {
		return errors.New("keyring: the secret is not one short line of ASCII")
	}
	return r.within(ctx, func(ctx context.Context) error { return set(ctx, name, secret) })
}

// Delete forgets what is kept under a name; nothing there is no error.
func (r Ring) Delete(ctx context.Context, name string) error {
	err := r.within(ctx, func(ctx context.Context) error { return remove(ctx, name) })
	if errors.Is(err, ErrNone) {
		return nil
	}
	return err
}

// plain reports whether a secret is one line of visible ASCII. A value of several lines has
// made whole keyrings unreadable.
func plain(secret string) bool {
	return secret != "" && len(secret) <= maxSecret &&
		!strings.ContainsFunc(secret, func(r rune) bool { return r < '!' || r > '~' })
}

// within runs work that may hang. What comes back after the time is over is thrown away.
func (r Ring) within(ctx context.Context, work func(context.Context) error) error {
	patience := r.patience
	if patience == 0 {
		patience = Patience
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel() // here and not after the work: an answer and the end must not arrive together
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return ErrUnavailable
	}
	return err
}
