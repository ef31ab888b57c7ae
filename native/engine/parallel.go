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
	begun atomic.Int64    // workers
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
	return (left + d.workers - 1) / d.workers
}

// lacksWorkers reports whether there are workers that have not begun.
func (d *dealer) lacksWorkers() bool { return int(d.begun.Load()) < d.workers }

// A worker does a part of the work that a dealer deals out until there is
// none, or its context ends.
type worker func(ctx context.Context, d *dealer) error

// inParallel has workers share the numbers below n. It returns when all
// workers have: nil, the first error, or the context's cause if it ended. The
// workers' context ends with the first error. A panic is an error.
func inParallel(ctx context.Context, workers, n int, work worker) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	var failed atomic.Bool
	d := &dealer{n: n, workers: workers, left: make(chan []fileLane, workers)}
	attempt := func() (err error) {
		defer recoverAs(&err)
		if workers > 1 {
			threads.GiveWay() // one alone is in its caller's thread, which may be the host's
		}
		d.begun.Add(1)
		return work(ctx, d)
	}
	run := func() {
		if err := attempt(); err != nil {
			stop(err) // a cause that is there already stays
			failed.Store(true)
		}
	}
	d.begin = func() { group.Go(run) }
	if workers == 1 {
		run() // sooner here than in another goroutine
	} else {
		// One that keeps running would keep the last that it began from the other
		// threads for 50 µs and more (runqgrab in Go's scheduler).
		for range workers {
			d.begin()
		}
	}
	group.Wait()
	if failed.Load() {
		return context.Cause(ctx)
	}
	return nil
}
