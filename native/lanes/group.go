package lanes

import "time"

// A Group digests up to Width messages side by side. A lane is free until
// Begin, and again after Done. A Group is not safe for concurrent use; its
// methods do not allocate, but for a lane's buffer at the first Begin.
type Group struct {
	plan   *plan
	lanes  []lane
	serial *serial
	states states // for the path
	data   [MaxWidth]*byte
}

func newGroup(p *plan) *Group {
	g := &Group{plan: p, lanes: make([]lane, p.width), serial: newSerial(p.function)}
	for i := range g.lanes {
		g.lanes[i].block = p.block
	}
	return g
}

// Width is the number of lanes.
func (g *Group) Width() int { return len(g.lanes) }

// Begin starts a new message in lane (0 <= lane < Width), forgetting what was
// there.
func (g *Group) Begin(lane int) {
	l := &g.lanes[lane]
	if l.buffer == nil {
		l.buffer = newBuffer(lane)
	}
	l.state, l.length = g.plan.initial, 0
	l.begun, l.ended = true, false
	l.start, l.end = 0, 0
}

// Buffer is the free space of the lane's buffer, to read into: nearly all of
// it if the lane wants bytes, and empty if Run has to be called first. It is
// valid until the next call with this lane or of Run.
func (g *Group) Buffer(lane int) []byte {
	return g.open(lane).space()
}

// Filled says that n bytes of Buffer's slice are the message's next ones.
func (g *Group) Filled(lane, n int) {
	l := g.open(lane)
	if n < 0 || n > BufferSize-l.end {
		panic("lanes: more bytes than the buffer has")
	}
	l.end += n
	l.length += uint64(n)
}

// NewBuffer returns a buffer for Swap.
func (g *Group) NewBuffer(lane int) []byte { return newBuffer(lane)[:BufferSize] }

// Swap gives the lane a buffer full of its message's next bytes, and returns
// the one that it had. The buffers are NewBuffer's for this lane; there must be
// no byte in the lane that is not digested.
func (g *Group) Swap(lane int, full []byte) []byte {
	l := g.open(lane)
	if l.start != l.end || len(full) != BufferSize {
		panic("lanes: swapped a buffer in use, or for one that is not full")
	}
	had := l.buffer[:BufferSize]
	l.buffer = full[:BufferSize+maxPadding]
	l.start, l.end = 0, BufferSize
	l.length += BufferSize
	return had
}

// End says that the message has no more bytes.
func (g *Group) End(lane int) {
	l := g.open(lane)
	l.end = len(g.plan.appendPadding(l.buffer[:l.end], l.length))
	l.ended = true
}

// open is a lane whose message goes on.
func (g *Group) open(lane int) *lane {
	l := &g.lanes[lane]
	if !l.begun || l.ended {
		panic("lanes: no message is begun in this lane")
	}
	return l
}

// Run digests blocks of all lanes that have some, until at least one of them
// has none left. It does nothing when no lane has any.
func (g *Group) Run() {
	var (
		active [MaxWidth]int
		n      int
		blocks = BufferSize // more than there can be
	)
	for i := range g.lanes {
		if b := g.lanes[i].blocks(); b > 0 {
			active[n] = i
			n++
			blocks = min(blocks, b)
		}
	}
	for left := active[:n]; len(left) > 0; {
		best := g.plan.best[len(left)]
		if best == nil {
			l := &g.lanes[left[0]]
			g.serial.digest(&l.state, l.buffer[l.start:l.start+blocks*l.block])
			l.start += blocks * l.block
			left = left[1:]
			continue
		}
		taken := min(len(left), best.width)
		g.digest(best, left[:taken], blocks)
		left = left[taken:]
	}
}

// digest digests blocks of at most the path's width of lanes. What is left of
// the width digests the first one's blocks once more, to no purpose.
func (g *Group) digest(p *path, active []int, blocks int) {
	for i := range p.width {
		number := active[0]
		if i < len(active) {
			number = active[i]
		}
		l := &g.lanes[number]
		g.data[i] = &l.buffer[l.start]
		g.plan.put(&g.states, p.width, i, &l.state)
	}
	p.digest(&g.states, &g.data, blocks)
	for i, number := range active {
		l := &g.lanes[number]
		g.plan.get(&g.states, p.width, i, &l.state)
		l.start += blocks * l.block
	}
}

// Wants reports whether the lane has no whole block left and its message is
// not ended: it wants Filled or End.
func (g *Group) Wants(lane int) bool { return g.lanes[lane].wants() }

// Done reports whether the message in the lane ended and is digested.
func (g *Group) Done(lane int) bool { return g.lanes[lane].done() }

// Sum appends the digest of the message, which is Done.
func (g *Group) Sum(dst []byte, lane int) []byte {
	l := &g.lanes[lane]
	if !l.done() {
		panic("lanes: the message in this lane is not digested")
	}
	return g.plan.appendDigest(dst, &l.state)
}

// Cost is how long Run takes, as measured, to digest a buffer of each of n
// lanes (0 <= n <= Width).
func (g *Group) Cost(n int) time.Duration {
	return g.plan.cost[n] * time.Duration(BufferSize/g.plan.block) / measuredBlocks
}

// Drop frees a lane, whatever became of its message.
func (g *Group) Drop(lane int) {
	l := &g.lanes[lane]
	l.begun, l.ended = false, false
	l.start, l.end = 0, 0
}
