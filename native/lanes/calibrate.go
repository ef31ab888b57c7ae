package lanes

import "time"

// Few blocks, measured often: the fastest run is one that nothing interrupted
// and that found the processor's wide units awake.
const (
	measuredBlocks = 16
	measuredTimes  = 8
)

// measure sets the cost of each path and returns that of one lane with the
// standard library, and of the latter by itself, whose state nobody hands over.
// The widest paths, which come first, are measured last: some processors lower
// their frequency for a while after them.
func measure(f *function, paths []path) (serial, standard time.Duration) {
	message := make([]byte, measuredBlocks*f.block)
	s := newSerial(f)
	state := f.initial
	serial = fastest(func() { s.digest(&state, message) })
	standard = fastest(func() { s.hash.Write(message) })
	var (
		all  states
		data [MaxWidth]*byte
	)
	for i := range data {
		data[i] = &message[0]
	}
	for i := range paths {
		p := &paths[len(paths)-1-i]
		p.cost = fastest(func() { p.digest(&all, &data, measuredBlocks) })
	}
	return serial, standard
}

// fastest is the time of f's fastest run, and never zero.
func fastest(f func()) time.Duration {
	least := time.Duration(1 << 62)
	for range measuredTimes {
		start := time.Now()
		f()
		least = min(least, max(time.Since(start), 1))
	}
	return least
}
