// Package idle lets the toolkit's loop sleep while nothing is due. Fyne 2.8.1 looks for events 60 times a
// second, whether its windows show or not. Here a function in its queue waits in the system for the next
// event instead, and is woken by whatever package background hands to the UI thread. The system's part
// is in glfw.go alone; without it, as under the test driver, the loop runs as the toolkit has it.
//
// What others hand to the toolkit without package background may come late by one wait: its watch on the
// theme and on its settings file. Its timers for the second click of a double click end while the loop is
// kept awake after the first.
package idle

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/background"
)

const (
	// awakeFor is how long the loop runs freely after an event: what moves by itself then, a button that
	// shows that it was pressed, takes 300 ms, and so long the toolkit waits for a second click.
	awakeFor = 400 * time.Millisecond
	// settled is how many frames stand between the last work and sleep: it is drawn in the first, and what
	// the drawing asks for, such as a window that has to grow, in the second.
	settled = 3
)

// The longest waits; an event, or work for the UI thread, ends each at once.
const (
	longest = 30 * time.Second // while no window shows
	showing = time.Second
)

// early is how long before its time a wait without an event may end.
const early = 10 * time.Millisecond

// Variable is the environment variable that keeps the loop from sleeping, whatever it holds.
const Variable = "WATCHWORD_NO_SLEEP"

// Options say what the loop sleeps by. The functions are called on the UI thread.
type Options struct {
	Context context.Context      // once it ends, the loop sleeps no more
	Off     func() bool          // the loop is not to sleep; may be nil
	Frame   func(time.Time) bool // comes before each frame, and reports whether something moves by itself; may be nil
	Hidden  func() bool          // no window shows; may be nil
}

// system waits for events; see glfw.go.
type system struct {
	wait func(atMost time.Duration) // handles events, once there are any or somebody calls post
	post func()                     // ends a wait, from any goroutine
	// hear tells of what happens to the window that is being drawn; false where none is.
	hear func(input func(), minimised func(bool)) bool
}

// A Loop is the toolkit's loop with its sleep.
type Loop struct {
	Options
	system system
	queue  func(func())     // on the UI thread, behind what is queued already
	now    func() time.Time // this computer's clock

	queued atomic.Int32 // works handed to the UI thread that have not begun

	waking  sync.Mutex // so that nobody posts to a toolkit that has ended
	waiting bool
	rung    bool // somebody ended the wait

	// Of the UI thread.
	frames int       // since the last work
	awake  time.Time // when the loop may sleep again
	moving bool      // something moves by itself
	asked  bool      // a wait is in the queue

	heard   []*ear
	unheard []*ear // windows that were not drawn yet
}

// Start lets the loop of this app sleep. Call it before the loop runs.
func Start(o Options) *Loop {
	l := &Loop{Options: o, system: toolkit, queue: background.Queue, now: time.Now}
	frames := fyne.NewAnimation(time.Hour, func(float32) { l.frame() })
	frames.RepeatCount = fyne.AnimationRepeatForever
	frames.Start()
	background.Attend(l)
	return l
}

// Awake keeps the loop from sleeping for a moment: somebody is there. Call it on the UI thread.
func (l *Loop) Awake() { l.awake = l.now().Add(awakeFor) }

// Queued implements [background.Attendant].
func (l *Loop) Queued() {
	l.queued.Add(1)
	l.waking.Lock()
	defer l.waking.Unlock()
	if l.waiting {
		l.rung = true
		l.system.post()
	}
}

// Begun implements [background.Attendant].
func (l *Loop) Begun() { l.queued.Add(-1) }

// Done implements [background.Attendant].
func (l *Loop) Done(beat bool) {
	l.frames = 0
	if !beat {
		l.Awake()
	}
}

// frame comes before each frame that the loop may draw, right after the toolkit has handled its events.
func (l *Loop) frame() {
	l.frames++
	l.listen()
	l.moving = l.Frame != nil && l.Frame(l.now())
	if l.system.wait != nil && !l.asked && l.maySleep() {
		l.asked = true
		l.queue(l.sleep)
	}
}

// maySleep reports whether all is drawn, and nothing is to be drawn soon.
func (l *Loop) maySleep() bool {
	return l.frames >= settled && !l.moving && !l.now().Before(l.awake) &&
		l.queued.Load() == 0 && l.Context.Err() == nil && (l.Off == nil || !l.Off())
}

// sleep waits for the next event, on the UI thread. The toolkit takes what is queued and its beat in no
// order, so whether the loop may sleep is asked again; and it is said that it waits before that, so
// that whoever queues something meanwhile either is seen here or ends the wait.
func (l *Loop) sleep() {
	l.asked = false
	l.setWaiting(true)
	sleeps, began, atMost := l.maySleep(), l.now(), showing
	if l.Hidden != nil && l.Hidden() {
		atMost = longest
	}
	if sleeps {
		l.system.wait(atMost)
	}
	rung := l.setWaiting(false)
	if sleeps && !rung && l.now().Sub(began) < atMost-early { // an event
		l.frames = 0
		l.Awake()
	}
}

// setWaiting says whether the loop waits, and reports whether somebody has ended the last wait.
func (l *Loop) setWaiting(waiting bool) (rung bool) {
	l.waking.Lock()
	defer l.waking.Unlock()
	rung = l.rung
	l.waiting, l.rung = waiting, false
	return rung
}
