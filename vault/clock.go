package vault

import (
	"fmt"
	"strconv"
	"time"
)

// A stamp says when a field was written: a hybrid logical clock, 48 bits of Unix
// milliseconds and 16 bits of counter, so that it never runs backwards on one device.
type stamp uint64

// ahead is how far in the future another device's clock may seem to be. Stamps beyond
// count as just that far, else one wrong clock would win for years.
const ahead = 24 * time.Hour

func stampAt(t time.Time) stamp { return stamp(max(t.UnixMilli(), 0)) << 16 }

// String returns the 16 hexadecimal digits of the file format.
func (s stamp) String() string { return fmt.Sprintf("%016x", uint64(s)) }

// time returns the wall time in s.
func (s stamp) time() time.Time { return time.UnixMilli(int64(s >> 16)) }

// capped returns s as it counts on a computer whose clock says now.
func (s stamp) capped(now time.Time) stamp { return min(s, stampAt(now.Add(ahead))) }

// parseStamp reads 16 lower-case hexadecimal digits.
func parseStamp(text string) (stamp, bool) {
	n, err := strconv.ParseUint(text, 16, 64)
	return stamp(n), err == nil && stamp(n).String() == text
}

// A clock gives out stamps that only grow.
type clock struct {
	now  func() time.Time
	last stamp
}

// tick returns a stamp later than all that were given or seen.
func (c *clock) tick() stamp {
	c.last = max(c.last+1, stampAt(c.now()))
	return c.last
}

// see takes note of a stamp that came from elsewhere.
func (c *clock) see(s stamp) { c.last = max(c.last, s.capped(c.now())) }
