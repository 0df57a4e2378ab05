package session

import (
	"context"
	"time"
)

// A Clipboard takes secrets with the hints that clipboard managers leave them alone.
type Clipboard interface {
	CopySecret(ctx context.Context, text string) (ClipboardCopy, error)
}

// A ClipboardCopy is one secret on the clipboard.
type ClipboardCopy interface {
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

// hold copies text and remembers when to clear it; after 0 it stays.
func (s *Session) hold(ctx context.Context, text string, clears time.Duration, id, code string) error {
	if s.clip == nil {
		return ErrNoClipboard
	}
	held, err := s.clip.CopySecret(ctx, text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending = &pendingClear{copy: held, id: id, code: code}
	if clears > 0 {
		s.pending.due = s.moment().add(clears)
	}
	return nil
}

// CopySecret puts text that is not a code of an account on the clipboard, cleared after the
// given time (0: never): a link or a key, which opens more than one code does.
func (s *Session) CopySecret(ctx context.Context, text string, clears time.Duration) error {
	return s.hold(ctx, text, clears, "", "")
}

// OnClipboard returns the code that was copied last and the account that it is of, as long as
// the clipboard is not known to hold anything else; "" for none. It does not ask the clipboard,
// so it may be called from the UI thread.
func (s *Session) OnClipboard() (id, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending == nil {
		return "", ""
	}
	select {
	case <-s.pending.copy.Gone():
		return "", ""
	default:
		return s.pending.id, s.pending.code
	}
}

// ClearPending reports whether it is time to call [Session.ClearDue]. It does not ask the
// clipboard, so it may be called from the UI thread.
func (s *Session) ClearPending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending != nil && !s.pending.due.zero() && s.moment().reached(s.pending.due)
}

// ClearDue clears the clipboard when its time has come; it reports whether it did.
func (s *Session) ClearDue(ctx context.Context) bool {
	return s.ClearPending() && s.ClearClipboard(ctx)
}

// ClearClipboard clears the clipboard if it still holds what we put there.
func (s *Session) ClearClipboard(ctx context.Context) bool {
	s.mu.Lock()
	h := s.pending
	s.pending = nil
	s.mu.Unlock()
	if h == nil || !h.copy.Ours() {
		return false
	}
	return h.copy.Clear(ctx) == nil
}
