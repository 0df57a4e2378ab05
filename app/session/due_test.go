package session

import (
	"testing"
	"time"
)

func TestDue(t *testing.T) {
	const most = time.Hour
	s, c, _ := newSession(t)
	due := func(want time.Duration, when string) {
		t.Helper()
		if got := Due(s, most); got != want {
			t.Errorf("%s: due in %v, want %v", when, got, want)
		}
	}
	due(DefaultLock, "at first only the lock is due")
	c.Forward(time.Minute)
	due(DefaultLock-time.Minute, "a minute later")
	if err := s.Clip().Secret(t.Context(), "text", 30*time.Second); err != nil {
		t.Fatal(err)
	}
	due(30*time.Second, "the clipboard is to be cleared first")
	c.Forward(40 * time.Second)
	due(0, "past the time")
	s.Clip().Clear(t.Context())
	s.Apply(Settings{LockAfter: 0})
	due(most, "nothing is due")
}

// While the computer sleeps the monotonic clock may stand still: the clock that says so first counts.
func TestUntilAfterSleep(t *testing.T) {
	start := moment{steady: time.Now(), wall: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	asleep := moment{steady: start.steady.Add(time.Second), wall: start.wall.Add(8 * time.Hour)}
	if left := asleep.until(start.add(DefaultLock)); left > 0 {
		t.Errorf("%v are left to wait after a night", left)
	}
}
