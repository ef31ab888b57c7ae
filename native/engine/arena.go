package engine

// An arena keeps bytes, many together, that all live equally long.
type arena struct{ chunks [][]byte }

// A span is where some bytes are in an arena.
type span struct{ chunk, at, size uint32 }

const arenaChunk = 64 << 10

// add keeps a copy of b.
func (a *arena) add(b []byte) span {
	last := len(a.chunks) - 1
	if last < 0 || cap(a.chunks[last])-len(a.chunks[last]) < len(b) {
		a.chunks = append(a.chunks, make([]byte, 0, max(arenaChunk, len(b))))
		last++
	}
	chunk := &a.chunks[last]
	at := len(*chunk)
	*chunk = append(*chunk, b...)
	return span{uint32(last), uint32(at), uint32(len(b))}
}

// of returns the bytes of a span, which must not be changed.
func (a *arena) of(s span) []byte { return a.chunks[s.chunk][s.at : s.at+s.size] }
