package engine

import (
	"time"

	"checksig/beneath"
	"checksig/faults"
	"checksig/lanes"
	"checksig/threads"
)

// fetchBytes is how much of a file is fetched from the disk at once.
const fetchBytes = 1 << 20

// A fetcher has bytes of files brought into memory while its reader goes on
// with other files. The system is told of all of them at once, so that a disk
// is busy, and a few goroutines wait for one after the other: a thread for each
// would have others wait for a core, the host's event loop among them.
type fetcher struct {
	wanted  chan wanted
	fetched chan fetched
	waiters int
}

// mostWaiters is how many goroutines of a reader wait for disks.
const mostWaiters = 2

// A wanted is a run of bytes of the file in a lane, a fetched says that it is
// in memory, as far as there is room, or cannot be read.
type (
	wanted struct {
		lane     int
		file     beneath.File
		at, size int64
	}
	fetched struct {
		lane int
		took time.Duration // waiting
		err  error         // a panic
	}
)

// fetch begins to fetch. There may be as many under way as there are lanes.
func (f *fetcher) fetch(w wanted) {
	if f.wanted == nil {
		f.wanted = make(chan wanted, lanes.MaxWidth)
		f.fetched = make(chan fetched, lanes.MaxWidth)
	}
	w.file.Announce(w.at, w.size)
	if f.waiters < mostWaiters {
		f.waiters++
		go f.wait()
	}
	f.wanted <- w
}

// wait waits for what is wanted until close.
func (f *fetcher) wait() {
	for w := range f.wanted {
		took, err := w.wait()
		f.fetched <- fetched{w.lane, took, err}
	}
}

func (w wanted) wait() (took time.Duration, err error) {
	defer recoverAs(&err)
	threads.GiveWay() // each time: the goroutine may have come to another thread
	faults.At("read.fetch")
	start := time.Now()
	w.file.Await(w.at, w.size)
	return time.Since(start), nil
}

// close ends the goroutines and returns what they did not begin to wait for. Of
// the rest fetched will tell.
func (f *fetcher) close() (left []wanted) {
	if f.wanted == nil {
		return nil
	}
	close(f.wanted)
	for w := range f.wanted {
		left = append(left, w)
	}
	return left
}
