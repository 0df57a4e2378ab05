// Package sessionlock tells when the user's session is locked or left, and when the
// computer is about to sleep, so that the vault can be locked with it.
package sessionlock

import (
	"context"
	"errors"
)

// A Reason is why to lock.
type Reason string

// The reasons.
const (
	SessionLocked Reason = "session locked" // the screen was locked, or another person's session shown
	Sleep         Reason = "sleep"          // the computer goes to sleep as soon as Watch's lock returns
)

// ErrUnavailable means that this system tells nothing of the kind.
var ErrUnavailable = errors.New("this system does not tell when its session is locked")

// Watch calls lock for every reason, one at a time and on a goroutine of its own, until ctx
// ends. Before sleep the system waits until lock returns, though not for long: some systems
// give up after five seconds. It returns when ctx ends, or with [ErrUnavailable] at once
// where there is nothing to watch.
func Watch(ctx context.Context, lock func(Reason)) error { return watch(ctx, lock) }
