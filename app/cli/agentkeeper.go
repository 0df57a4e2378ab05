package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"watchword/app/agent"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
)

// A keeper has the vault of the agent.
type keeper struct {
	*program
	ctx  context.Context
	path string

	unlocking sync.Mutex // one derivation at a time
	mu        sync.Mutex
	open      *session.Session // nil while locked
	lock      *time.Timer      // when the time is over
	seen      fs.FileInfo      // of the file that the session last looked at
}

func (k *keeper) Vault() string { return k.path }

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
		if k.ctx.Err() == nil { // it goes on
			k.note(words.T("The agent is locked. “watchword unlock” opens it."))
		}
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
	line, err := timeCode(s, a, k.Now().Add(k.config.Correction()))
	if k.Session() != s { // its key may have been wiped in between
		return codeLine{}, agent.Locked
	}
	return line, err
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

// minute is the unit of the time after which it locks. It is a variable so that a test need not wait for one.
var minute = time.Minute
