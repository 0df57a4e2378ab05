package unlocking

import (
	"context"
	"errors"
	"time"

	"watchword/vault"
)

// An Attempt opens the vault that is asked for, from whichever window.
type Attempt struct {
	flow *Flow
	path string

	vault    *vault.Vault
	how      How
	failures int // touched by one try at a time
}

// NewAttempt begins to open the vault that is asked for.
func (f *Flow) NewAttempt() *Attempt { return &Attempt{flow: f, path: f.Path} }

// Open opens it with its password; costly with more than 1 GiB of memory. It is slow.
func (a *Attempt) Open(password []byte, costly bool) error {
	f := a.flow
	wait(f.Context, delayAfter(a.failures))
	locked, err := vault.Open(a.path, f.VaultOpts)
	if err != nil {
		return err
	}
	if costly {
		locked.AllowCost()
	}
	a.vault, err = locked.Unlock(f.Context, password)
	if errors.Is(err, vault.ErrWrongPassword) {
		a.failures++
	}
	a.how = How{locked.Info(), true}
	return err
}

// Quick returns how to open it without its password; nil where that is off or due to be typed again.
func (a *Attempt) Quick() func() error {
	f := a.flow
	if !f.quickDue() {
		return nil
	}
	return func() (err error) {
		if locked, err := vault.Open(a.path, f.VaultOpts); err == nil {
			a.how.Info = locked.Info()
		}
		a.vault, err = f.quickOpen(a.path)
		return err
	}
}

// Enter makes it the open vault. Where another window was quicker, that one's stays.
func (a *Attempt) Enter() {
	if a.flow.Unlocked() {
		a.vault.Close()
		return
	}
	a.flow.OnOpened(a.vault, a.how)
}

// delayAfter is how long an attempt waits after so many wrong ones: nothing after the first
// few, which are typing errors, then up to five seconds.
func delayAfter(failures int) time.Duration {
	if failures < 3 {
		return 0
	}
	return min(time.Second<<min(failures-3, 4), 5*time.Second)
}

func wait(ctx context.Context, d time.Duration) {
	if d == 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
