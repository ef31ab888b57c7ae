package engine

import (
	"time"

	"checksig/lanes"
)

// The first worker of a check calls the others with the first file after which
// it finds that all would be through sooner with them. Of a few small files it
// reads all: a core takes little longer for ten lanes than for five, and other
// threads take time to wake, and may do so on the very core that this one has.

// callTime is how much sooner all must be through so that others are called.
// A thread wakes within 0.05 to 0.1 ms, or where cores are busy within several
// times as long.
var callTime = 200 * time.Microsecond

// readTime is about what it takes to read a lane's buffer from memory. How long
// it takes to open a file is measured, since it may have to wait for a disk or
// a network, and what it takes to digest a buffer is known.
const readTime = 2 * time.Microsecond

// wantsOthers reports whether it pays to call the other workers, if the files
// that are still to be opened are like those that were, on average.
func (r *reader) wantsOthers() bool {
	d := r.dealer
	dealt := int(d.dealt.Load())
	unopened := max(0, d.n-dealt)
	left := unopened + r.busy
	part := func(n int) int { return (n + d.workers - 1) / d.workers }
	buffers := float64(r.opened) / float64(dealt) / lanes.BufferSize // of each file
	takes := func(unopened, files int) float64 {
		ofEach := r.digesting(files) + time.Duration(files)*readTime
		return float64(unopened)*float64(r.opening) + buffers*float64(ofEach)
	}
	return takes(unopened, left)-takes(part(unopened), part(left)) > float64(callTime)
}

// keepOpening keeps how long the fastest opening of a file took.
func (r *reader) keepOpening(took time.Duration) {
	if r.opening == 0 || took < r.opening {
		r.opening = took
	}
}

// digesting is how long one core takes to digest a buffer of each of n files.
func (r *reader) digesting(n int) time.Duration {
	wide := len(r.files)
	return time.Duration(n/wide)*r.group.Cost(wide) + r.group.Cost(n%wide)
}
