// Package background is the one place where goroutines meet the user interface. Screens
// hand it slow work; it runs that work on a goroutine of its own and comes back to the
// UI thread with the result. Nothing else in the program calls fyne.Do.
package background

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// A Runner runs work away from the UI thread, then done on it; done may be nil. Screens
// take one as a field, so that a test can hand them [Now].
type Runner func(work, done func())

// Go is the Runner of the program.
func Go(work, done func()) {
	go func() {
		work()
		if done != nil {
			fyne.Do(func() {
				done()
				repaint()
			})
		}
	}()
}

// repaint has the windows drawn once more. A label that was hidden from the start is on no
// canvas yet, so that showing it alone asks nobody to draw it.
func repaint() {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		canvas.Refresh(w.Content())
	}
}

// Now is the Runner of tests: both parts run before it returns.
func Now(work, done func()) {
	work()
	if done != nil {
		done()
	}
}

// OnUI runs f on the UI thread, soon. It is for callbacks that arrive on goroutines of
// other packages, such as codes streamed by the scanner.
func OnUI(f func()) { fyne.Do(f) }

// OnUIAndWait runs f on the UI thread and returns when it has run. Calling it from the
// UI thread itself would wait for ever.
func OnUIAndWait(f func()) { fyne.DoAndWait(f) }

// After runs f on the UI thread when d is over.
func After(d time.Duration, f func()) { time.AfterFunc(d, func() { fyne.Do(f) }) }

// Every calls f on the UI thread at the given pace until ctx ends. It is for tests that
// watch the window from outside: the program itself has one tick.
func Every(ctx context.Context, pace time.Duration, f func()) {
	go func() {
		ticker := time.NewTicker(pace)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				fyne.Do(f)
			}
		}
	}()
}

// Tick calls f on the UI thread once a second, just after the wall clock's second
// changes, until ctx ends. Codes change on whole seconds, so a tick that is aligned
// shows a new code when it becomes valid and not up to a second later.
func Tick(ctx context.Context, f func(now time.Time)) {
	go func() {
		for {
			now := time.Now()
			next := now.Truncate(time.Second).Add(time.Second + 5*time.Millisecond)
			timer := time.NewTimer(next.Sub(now))
			select {
			case <-ctx.Done():
				timer.Stop()
				return
			case <-timer.C:
				fyne.Do(func() {
					if ctx.Err() == nil {
						f(time.Now())
					}
				})
			}
		}
	}()
}

// Watch asks the UI thread for a sign of life again and again until ctx ends, and tells on
// that thread how long it took to answer: for as long it was busy.
func Watch(ctx context.Context, every time.Duration, tell func(took time.Duration)) {
	go func() {
		beat := time.NewTicker(every)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
			}
			asked := time.Now()
			answered := make(chan struct{})
			fyne.Do(func() {
				if ctx.Err() == nil {
					tell(time.Since(asked))
				}
				close(answered)
			})
			select {
			case <-ctx.Done():
				return
			case <-answered:
			}
		}
	}()
}
