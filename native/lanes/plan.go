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
	best  [MaxWidth + 1]*path         // by the number of lanes that have blocks; nil: serial
	cost  [MaxWidth + 1]time.Duration // of measuredBlocks in each of as many lanes
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
	alone := measure(f, proven)
	p.assign(alone, proven, forced)
	return p
}

// assign chooses the path for each number of lanes, given the cost of one lane
// with the standard library, and the width with which a lane costs least.
func (p *plan) assign(alone time.Duration, paths []path, forced bool) {
	least := float64(alone)
	if forced {
		least = math.Inf(1)
	}
	for n := 1; n <= MaxWidth; n++ {
		cost := time.Duration(math.MaxInt64)
		var best *path
		for i := range paths {
			c := &paths[i]
			if t := time.Duration((n+c.width-1)/c.width) * c.cost; t < cost {
				cost, best = t, c
			}
		}
		if each := float64(cost) / float64(n); each < least {
			least, p.width = each, n
		}
		if serial := time.Duration(n) * alone; serial <= cost && !(forced && n > 1) {
			cost, best = serial, nil
		}
		p.cost[n], p.best[n] = cost, best
	}
}
