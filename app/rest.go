package app

import (
	"context"
	"time"

	"watchword/app/background"
	"watchword/app/session"
	"watchword/app/widgets"
)

// longestRest is how long nothing is looked at, at most, while no window shows.
const longestRest = 30 * time.Second

// rest puts off the next tick while no window shows, until something is to be done by itself; it
// reports whether it did. The page is told nothing meanwhile.
func (a *App) rest(now time.Time) bool {
	if !a.outOfSight() {
		return false
	}
	due := longestRest
	if a.open != nil {
		due = session.Due(a.open.Session, due)
	}
	if left, codes := a.trayCodesLeft(); codes {
		due = max(0, min(due, left))
	}
	a.resting = true
	background.Rest(now.Add(due))
	return true
}

// outOfSight reports whether no window shows, as far as is known.
func (a *App) outOfSight() bool { return a.shell.OutOfSight() && !a.finder.Shows() }

// Context ends with the program.
func (a *App) Context() context.Context { return a.shell.Context }

// Resting reports whether no window shows, as far as is known.
func (a *App) Resting() bool { return a.resting }

// Frame comes before each frame. A window that shows again is brought up to the second before it is drawn.
// It reports whether something moves by itself.
func (a *App) Frame(now time.Time) bool {
	a.watchMinimised()
	if a.resting && !a.outOfSight() {
		a.resting = false
		background.Rest(time.Time{})
		a.tick(time.Now())
	}
	return widgets.CaretBlinks(now)
}
