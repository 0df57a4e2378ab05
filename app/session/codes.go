package session

import (
	"context"
	"time"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// pair is the code of now and the one after it.
type pair struct{ now, next otp.Code }

// Codes returns the code of account a at time t and the next one. It computes only when
// the last result has run out. HOTP accounts have no such code: [otp.ErrNeedsCounter].
func (s *Session) Codes(a account.Account, t time.Time) (now, next otp.Code, err error) {
	s.mu.Lock()
	p, ok := s.codes[a.ID]
	s.mu.Unlock()
	if ok && !t.Before(p.now.From) && t.Before(p.now.Until) {
		return p.now, p.next, nil
	}
	if p.now, err = a.Key.At(t); err != nil {
		return otp.Code{}, otp.Code{}, err
	}
	if p.next, err = a.Key.At(p.now.Until); err != nil {
		return otp.Code{}, otp.Code{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.ID != "" { // a preview has no id yet
		s.codes[a.ID] = p
	}
	return p.now, p.next, nil
}

// A Copied tells what went to the clipboard.
type Copied struct {
	Title   string
	Code    string        // ungrouped
	Next    bool          // it is the code of the next time step
	Left    time.Duration // how long it is still valid; for a next code, until it becomes valid
	Clears  time.Duration // when the clipboard will be cleared; 0 never
	Soon    bool          // the code runs out within three seconds
	Counter bool          // it is an HOTP code
}

// soon is the time before its end at which a code may not be typed in time any more.
const soon = 3 * time.Second

// ErrNoClipboard comes where there is no clipboard to copy to.
var ErrNoClipboard = words.Error("There is no clipboard here. Read the code off the window and type it.")

// ErrNoCode comes for an HOTP account of which no code was made yet: see [Session.Count].
var ErrNoCode = words.Error("This account is counter-based: make a new code first.")

// Copy puts the code of an account on the clipboard: the one that is valid now, or the
// next, by the clock with its correction; of an HOTP account the one that was made last,
// which uses up no counter. Codes go without the space that groups them for the eye.
func (s *Session) Copy(ctx context.Context, id string, next bool) (Copied, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return Copied{}, vault.ErrNoAccount
	}
	out := Copied{Title: Called(a), Clears: s.Settings().ClearAfter}
	if a.Key.Type == otp.HOTP {
		if out.Code, ok = s.Counted(id); !ok {
			return Copied{}, ErrNoCode
		}
		out.Counter = true
		return out, s.clip.hold(ctx, out.Code, out.Clears, id, out.Code)
	}
	t := s.now().Add(s.Settings().Correction)
	current, after, err := s.Codes(a, t)
	if err != nil {
		return Copied{}, err
	}
	out.Code, out.Left = current.Value, current.Until.Sub(t)
	out.Soon = out.Left < soon
	if next {
		out.Next, out.Code, out.Soon = true, after.Value, false
		if out.Clears > 0 { // it is of use from then on
			out.Clears += out.Left
		}
	}
	return out, s.clip.hold(ctx, out.Code, out.Clears, id, out.Code)
}

// counted is the last code of an HOTP account, and the counter of the code after it.
type counted struct {
	code string
	next uint64
}

// Counted returns the code that was made last of an HOTP account. It can be copied until the
// next one is made, here or on another computer, or the vault is locked.
func (s *Session) Counted(id string) (code string, ok bool) {
	s.mu.Lock()
	c, ok := s.counts[id]
	s.mu.Unlock()
	if !ok {
		return "", false
	}
	a, there := s.vault.Account(id)
	return c.code, there && a.Counter == c.next
}

// Count makes the next code of an HOTP account, see [Session.NextCode], and copies it.
func (s *Session) Count(ctx context.Context, id string) (Copied, vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return Copied{}, vault.Result{}, vault.ErrNoAccount
	}
	code, r, err := s.NextCode(ctx, id)
	s.Accounts() // put in order here: whoever shows them next is on the UI thread
	if err != nil {
		return Copied{}, r, err
	}
	now, _ := s.vault.Account(id)
	s.mu.Lock()
	s.counts[id] = counted{code, now.Counter}
	s.mu.Unlock()
	out := Copied{Title: Called(a), Code: code, Counter: true, Clears: s.Settings().ClearAfter}
	return out, r, s.clip.hold(ctx, code, out.Clears, id, code)
}

// NextCode makes the next code of an HOTP account. Its counter is nobody else's and on disk
// before the code is returned; where that cannot be had there is no code, see
// [vault.Vault.Count]. SavedNotFlushed counts as saved: the file is in place.
func (s *Session) NextCode(ctx context.Context, id string) (string, vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return "", vault.Result{}, vault.ErrNoAccount
	}
	counter, r, err := s.vault.Count(ctx, id)
	s.changed()
	if err != nil {
		return "", r, err
	}
	code, err := a.Key.Count(counter)
	return code, r, err
}

// CopyWithPassword puts the user's password with the code right behind it on the clipboard, for
// devices that ask for both in one field. The password is kept nowhere.
func (s *Session) CopyWithPassword(ctx context.Context, id, password string) (Copied, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return Copied{}, vault.ErrNoAccount
	}
	t := s.now().Add(s.Settings().Correction)
	current, _, err := s.Codes(a, t)
	if err != nil {
		return Copied{}, err
	}
	out := Copied{Title: Called(a), Code: current.Value, Left: current.Until.Sub(t), Clears: s.Settings().ClearAfter}
	out.Soon = out.Left < soon
	return out, s.clip.hold(ctx, password+current.Value, out.Clears, id, current.Value)
}
