package transfer

import (
	"context"
	"errors"
	"testing"
)

// A stopping context ends after it was looked at a number of times.
type stopping struct {
	context.Context
	looks, end int
}

func (s *stopping) Err() error {
	if s.looks++; s.looks > s.end {
		return context.Canceled
	}
	return nil
}

// TestStopIsHeard stops each reader in the middle of a long file: it looks whether to go on at
// every entry, and ends when it is told to.
func TestStopIsHeard(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		n := 300
		if c.few {
			n = 3
		}
		if c.most > 0 {
			n = min(n, c.most)
		}
		rememberKeys(t)
		data := c.file(t, many(t, c, n))
		whole := &stopping{Context: context.Background(), end: 1 << 30}
		r, err := Read(whole, data, c.onlyPassword(contractPassword))
		if err != nil || len(r.Accounts) != n {
			t.Fatalf("%d accounts, %v", len(r.Accounts), err)
		}
		entries := whole.looks - lookedAt(t, c)
		if c.most == 0 && !c.few && entries < n {
			t.Errorf("%d entries are read with %d looks whether to go on", n, entries)
		}
		middle := &stopping{Context: context.Background(), end: whole.looks * 3 / 4}
		if r, err := Read(middle, data, c.onlyPassword(contractPassword)); !errors.Is(err, context.Canceled) || middle.looks > middle.end+4 {
			t.Errorf("stopped at look %d: %d looks, %d accounts, %v", middle.end, middle.looks, len(r.Accounts), err)
		}
	})
}

// lookedAt returns how often a reader looks whether to go on for one account: what it does
// before and behind the entries.
func lookedAt(t *testing.T, c contract) int {
	one := &stopping{Context: context.Background(), end: 1 << 30}
	if _, err := Read(one, c.file(t, many(t, c, 1)), c.onlyPassword(contractPassword)); err != nil {
		t.Fatal(err)
	}
	return one.looks - 1
}
