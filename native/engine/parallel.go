package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"checksig/threads"
)

// A dealer deals the numbers below n out to workers, in their order. Where the
// workers take their work from elsewhere, n says about how much there is.
type dealer struct {
	n, workers int
	dealt      atomic.Int64
	held       atomic.Int64 // by all workers, where they count what they hold

	begin func()          // one more worker
	alone atomic.Bool     // the first worker has not called the others, if there are any
	ended atomic.Int64    // workers that found nothing left, and in whose place none has begun
	left  chan []fileLane // what workers that begin go on with
	offer atomic.Pointer[offer]
}

// next returns the next number, and whether there was one.
func (d *dealer) next() (int, bool) {
	i := int(d.dealt.Add(1)) - 1
	return i, i < d.n
}

// isOut reports whether all is dealt.
func (d *dealer) isOut() bool { return int(d.dealt.Load()) >= d.n }

// share is how much of what is held and of what is left one worker should
// hold, if all are to hold as much.
func (d *dealer) share() int {
	left := max(0, d.n-int(d.dealt.Load())) + int(d.held.Load())
	if d.alone.Load() {
		return left
	}
	return (left + d.workers - 1) / d.workers
}

// call has the workers begin that have not.
func (d *dealer) call() {
	if d.alone.CompareAndSwap(true, false) {
		for range d.workers - 1 {
			d.begin()
		}
	}
}

// A worker does a part of the work that a dealer deals out until there is
// none, or its context ends.
type worker func(ctx context.Context, d *dealer) error

// inParallel has workers share the numbers below n. One begins in the caller's
// goroutine; the others do when it calls them. inParallel returns when all that
// began have: nil, the first error, or the context's cause if it ended. The
// workers' context ends with the first error. A panic is an error.
func inParallel(ctx context.Context, workers, n int, work worker) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	var failed atomic.Bool
	d := &dealer{n: n, workers: workers, left: make(chan []fileLane, workers)}
	attempt := func() (err error) {
		defer recoverAs(&err)
		return work(ctx, d)
	}
	run := func() {
		if err := attempt(); err != nil {
			stop(err) // a cause that is there already stays
			failed.Store(true)
		}
	}
	d.begin = func() {
		group.Go(func() {
			threads.GiveWay() // not in the caller's thread, which may be the host's
			run()
		})
		threads.ShowLast()
	}
	d.alone.Store(workers > 1)
	run()
	group.Wait()
	if failed.Load() {
		return context.Cause(ctx)
	}
	return nil
}
