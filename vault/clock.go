package vault

import (
	"fmt"
	"strconv"
	"time"
)

// A stamp says when a field was written: a hybrid logical clock, 48 bits of Unix
// milliseconds and 16 bits of counter, so that it never runs backwards on one device.
type stamp uint64

// ahead is how far in the future a stamp may lie and still say something about the time.
// One that lies beyond was made by a clock that is wrong.
const ahead = 24 * time.Hour

func stampAt(t time.Time) stamp { return stamp(max(t.UnixMilli(), 0)) << 16 }

// String returns the 16 hexadecimal digits of the file format.
func (s stamp) String() string { return fmt.Sprintf("%016x", uint64(s)) }

// time returns the wall time in s.
func (s stamp) time() time.Time { return time.UnixMilli(int64(s >> 16)) }

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

// after returns the stamp of a value that replaces one with the stamp old. It is later than
// old, whatever clock that came from: whoever edits what a wrong clock wrote wins over it.
// The clock itself goes on from the right time.
func (c *clock) after(old stamp) stamp {
	if t := c.tick(); t > old {
		return t
	}
	return max(old, old+1) // the greatest stamp has none after it
}

// see takes note of a stamp that came from elsewhere, unless a wrong clock made it: every
// later stamp would lie as far in the future.
func (c *clock) see(s stamp) {
	if s <= stampAt(c.now().Add(ahead)) {
		c.last = max(c.last, s)
	}
}
