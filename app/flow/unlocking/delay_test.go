package unlocking

import (
	"testing"
	"time"
)

func TestPatience(t *testing.T) {
	for _, row := range []struct {
		failures int
		want     time.Duration
	}{
		{0, 0}, {2, 0}, {3, time.Second}, {4, 2 * time.Second}, {5, 4 * time.Second}, {6, 5 * time.Second},
		{1 << 40, 5 * time.Second}, // a shift that overflows would wait for ever, or not at all
	} {
		if got := delayAfter(row.failures); got != row.want {
			t.Errorf("after %d wrong passwords it waits %v, want %v", row.failures, got, row.want)
		}
	}
}
