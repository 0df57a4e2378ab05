package session

import "time"

// A moment is a point on both clocks. Go's monotonic clock stands still while a Linux
// computer sleeps, the wall clock may be set: whichever says that the time is over, wins.
type moment struct {
	steady time.Time // with the monotonic reading
	wall   time.Time // without
}

func momentOf(t time.Time) moment {
	return moment{steady: t, wall: t.Round(0)}
}

func (m moment) zero() bool { return m.wall.IsZero() }

func (m moment) add(d time.Duration) moment {
	return moment{steady: m.steady.Add(d), wall: m.wall.Add(d)}
}

// reached reports whether m is at or behind due on either clock.
func (m moment) reached(due moment) bool {
	return !m.steady.Before(due.steady) || !m.wall.Before(due.wall)
}

// Touch notes a sign of the user: a key, a click, a movement in our window.
func (s *Session) Touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.input = momentOf(s.now())
}

// LockDue reports whether nobody has been there for the time after which to lock.
func (s *Session) LockDue() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	after := s.settings.LockAfter
	return after > 0 && momentOf(s.now()).reached(s.input.add(after))
}

// Due is how long from now something is to be done in a session by itself, on the clock that says so first:
// to lock, or to clear the clipboard. It is at most the time given, and 0 where it is due.
func Due(s *Session, atMost time.Duration) time.Duration {
	s.mu.Lock()
	if after := s.settings.LockAfter; after > 0 {
		atMost = min(atMost, momentOf(s.now()).until(s.input.add(after)))
	}
	s.mu.Unlock()
	return max(0, s.clip.left(atMost))
}

// until is how long it is from m to due on the clock that gets there first.
func (m moment) until(due moment) time.Duration {
	return min(due.steady.Sub(m.steady), due.wall.Sub(m.wall))
}
