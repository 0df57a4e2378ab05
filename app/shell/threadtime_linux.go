package shell

import (
	"time"

	"golang.org/x/sys/unix"
)

// ThreadTime, for tests, is how long the processor has worked for this thread. Unlike the time on the
// wall it does not grow while others have the machine.
func ThreadTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
