package engine

import "sync/atomic"

// A tally is what one worker counts. Only the worker changes it; whoever tells
// of progress reads it meanwhile. It has a cache line of its own, or cores
// would wait for one another with every file.
type tally struct {
	files   atomic.Int64
	bytes   atomic.Int64
	current atomic.Pointer[[]byte] // the name of a file that is being read, if progress is told
	counts  [statusCount]int
	_       [64]byte
}

// newTally returns a tally for a worker of the check.
func (c *check) newTally() *tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := new(tally)
	c.tallies = append(c.tallies, t)
	return t
}

// told is the number of verdicts on entries, when no worker is left.
func (c *check) told() (n int) {
	for _, t := range c.tallies {
		for status, count := range t.counts {
			if Status(status) != Malformed && Status(status) != Extra {
				n += count
			}
		}
	}
	return n
}

// sum completes the report when no worker is left.
func (c *check) sum() {
	for _, t := range c.tallies {
		c.report.Bytes += t.bytes.Load()
		for status, count := range t.counts {
			c.report.Counts[status] += count
		}
	}
}
