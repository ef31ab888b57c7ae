package engine

import "sync/atomic"

// A tally is what one worker counts. Only the worker changes it; whoever tells
// of progress reads it meanwhile. It has a cache line of its own, or cores
// would wait for one another with every file.
type tally struct {
	files   atomic.Int64
	bytes   atomic.Int64
	current atomic.Int64 // the entry whose file is being read, + 1
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

// sum completes the report when no worker is left.
func (c *check) sum() {
	for _, t := range c.tallies {
		c.report.Bytes += t.bytes.Load()
		for status, count := range t.counts {
			c.report.Counts[status] += count
		}
	}
}
