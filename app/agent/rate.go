package agent

import (
	"sync"
	"time"
)

// mostCodes is how many codes a program gets in a second, and at once.
const mostCodes = 20

// rates counts the codes of each program in a bucket that fills by mostCodes a second.
type rates struct {
	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// take reports whether a program may have n codes more, and counts them if so.
func (r *rates) take(program string, n int, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.buckets == nil {
		r.buckets = map[string]bucket{}
	}
	b, known := r.buckets[program]
	switch passed := now.Sub(b.at).Seconds(); {
	case !known:
		b.left = mostCodes
	case passed > 0: // a clock that was set back fills nothing
		b.left = min(mostCodes, b.left+passed*mostCodes)
	}
	b.at = now
	ok := b.left >= float64(n)
	if ok {
		b.left -= float64(n)
	}
	if len(r.buckets) >= mostPrograms && !known { // whoever starts under ever new names gets no new bucket
		for name, old := range r.buckets {
			if now.Sub(old.at) > time.Second {
				delete(r.buckets, name)
			}
		}
		if len(r.buckets) >= mostPrograms {
			return false
		}
	}
	r.buckets[program] = b
	return ok
}

// mostPrograms bounds what is kept of programs that ask.
const mostPrograms = 1000
