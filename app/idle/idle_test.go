package idle

import (
	"context"
	"testing"
	"time"
)

// A bench is a loop without a toolkit: frames come one by one, and what is queued runs when it is told to.
type bench struct {
	*Loop
	t      *testing.T
	clock  time.Time
	queued []func()
	waits  []time.Duration
	during func() // comes while the loop waits; may be nil
	posted int
	moves  bool
	hidden bool
	off    bool
	end    context.CancelFunc
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, clock: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	ctx, end := context.WithCancel(t.Context())
	b.end = end
	b.Loop = &Loop{
		Options: Options{
			Context: ctx, Off: func() bool { return b.off }, Hidden: func() bool { return b.hidden },
			Frame: func(time.Time) bool { return b.moves },
		},
		queue: func(f func()) { b.queued = append(b.queued, f) },
		now:   func() time.Time { return b.clock },
		system: system{
			wait: func(atMost time.Duration) {
				b.waits = append(b.waits, atMost)
				if b.during != nil {
					b.during()
					return
				}
				b.clock = b.clock.Add(atMost)
			},
			post: func() { b.posted++ },
		},
	}
	return b
}

// run is the toolkit's loop for so many beats: a frame, and then what is queued.
func (b *bench) run(beats int) {
	for range beats {
		b.clock = b.clock.Add(time.Second / 60)
		b.frame()
		queued := b.queued
		b.queued = nil
		for _, f := range queued {
			f()
		}
	}
}

func (b *bench) sleeps(want int, when string) {
	b.t.Helper()
	if len(b.waits) != want {
		b.t.Fatalf("%s: it slept %d times, want %d", when, len(b.waits), want)
	}
}

func TestSleepsOnceAllIsDrawn(t *testing.T) {
	b := newBench(t)
	b.run(settled - 1)
	b.sleeps(0, "before all is drawn")
	b.run(1)
	b.sleeps(1, "after it")
	b.run(5)
	b.sleeps(6, "with nothing to do")
	b.Done(true)
	b.run(settled - 1)
	b.sleeps(6, "right after a beat")
	b.run(1)
	b.sleeps(7, "with the beat drawn")
}

func TestStaysAwake(t *testing.T) {
	long := int(awakeFor/(time.Second/60)) + settled + 1
	for _, tt := range []struct {
		why     string
		what    func(*bench)
		after   int // beats after which it sleeps again
		forever bool
	}{
		{"somebody is there", func(b *bench) { b.Awake() }, long, false},
		{"work came from elsewhere: what it shows may move", func(b *bench) { b.Queued(); b.Begun(); b.Done(false) }, long, false},
		{"work is on its way", func(b *bench) { b.Queued() }, 0, true},
		{"a caret blinks", func(b *bench) { b.moves = true }, 0, true},
		{"it is switched off", func(b *bench) { b.off = true }, 0, true},
		{"the program ends", func(b *bench) { b.end() }, 0, true},
	} {
		t.Run(tt.why, func(t *testing.T) {
			b := newBench(t)
			b.run(settled)
			before := len(b.waits)
			tt.what(b)
			b.run(20)
			b.sleeps(before, "right after")
			b.run(long)
			if awake := len(b.waits) == before; awake != tt.forever {
				t.Errorf("still awake: %v", awake)
			}
		})
	}
}

// An event ends the wait before its time, and what it started may move for a moment.
func TestAnEventKeepsItAwake(t *testing.T) {
	b := newBench(t)
	b.during = func() { b.clock = b.clock.Add(100 * time.Millisecond) }
	b.run(settled)
	b.sleeps(1, "at first")
	b.run(20) // a third of a second
	b.sleeps(1, "after the event")
	b.run(20)
	if len(b.waits) == 1 {
		t.Error("it never sleeps again")
	}
}

// What is queued while the loop waits ends the wait, whatever comes first.
func TestWorkEndsTheWait(t *testing.T) {
	b := newBench(t)
	b.during = func() { b.Queued() }
	b.run(settled)
	if b.posted != 1 {
		t.Fatalf("the wait was ended %d times", b.posted)
	}
	b.run(10)
	b.sleeps(1, "while the work has not begun")
	b.Begun()
	b.Done(true)
	b.during = nil
	b.run(settled)
	b.sleeps(2, "with the work done")
	b.Queued()
	if b.posted != 1 {
		t.Error("the toolkit is told although it does not wait: it may have ended")
	}
}

// The toolkit takes its beat and its queue in no order: work that was queued between the decision to sleep
// and the sleep must be seen.
func TestWorkQueuedBeforeTheWaitBegins(t *testing.T) {
	b := newBench(t)
	for range settled {
		b.frame()
	}
	if len(b.queued) != 1 {
		t.Fatal("no wait was asked for")
	}
	b.Queued()
	b.queued[0]()
	b.sleeps(0, "with work on its way")
}

func TestHowLongItWaits(t *testing.T) {
	b := newBench(t)
	b.run(settled)
	b.hidden = true
	b.run(1)
	if b.waits[0] != showing || b.waits[1] != longest {
		t.Errorf("waits %v", b.waits)
	}
}
