// Package session is what stands between an unlocked vault and whoever uses it: it shows
// accounts in order, computes codes, copies them and clears the clipboard, saves after each
// change, undoes, and says when it is time to lock. It knows no widgets; everything slow
// here blocks, so callers with a window run it away from the UI thread.
package session

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"watchword/app/config"
	"watchword/vault"
	"watchword/vault/account"
)

// Settings are what a user may change about a session.
type Settings struct {
	ClearAfter time.Duration           // clipboard; 0 never clears
	LockAfter  time.Duration           // without input; 0 never locks
	Correction time.Duration           // added to the clock where codes are made
	Sort       config.Sort             // of the list; "" is [config.ByOrder]
	Use        func(id string) float64 // how much an account is used here, for [config.ByUse]; may be nil
}

// The settings of somebody who has changed nothing.
const (
	DefaultClear = 30 * time.Second
	DefaultLock  = 10 * time.Minute
)

// A Session is an unlocked vault in use. Its methods may be called from any goroutine.
type Session struct {
	vault *vault.Vault
	clip  *Clip
	now   func() time.Time

	mu         sync.Mutex
	settings   Settings
	list       []account.Account // live accounts in order; nil: to be made
	index      *account.Search   // of the list
	tags       []string          // that accounts of the list have
	generation uint64            // counts what the list was made of: one made of what was then is not kept
	codes      map[string]pair
	undo       []step
	replaced   string             // the sum of the file that the last save took the place of
	redo       []step             // what was undone, the latest last
	steps      int                // how many there ever were
	counts     map[string]counted // the codes of HOTP accounts that were made last
	input      moment             // the last sign of the user

	together atomic.Bool // several changes are made that are saved at once: see [Session.Together]

	turning sync.Mutex   // one Undo or Redo at a time: each looks at what the one before left
	merges  atomic.Int64 // how often something came in from elsewhere
}

// New returns a session on an unlocked vault. clip may be nil where there is no clipboard;
// now may be nil for the real clock.
func New(v *vault.Vault, clip Clipboard, now func() time.Time, s Settings) *Session {
	if now == nil {
		now = time.Now
	}
	out := &Session{vault: v, clip: &Clip{to: clip, now: now}, now: now, settings: s, codes: map[string]pair{}, counts: map[string]counted{}}
	out.Touch()
	return out
}

// Vault returns the vault of the session.
func (s *Session) Vault() *vault.Vault { return s.vault }

// Clip returns the clipboard of the session, with what lies there.
func (s *Session) Clip() *Clip { return s.clip }

// Apply takes over changed settings; a clipboard that is held already keeps its time.
func (s *Session) Apply(settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if settings.Sort != s.settings.Sort {
		s.invalidateList()
	}
	s.settings = settings
}

// Settings returns the settings in force.
func (s *Session) Settings() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings
}

// Lock clears the clipboard if it still holds our code, and closes the vault. What was not
// saved is lost: see [vault.Vault.Dirty].
func (s *Session) Lock(ctx context.Context) {
	s.clip.Clear(ctx)
	s.mu.Lock()
	s.invalidateList()
	s.undo, s.redo = nil, nil
	clear(s.codes)
	clear(s.counts)
	s.mu.Unlock()
	s.vault.Close()
}

// changed forgets what was computed from the accounts.
func (s *Session) changed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.invalidateList()
	clear(s.codes)
}

// invalidateList forgets the list. The caller holds s.mu.
func (s *Session) invalidateList() {
	s.list, s.index, s.tags = nil, nil, nil
	s.generation++
}
