// Package tray is the program's icon among those of the desktop, with its menu. It goes through
// fyne.io/systray itself: the toolkit's own way to it makes the whole menu anew at each change, keeps a hidden
// window and does not wake a loop that sleeps.
//
// The menu is readable to every program of the user's session, so it holds what its caller has put there and
// nothing else, and is emptied at lock.
package tray

import (
	"context"
	"slices"
	"sync"
)

// An Entry is a line of the menu.
type Entry struct {
	Text string // "" is a line between others
	Do   func() // comes on a goroutine of its own; nil for what cannot be clicked
}

// A Look is all that shows.
type Look struct {
	Name    string // of the program
	Locked  bool
	Entries []Entry
}

// same reports whether two looks look alike.
func (l Look) same(m Look) bool {
	return l.Name == m.Name && l.Locked == m.Locked && slices.EqualFunc(l.Entries, m.Entries, func(a, b Entry) bool {
		return a.Text == b.Text && (a.Do == nil) == (b.Do == nil)
	})
}

// A Tray is the icon. Its methods may be called from any goroutine, and do not wait for the desktop.
type Tray struct {
	bar bar

	mu     sync.Mutex
	look   Look
	clicks []func()        // of the lines that show
	queued []chan struct{} // who waits for the look to be shown
	wake   chan struct{}
}

// bar is the desktop's part; see bar.go.
type bar interface {
	// show puts a look in the place of another; clicked is called with the number of a line.
	show(before, look Look, clicked func(line int))
}

// New returns an icon that does not show yet.
func New() *Tray { return newTray(newBar()) }

func newTray(b bar) *Tray { return &Tray{bar: b, wake: make(chan struct{}, 1)} }

// Possible reports whether this system has a place for such icons, as far as the program can use it.
func Possible() bool { return possible }

// Run shows the icon wherever the desktop has a place for it, until ctx ends, and tells when such a place comes
// and goes.
func (t *Tray) Run(ctx context.Context, tell func(there bool)) {
	came := make(chan struct{})
	go watchHost(ctx, func(there bool) {
		select {
		case <-came:
		default:
			if there {
				close(came)
			}
		}
		tell(there)
	})
	select {
	case <-ctx.Done():
		return
	case <-came: // before that nothing is put on the bus
	}
	var shown Look
	for {
		t.mu.Lock()
		look, queued := t.look, t.queued
		t.queued = nil
		t.mu.Unlock()
		if !look.same(shown) {
			t.bar.show(shown, look, t.clicked)
			shown = look
		}
		for _, c := range queued {
			close(c)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.wake:
		}
	}
}

// Show puts a look in the place of the one before. The channel is closed once it shows, which never happens
// where the desktop has no place for it.
func (t *Tray) Show(l Look) <-chan struct{} {
	done := make(chan struct{})
	t.mu.Lock()
	t.look = l
	t.clicks = t.clicks[:0]
	for _, e := range l.Entries {
		t.clicks = append(t.clicks, e.Do)
	}
	t.queued = append(t.queued, done)
	t.mu.Unlock()
	select {
	case t.wake <- struct{}{}:
	default:
	}
	return done
}

func (t *Tray) clicked(line int) {
	t.mu.Lock()
	var do func()
	if line < len(t.clicks) {
		do = t.clicks[line]
	}
	t.mu.Unlock()
	if do != nil {
		do()
	}
}
