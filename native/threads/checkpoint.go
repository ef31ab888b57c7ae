package threads

import "time"

// checkpointInterval is the time between two checkpoints: a fraction of a time
// slice, which is 0.7 ms or more, and a thousand times what one takes.
const checkpointInterval = 250 * time.Microsecond

// Checkpoints are where a goroutine that works for long lets the system notice
// that its thread's time slice is over, so that who waits for the core has its
// turn then. The zero value is ready for use, by one goroutine.
//
// Linux notices it when it accounts for the time that the thread has used,
// which it otherwise does at the ticks of its clock, 4 ms apart at 250 Hz, and
// when a thread wakes on that core. It takes no share of the core from the
// thread: sched_yield(2) would have it forfeit the rest of its slice.
type Checkpoints struct{ last time.Time }

// Pass is called from time to time, the more often the better: what it does it
// does once an interval.
func (c *Checkpoints) Pass() {
	if c.due(time.Now()) {
		account()
	}
}

// due reports whether an interval is over, and begins the next one then.
func (c *Checkpoints) due(now time.Time) bool {
	if now.Sub(c.last) < checkpointInterval {
		return false
	}
	c.last = now
	return true
}
