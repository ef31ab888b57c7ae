package lanes

// A lane is one message and its buffer.
type lane struct {
	block  int // the size of a block
	state  digestState
	length uint64 // of the message, as far as it came
	begun  bool
	ended  bool // the padding is in the buffer
	buffer []byte
	start  int // buffer[start:end] is not digested yet
	end    int
}

// spread, a line of the cache, keeps the buffers' lines out of one set of the
// first-level cache, where more lanes than it has ways would drive each other
// out: large allocations begin at pages, and lanes are read at about the same
// place.
const spread = 64

// newBuffer returns a buffer for a lane, with room for padding.
func newBuffer(lane int) []byte {
	offset := lane * spread
	return make([]byte, offset+BufferSize+maxPadding)[offset:]
}

// blocks is the number of whole blocks that wait.
func (l *lane) blocks() int { return (l.end - l.start) / l.block }

// wants reports whether the lane has no block and its message goes on.
func (l *lane) wants() bool { return l.begun && !l.ended && l.blocks() == 0 }

// done reports whether the message is digested.
func (l *lane) done() bool { return l.ended && l.start == l.end }

// space returns the free part of the buffer. Bytes that wait move to its
// front when they are less than a block, or when half of the buffer is before
// them.
func (l *lane) space() []byte {
	if l.start > 0 && (l.blocks() == 0 || l.start >= BufferSize/2) {
		l.end = copy(l.buffer, l.buffer[l.start:l.end])
		l.start = 0
	}
	return l.buffer[l.end:BufferSize:BufferSize]
}
