package engine

import (
	"context"
	"sync"
	"sync/atomic"
)

// inParallel calls work for all numbers below n, in their order and spread
// over workers, each of which newWorker makes one function for. It returns
// when all are done: nil, the first error, or the context's cause if it ended.
// The workers' context ends with the first error. A panic is an error.
func inParallel(ctx context.Context, workers, n int, newWorker func(context.Context) (work func(int) error)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	var next atomic.Int64
	var failed atomic.Bool
	worker := func() (err error) {
		defer recoverAs(&err)
		work := newWorker(ctx)
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return nil
			}
			if err := work(i); err != nil {
				return err
			}
		}
	}
	for range workers {
		group.Go(func() {
			if err := worker(); err != nil {
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
