package lanes

import (
	"math"
	"time"
)

// A path is one way to digest blocks of width messages at once.
type path struct {
	name   string
	family string // the name without the number of lanes
	width  int
	// digest digests blocks whole blocks of each lane. It reads no more than
	// the blocks.
	digest func(states *states, data *[MaxWidth]*byte, blocks int)
	cost   time.Duration // of a fixed number of blocks in every lane
}

// choose returns the paths that the value of CHECKSIG_LANES names, and whether
// it names any.
func choose(paths []path, value string) (chosen []path, forced bool) {
	if value == "" {
		return paths, false
	}
	for _, p := range paths {
		if p.name == value || p.family == value {
			chosen = append(chosen, p)
		}
	}
	return chosen, len(chosen) > 0
}

// A plan says how the lanes of one algorithm are digested.
type plan struct {
	*function
	width int
	best  [MaxWidth + 1]*path         // of the first of so many lanes, as many as it has; nil: serial, of one
	cost  [MaxWidth + 1]time.Duration // of measuredBlocks in each of as many lanes
	alone *path                       // for a message that has none beside it; nil: the standard library
}

// newPlan leaves out the paths that do not prove themselves and measures the
// others. If forced, paths are compared with each other only, but for a lane
// that is alone.
func newPlan(f *function, paths []path, forced bool) *plan {
	p := &plan{function: f, width: 1}
	var proven []path
	for _, c := range paths {
		if c.proves(f) {
			proven = append(proven, c)
		}
	}
	if len(proven) == 0 {
		return p
	}
	serial, standard := measure(f, proven)
	p.assign(serial, proven, forced)
	p.assignAlone(standard)
	return p
}

// assign chooses what digests each number of lanes in the least time, given the
// cost of one lane with the standard library, and the width with which a lane
// costs least. If forced, no more than one lane is left to the library.
func (p *plan) assign(serial time.Duration, paths []path, forced bool) {
	least := float64(serial)
	if forced {
		least = math.Inf(1)
	}
	for n := 1; n <= MaxWidth; n++ {
		cost := time.Duration(math.MaxInt64)
		var best *path
		for i := range paths {
			c := &paths[i]
			if t := c.cost + p.cost[max(0, n-c.width)]; t < cost {
				cost, best = t, c
			}
		}
		if each := float64(cost) / float64(n); each < least {
			least, p.width = each, n
		}
		if t := serial + p.cost[n-1]; t < cost && !forced {
			cost, best = t, nil
		}
		p.cost[n], p.best[n] = cost, best
	}
	if forced && serial < p.cost[1] {
		p.cost[1], p.best[1] = serial, nil
	}
}

// assignAlone chooses what digests a message that has none beside it, given the
// cost of the standard library where no state is handed over. A path has to be
// faster by more than the measuring may be wrong: one that was as fast took 2 %
// longer over 2 GiB (a Zen 5).
func (p *plan) assignAlone(standard time.Duration) {
	if p.best[1] != nil && p.cost[1] <= standard-standard/16 {
		p.alone = p.best[1]
	}
}
