// Package typing types a code into the window that has the focus, as the user's own keyboard would:
// digits and letters alone, and Enter if asked.
package typing

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrUnavailable means that programs cannot type here.
	ErrUnavailable = errors.New("this system lets no program type")
	// ErrRefused means that the system, or the user in its own window, did not allow it.
	ErrRefused = errors.New("the system did not allow this program to type")
	// ErrElsewhere means that another window has the focus than the one that was meant. What was typed
	// before that went to the one that was meant.
	ErrElsewhere = errors.New("another window has the focus now")
	// ErrOwnWindow means that the window with the focus is this program's.
	ErrOwnWindow = errors.New("the window that has the focus is Watchword's own")
	// ErrKeysHeld means that the user did not let go of the keyboard: with Ctrl held a digit is another thing.
	ErrKeysHeld = errors.New("a key was held down")
	// ErrLocked means that the session is locked: the code would go into the password field.
	ErrLocked = errors.New("the session is locked")
	// ErrNotACode means that the text has more than digits and letters, or is too long.
	ErrNotACode = errors.New("only the digits and letters of a code can be typed")
)

// NearEnd is the time before its end at which a code is not typed any more, but the one after it.
const NearEnd = 3 * time.Second

// longest is the most characters that are typed: more than any code has.
const longest = 32

const (
	settle = 2 * time.Second       // how long a window has to get the focus back, and a user to let go of the keys
	pause  = 12 * time.Millisecond // between two keys: programs drop what comes faster
	look   = 15 * time.Millisecond // between two looks at what is waited for
)

// A Target is the window that a code is meant for. The empty one stands for whichever has the focus, where
// the system tells no program which that is (Wayland).
type Target struct {
	window uint64 // as the system numbers windows; on macOS the process
}

// Options are how to type.
type Options struct {
	Enter bool // press Enter behind the code

	// Permission is the path of the file that keeps what the desktop portal (Wayland) hands out when it has
	// asked the user: with it the portal does not ask again. It is in the user's state folder, for the user
	// alone. "" keeps nothing.
	Permission string
}

// Focused returns the window that has the focus: [ErrOwnWindow] if it is this program's, [ErrUnavailable]
// where programs cannot type.
func Focused() (Target, error) { return focused() }

// Type types a code into to once it has the focus and no key is held, and stops where it loses it. It blocks
// for up to some seconds, and with the desktop's question as long as that is open. Its errors are those of
// this package and ctx's.
func Type(ctx context.Context, to Target, code string, o Options) error {
	if !isCode(code) {
		return ErrNotACode
	}
	if locked(ctx) {
		return ErrLocked
	}
	return typeCode(ctx, to, code, o)
}

func isCode(text string) bool {
	if text == "" || len(text) > longest {
		return false
	}
	for _, c := range []byte(text) {
		if !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z') {
			return false
		}
	}
	return true
}

// enter stands for the Enter key among the characters to type.
const enter = '\r'

// characters are what to type for a code.
func (o Options) characters(code string) []byte {
	if o.Enter {
		return append([]byte(code), enter)
	}
	return []byte(code)
}

// hands are how one system types.
type hands struct {
	focused   func() (Target, error)
	untouched func() bool        // no key is down
	strike    func(c byte) error // press and release the key of a character
}

// wait waits until the target has the focus and no key is down: one that is would join the first digit.
func (h hands) wait(ctx context.Context, to Target) error {
	if err := until(ctx, func() bool { return h.on(to) }, ErrElsewhere); err != nil {
		return err
	}
	return until(ctx, h.untouched, ErrKeysHeld)
}

func (h hands) on(to Target) bool {
	now, err := h.focused()
	return err == nil && now == to
}

// typeAll types into the target, and stops where it loses the focus.
func (h hands) typeAll(ctx context.Context, to Target, text []byte) error {
	for _, c := range text {
		if !h.on(to) {
			return ErrElsewhere
		}
		if err := h.strike(c); err != nil {
			return err
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
	return nil
}

// until looks again and again, for [settle] at most, whether something is so.
func until(ctx context.Context, so func() bool, otherwise error) error {
	for end := time.Now().Add(settle); !so(); {
		if time.Now().After(end) {
			return otherwise
		}
		if err := sleep(ctx, look); err != nil {
			return err
		}
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
