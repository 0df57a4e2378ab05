package session

import (
	"context"
	"errors"
	"time"

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
var ErrNoClipboard = errors.New("There is no clipboard here. Read the code off the window and type it.")

// Copy puts the code of an account on the clipboard: the one that is valid now, or the
// next, by the clock with its correction. Codes go without the space that groups them for
// the eye.
func (s *Session) Copy(ctx context.Context, id string, next bool) (Copied, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return Copied{}, vault.ErrNoAccount
	}
	t := s.now().Add(s.Settings().Correction)
	current, after, err := s.Codes(a, t)
	if err != nil {
		return Copied{}, err
	}
	out := Copied{Title: a.Title(), Code: current.Value, Left: current.Until.Sub(t)}
	out.Soon = out.Left < soon
	if next {
		out.Next, out.Code, out.Soon = true, after.Value, false
	}
	out.Clears, err = s.hold(ctx, out.Code)
	return out, err
}

// Count makes the next code of an HOTP account, see [NextCode], and copies it.
func (s *Session) Count(ctx context.Context, id string) (Copied, vault.Result, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return Copied{}, vault.Result{}, vault.ErrNoAccount
	}
	code, r, err := NextCode(ctx, s.vault, id)
	s.changed()
	s.Accounts() // put in order here: whoever shows them next is on the UI thread
	if err != nil {
		return Copied{}, r, err
	}
	out := Copied{Title: a.Title(), Code: code, Counter: true}
	out.Clears, err = s.hold(ctx, code)
	return out, r, err
}

// NextCode makes the next code of an HOTP account. Its counter is nobody else's and on disk
// before the code is returned; where that cannot be had there is no code, see
// [vault.Vault.Count]. SavedNotFlushed counts as saved: the file is in place.
func NextCode(ctx context.Context, v *vault.Vault, id string) (string, vault.Result, error) {
	a, ok := v.Account(id)
	if !ok {
		return "", vault.Result{}, vault.ErrNoAccount
	}
	counter, r, err := v.Count(ctx, id)
	if err != nil {
		return "", r, err
	}
	code, err := a.Key.Count(counter)
	return code, r, err
}

// CopyBehind puts the person's password with the code right behind it on the clipboard, for
// devices that ask for both in one field. The password is kept nowhere.
func (s *Session) CopyBehind(ctx context.Context, id, password string) (Copied, error) {
	a, ok := s.vault.Account(id)
	if !ok {
		return Copied{}, vault.ErrNoAccount
	}
	t := s.now().Add(s.Settings().Correction)
	current, _, err := s.Codes(a, t)
	if err != nil {
		return Copied{}, err
	}
	out := Copied{Title: a.Title(), Left: current.Until.Sub(t)}
	out.Soon = out.Left < soon
	out.Clears, err = s.hold(ctx, password+current.Value)
	return out, err
}
