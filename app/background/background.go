// Package background is the one place where goroutines meet the user interface. Screens
// hand it slow work; it runs that work on a goroutine of its own and comes back to the
// UI thread with the result. Nothing else in the program calls fyne.Do.
package background

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// An Attendant is told of everything that is handed to the UI thread, so that its loop can sleep in
// between.
type Attendant interface {
	Queued()        // something is on its way to the UI thread, from any goroutine
	Begun()         // it begins, on the UI thread
	Done(beat bool) // it is done; beat: it was one of many that come again and again
}

var attendant atomic.Pointer[Attendant]

// Attend has a tell of what is handed to the UI thread. Call it before the loop runs.
func Attend(a Attendant) { attendant.Store(&a) }

// attended announces f and returns it with what the attendant is told around it.
func attended(f func(), beat bool) func() {
	p := attendant.Load()
	if p == nil {
		return f
	}
	a := *p
	a.Queued()
	return func() {
		a.Begun()
		defer a.Done(beat)
		f()
	}
}

func do(f func())    { fyne.Do(attended(f, false)) }
func again(f func()) { fyne.Do(attended(f, true)) }

// Queue puts f behind what waits for the UI thread already. Nobody is told: it is for what does so itself.
func Queue(f func()) { fyne.Do(f) }

// A Runner runs work away from the UI thread, then done on it; done may be nil. Screens
// take one as a field, so that a test can hand them [Now].
type Runner func(work, done func())

// Go is the Runner of the program.
func Go(work, done func()) {
	go func() {
		work()
		if done != nil {
			do(func() {
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
func OnUI(f func()) { do(f) }

// OnUIAndWait runs f on the UI thread and returns when it has run. Calling it from the
// UI thread itself would wait for ever.
func OnUIAndWait(f func()) { fyne.DoAndWait(attended(f, false)) }

// After runs f on the UI thread when d is over.
func After(d time.Duration, f func()) { time.AfterFunc(d, func() { do(f) }) }

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
				again(f)
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
			timer := time.NewTimer(max(next.Sub(now), rest.left(now)))
			select {
			case <-ctx.Done():
				timer.Stop()
				return
			case <-rest.ended:
				timer.Stop()
			case <-timer.C:
				again(func() {
					if ctx.Err() == nil {
						f(time.Now())
					}
				})
			}
		}
	}()
}

// Rest keeps [Tick] from its beats until then, for nobody sees what they would change. A zero time ends
// the rest: the next beat comes with the next second.
func Rest(until time.Time) {
	rest.mu.Lock()
	rest.until = until
	rest.mu.Unlock()
	select {
	case rest.ended <- struct{}{}: // the beat that was to come was reckoned by the rest before
	default:
	}
}

var rest = resting{ended: make(chan struct{}, 1)}

type resting struct {
	mu    sync.Mutex
	until time.Time
	ended chan struct{}
}

func (r *resting) left(now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.until.Sub(now)
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
			again(func() {
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
