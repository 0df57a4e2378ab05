package agent

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"watchword/app/session"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Keeper has the vault that a [Server] answers from. Its methods may be called from any goroutine. A [Fault] or [*Refusal] that they return goes to the program that asked.
type Keeper interface {
	Vault() string             // the file, absolute
	Session() *session.Session // nil while locked, and before anything of it is wiped
	Lock(ctx context.Context)
	Unlock(ctx context.Context, password []byte) error
	Copy(ctx context.Context, id string, next bool) (clears time.Duration, err error)
	Type(ctx context.Context, id string, enter bool) error
}

func status(k Keeper) *Status {
	return &Status{Vault: k.Vault(), Locked: k.Session() == nil, PID: os.Getpid()}
}

// sameFile reports whether two paths are one file, however they are written.
func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// serveUnlocked answers what a program that is allowed asks of the unlocked vault. What was computed while it
// locked is not handed out: its accounts may be gone, and a code may come of a key that was wiped.
func (c *conn) serveUnlocked(ctx context.Context, r *Request) (Answer, error) {
	s := c.Keeper.Session()
	if s == nil { // locked while the question stood
		return Answer{}, Locked
	}
	a, err := c.serveAccounts(ctx, s, r)
	if c.Keeper.Session() != s {
		return Answer{}, Locked
	}
	return a, err
}

func (c *conn) serveAccounts(ctx context.Context, s *session.Session, r *Request) (Answer, error) {
	switch r.Op {
	case OpList:
		return Answer{Accounts: listOf(s.All())}, nil
	case OpCode:
		return c.codes(s, r)
	}
	a, err := find(s, r)
	switch {
	case err != nil:
		return Answer{}, err
	case a.Key.Type == otp.HOTP:
		return Answer{}, CounterBased
	case !c.rates.take(c.peer.key(), 1, c.Now()):
		return Answer{}, RateLimited
	case r.Op == OpType:
		return Answer{}, c.Keeper.Type(ctx, a.ID, r.Enter)
	}
	clears, err := c.Keeper.Copy(ctx, a.ID, r.Next)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Copied: &Copied{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Clears: int(clears / time.Second)}}, nil
}

// codes answers with the code of one account, or of several that are named by their ids.
func (c *conn) codes(s *session.Session, r *Request) (Answer, error) {
	var list []account.Account
	if len(r.IDs) > 0 {
		there := map[string]account.Account{}
		for _, a := range s.All() {
			if !a.InTrash() {
				there[a.ID] = a
			}
		}
		for _, id := range r.IDs {
			a, ok := there[id]
			if !ok {
				return Answer{}, NotFound
			}
			list = append(list, a)
		}
	} else {
		a, err := find(s, r)
		switch {
		case err != nil:
			return Answer{}, err
		case a.Key.Type == otp.HOTP:
			return Answer{}, CounterBased
		}
		list = []account.Account{a}
	}
	if !c.rates.take(c.peer.key(), len(list), c.Now()) {
		return Answer{}, RateLimited
	}
	out := make([]Code, len(list))
	for i, a := range list {
		out[i] = codeOf(s, a, c.Now())
	}
	return Answer{Codes: out}, nil
}

func codeOf(s *session.Session, a account.Account, now time.Time) Code {
	out := Code{ID: a.ID, Issuer: a.Issuer, Name: a.Name}
	if a.Key.Type == otp.HOTP {
		out.Error = CounterBased
		return out
	}
	correction := s.Settings().Correction
	code, next, err := s.Codes(a, now.Add(correction))
	if err != nil {
		out.Error, out.Message = Failed, err.Error()
		return out
	}
	out.Code, out.Next, out.ValidUntil = code.Value, next.Value, code.Until.Add(-correction).UTC()
	return out
}

// find returns the one account in use that a request names.
func find(s *session.Session, r *Request) (account.Account, error) {
	if r.ID == "" && len(r.Words) == 0 {
		return account.Account{}, BadRequest
	}
	var found []account.Account
	for _, a := range s.All() {
		if !a.InTrash() && (r.ID == "" || r.ID == a.ID) && account.Match(a, r.Words) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return account.Account{}, NotFound
	case 1:
		return found[0], nil
	}
	account.Sort(found)
	return account.Account{}, &Refusal{Fault: Multiple, Matches: listOf(found)}
}

func listOf(all []account.Account) []Account {
	out := make([]Account, len(all))
	for i, a := range all {
		k := a.Key
		out[i] = Account{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Type: string(k.Type), Algorithm: string(k.Algorithm), Digits: k.Digits, Period: k.Period,
			Counter: a.Counter, Tags: append([]string{}, a.Tags...), Pinned: a.Pinned, Archived: a.Archived, Trashed: a.InTrash(), NeedsPIN: k.NeedsPIN()}
	}
	return out
}
