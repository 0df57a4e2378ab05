package helper

import (
	"os"
	"sync/atomic"
	"time"
)

// A process is a running helper.
type process struct {
	*channel
	process *os.Process
	close   func()
	large   atomic.Bool // it was ended for its memory
	state   *os.ProcessState
}

// kill ends the helper at once.
func (p *process) kill() { _ = p.process.Kill() }

// end lets go of the helper and waits until it is gone.
func (p *process) end() {
	if p.state == nil {
		p.kill()
		p.state, _ = p.process.Wait()
	}
	p.close()
}

// lookEvery is how often the memory of a helper is looked at. It takes 256 MiB in this time at most,
// and its hard limit is above that.
const lookEvery = 10 * time.Millisecond

// watch ends the helper when it takes more memory than it may.
func (p *process) watch(most *atomic.Uint64, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case <-time.After(lookEvery):
		}
		if taken, ok := memoryOf(p.process.Pid); ok && taken > raced*most.Load() {
			p.large.Store(true)
			p.kill()
			return
		}
	}
}

// reason says why a helper ended without an answer. Go ends a program with 2 when the system gives
// it no more memory, and from outside such a program is killed.
func (p *process) reason() error {
	p.state, _ = p.process.Wait()
	if p.large.Load() || p.state != nil && (p.state.ExitCode() == 2 || killed(p.state)) {
		return ErrMemory
	}
	return ErrCrashed
}
