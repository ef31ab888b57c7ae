package lanes

// A Saved is a message in mid-way that is in no lane.
type Saved struct {
	state  digestState
	length uint64
	ended  bool
	rest   [maxBlock]byte
	left   int // bytes of rest
}

// Save takes the message out of a lane, which is free then. The lane must have
// no whole block left: Run comes before.
func (g *Group) Save(lane int, s *Saved) {
	l := &g.lanes[lane]
	if !l.begun || l.blocks() > 0 {
		panic("lanes: no message, or one that has blocks, cannot be saved")
	}
	s.state, s.length, s.ended = l.state, l.length, l.ended
	s.left = copy(s.rest[:], l.buffer[l.start:l.end])
	g.Drop(lane)
}

// Load puts a message that was saved from a group of the same algorithm into
// a lane, forgetting what was there.
func (g *Group) Load(lane int, s *Saved) {
	g.Begin(lane)
	l := &g.lanes[lane]
	l.state, l.length, l.ended = s.state, s.length, s.ended
	l.end = copy(l.buffer, s.rest[:s.left])
}
