package scanner

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// workers is how many goroutines share a job.
type workers int

func newWorkers(limit int) workers {
	n := runtime.GOMAXPROCS(0)
	if limit > 0 {
		n = min(n, limit)
	}
	return workers(n)
}

// each calls job for 0 to n-1, shared out over the workers, and stops early when ctx ends. A
// panic in a job ends in the calling goroutine, where Scan catches it.
func (w workers) each(ctx context.Context, n int, job func(i int)) {
	if n == 0 {
		return
	}
	var next atomic.Int64
	var failure atomic.Value
	work := func() {
		defer func() {
			if r := recover(); r != nil {
				failure.CompareAndSwap(nil, &r)
			}
		}()
		for ctx.Err() == nil && failure.Load() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			job(i)
		}
	}
	var all sync.WaitGroup
	for range min(int(w), n) - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
	if r := failure.Load(); r != nil {
		panic(*r.(*any))
	}
}
