package engine

import (
	"context"
	"sync"
	"sync/atomic"
)

// A worker does a part of the work that next deals out until there is none, or
// its context ends.
type worker func(ctx context.Context, next func() (i int, ok bool)) error

// inParallel has workers share the numbers below n, in their order. It returns
// when all workers have: nil, the first error, or the context's cause if it
// ended. The workers' context ends with the first error. A panic is an error.
func inParallel(ctx context.Context, workers, n int, work worker) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	var dealt atomic.Int64
	var failed atomic.Bool
	next := func() (int, bool) {
		i := int(dealt.Add(1)) - 1
		return i, i < n
	}
	run := func() (err error) {
		defer recoverAs(&err)
		return work(ctx, next)
	}
	for range workers {
		group.Go(func() {
			if err := run(); err != nil {
				stop(err) // a cause that is there already stays
				failed.Store(true)
			}
		})
	}
	group.Wait()
	if failed.Load() {
		return context.Cause(ctx)
	}
	return nil
}
