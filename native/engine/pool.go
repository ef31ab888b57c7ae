package engine

import "runtime"

// Cores is the number of files that all checks together read at once: one for
// each core that the process may use, as counted when it started.
var Cores = runtime.GOMAXPROCS(0)

// bufferSize is what is read at once: large enough that the system calls cost
// nothing beside the hashing, small enough for a core's cache.
const bufferSize = 256 << 10

// turnBytes is how much is read before others who wait have a turn. Opening a
// file counts as much as reading fileBytes.
const (
	turnBytes = 16 << 20
	fileBytes = 256 << 10
)

// A pool is the permission to read, as buffers: who holds one may read. It
// bounds the work and the memory of all checks that share it.
type pool chan []byte

var shared = newPool(Cores)

func newPool(size int) pool {
	p := make(pool, size)
	for range size {
		p <- nil // made when it is first needed
	}
	return p
}

// A turn is a place in a pool: it holds one of the pool's buffers, or none.
type turn struct {
	pool   pool
	buffer []byte // nil when none is held
	left   int64  // bytes until others have their turn
}

// take waits for a buffer, if none is held, and reports whether there was one
// before done was closed.
func (t *turn) take(done <-chan struct{}) bool {
	if t.buffer != nil {
		return true
	}
	select {
	case t.buffer = <-t.pool: // cheaper than the wait for two channels
	default:
		select {
		case <-done:
			return false
		case t.buffer = <-t.pool:
		}
	}
	if t.buffer == nil {
		t.buffer = make([]byte, bufferSize)
	}
	t.left = turnBytes
	return true
}

// spend counts bytes, and gives the buffer if others should have their turn.
func (t *turn) spend(bytes int64) {
	if t.left -= bytes; t.left <= 0 {
		t.give()
	}
}

// give returns the buffer, if one is held, to who has waited longest.
func (t *turn) give() {
	if t.buffer != nil {
		t.pool <- t.buffer
		t.buffer = nil
	}
}
