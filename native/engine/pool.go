package engine

import (
	"runtime"
	"sync/atomic"

	"checksig/digest"
	"checksig/lanes"
	"checksig/threads"
)

// Cores is the number of places that all checks together have: one for each
// core that the process may use, as counted when it started.
var Cores = runtime.GOMAXPROCS(0)

// bufferSize is what is read at once of a file that is read alone: large
// enough that the system calls cost nothing beside the hashing, small enough
// for a core's cache.
const bufferSize = 256 << 10

// turnBytes is how much is read before others who wait have a turn. Opening a
// file counts as much as reading fileBytes.
const (
	turnBytes = 16 << 20
	fileBytes = 256 << 10
)

// A place is the permission to read, and what it takes to read on one core.
// All is made when it is first needed.
type place struct {
	buffer []byte                             // for a file that is read alone
	groups map[*digest.Algorithm]*lanes.Group // for files that are read side by side
}

// group returns the place's lanes for an algorithm that has some.
func (p *place) group(algorithm *digest.Algorithm) *lanes.Group {
	group := p.groups[algorithm]
	if group == nil {
		group = lanes.New(laned[algorithm])
		if p.groups == nil {
			p.groups = make(map[*digest.Algorithm]*lanes.Group)
		}
		p.groups[algorithm] = group
	}
	return group
}

// laned are the algorithms that lanes exist for.
var laned = map[*digest.Algorithm]lanes.Algorithm{
	digest.SHA1:       lanes.SHA1,
	digest.SHA224:     lanes.SHA224,
	digest.SHA256:     lanes.SHA256,
	digest.SHA384:     lanes.SHA384,
	digest.SHA512:     lanes.SHA512,
	digest.SHA512_256: lanes.SHA512_256,
	digest.MD5:        lanes.MD5,
}

// width is how many files one core digests side by side with an algorithm.
func width(algorithm *digest.Algorithm) int {
	if lane, ok := laned[algorithm]; ok {
		return lanes.Width(lane)
	}
	return 1
}

// A pool has the places of all who share it: who holds one may read. It bounds
// their work and their memory.
type pool struct {
	free    chan *place
	waiting atomic.Int32
}

// crowd is how many workers there are for each place, rounded up.
func (p *pool) crowd() int {
	return 1 + (int(p.waiting.Load())+cap(p.free)-1)/cap(p.free)
}

var shared = newPool(Cores)

func newPool(size int) *pool {
	p := &pool{free: make(chan *place, size)}
	for range size {
		p.free <- new(place)
	}
	return p
}

// A turn is a worker's: it holds a place of the pool, or none.
type turn struct {
	pool  *pool
	place *place // nil when none is held
	left  int64  // bytes until others have their turn

	checkpoints threads.Checkpoints
}

// take waits for a place, if none is held, and reports whether there was one
// before done was closed.
func (t *turn) take(done <-chan struct{}) bool {
	if t.place != nil {
		return true
	}
	select {
	case t.place = <-t.pool.free: // cheaper than the wait for two channels
	default:
		t.pool.waiting.Add(1)
		defer t.pool.waiting.Add(-1)
		select {
		case <-done:
			return false
		case t.place = <-t.pool.free:
		}
	}
	t.left = turnBytes
	return true
}

// buffer returns the buffer of the place that is held.
func (t *turn) buffer() []byte {
	if t.place.buffer == nil {
		t.place.buffer = make([]byte, bufferSize)
	}
	return t.place.buffer
}

// over counts bytes, and reports whether it is the turn of others who wait.
func (t *turn) over(bytes int64) bool {
	if t.left -= bytes; t.left > 0 {
		return false
	}
	t.left = turnBytes
	return t.pool.waiting.Load() > 0
}

// give returns the place, if one is held, to who has waited longest.
func (t *turn) give() {
	if t.place != nil {
		t.pool.free <- t.place
		t.place = nil
	}
}
