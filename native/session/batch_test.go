package session

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

// FuzzBatch asserts that whatever jobs say, of any size and at any time, and
// however it is fetched meanwhile, arrives in batches as it was said: each job
// for itself in its order, events whole, the last one once. What is bounded is
// within its bounds, and no job is forgotten for another.
func FuzzBatch(f *testing.F) {
	const start, next, pause, cancel = opStart, opNext, opPause, opCancel
	f.Add([]byte{})
	f.Add([]byte{start, 0, 5})
	f.Add([]byte{start, 3, 1, 2, 3, 4, start, 2, 9, 8, 7, opWait, next, next})
	f.Add([]byte{start, 4, 129, 130, 131, 132, 5, opWait, opSleep, next, opWait, next})
	f.Add([]byte{start, 2, 128, 128, 5, start, 2, 135, 136, 5, start, 2, 133, 134, 5, opWait, next, opNextSoon, next})
	f.Add([]byte{start, 3, 130, 130, 130, 5, pause, 0, opWait, next, start, 1, 7, 5, next, opResume, 0, next})
	f.Add([]byte{start, 3, 130, 130, 130, 5, pause, 0, opWait, cancel, 0, next, next})
	f.Add([]byte{start, 7, 0, 0, 1, 0, 130, 0, 0, 1, cancel, 0, pause, 0, next})
	f.Add(bytes.Repeat([]byte{start, 0, 130}, 3))
	f.Add([]byte{start, 6, 128, 128, 128, 128, 128, 128, 5, start, 6, 128, 128, 128, 128, 128, 128, 5, start, 0, 5})
	f.Add(bytes.Repeat([]byte{start, 2, 130, 130, 5, opWait, next}, 8))
	f.Fuzz(func(t *testing.T, program []byte) {
		synctest.Test(t, func(t *testing.T) {
			b := &batchTest{T: t, s: New(0, nil)}
			defer b.s.Close()
			b.run(program)
			b.drain()
		})
	})
}

// The operations of a program. A job's number follows, or for a start the
// number of its events, their sizes and that of its last event.
const (
	opStart = iota
	opNext
	opNextSoon
	opPause
	opResume
	opCancel
	opWait  // until all jobs wait or have ended
	opSleep // until what waits for company is due
	opCount
)

const (
	mostJobs   = 8
	mostEvents = 8
	mostSaid   = 1 << 20 // bytes, by all jobs
)

// boundaries are the sizes of events that a byte above 127 stands for.
var boundaries = []int{
	queueBytes / 2, queueBytes - 1, queueBytes, queueBytes + 1, queueBytes - sectionHead,
	batchBytes/2 - sectionHead, batchBytes - sectionHead - 1, batchBytes - sectionHead, batchBytes,
}

const sectionHead = 12

// noise is what all jobs say, from another place on each.
var noise = func() []byte {
	all := make([]byte, mostSaid+mostJobs*101)
	rand.NewChaCha8([32]byte{}).Read(all)
	return all
}()

// A batchTest runs a program, and knows what should come of it.
type batchTest struct {
	*testing.T
	s    *Session
	jobs []*saying
	said int
}

// A saying is what a job says, and how much of it was heard.
type saying struct {
	words             []byte // all events, one behind the other
	sizes             []int  // of the events
	heard             int    // events
	at                int    // bytes
	paused, cancelled bool
	ended             bool
	missed            int // batches without it
}

func (b *batchTest) run(program []byte) {
	take := func() (n int) {
		if len(program) > 0 {
			n, program = int(program[0]), program[1:]
		}
		return n
	}
	job := func() (*saying, uint32) {
		if len(b.jobs) == 0 {
			return new(saying), 0
		}
		i := take() % len(b.jobs)
		return b.jobs[i], uint32(i + 1)
	}
	for len(program) > 0 {
		switch take() % opCount {
		case opStart:
			sizes := make([]int, take()%mostEvents+1)
			for i := range sizes {
				sizes[i] = b.size(take())
			}
			b.start(sizes)
		case opNext:
			b.next(time.Second)
		case opNextSoon:
			b.next(linger / 2)
		case opPause:
			job, id := job()
			job.paused = !job.cancelled
			b.s.Pause(id, true)
		case opResume:
			job, id := job()
			job.paused = false
			b.s.Pause(id, false)
		case opCancel:
			job, id := job()
			job.cancelled, job.paused = true, false
			b.s.Cancel(id)
		case opWait:
			synctest.Wait()
		case opSleep:
			time.Sleep(linger)
		}
	}
}

// size is the size of an event that a byte stands for.
func (b *batchTest) size(n int) int {
	if n >= 128 {
		n = boundaries[n%len(boundaries)]
	}
	if b.said+n > mostSaid {
		n = 1
	}
	b.said += n
	return n
}

// start begins a job with events of these sizes; the last is not empty.
func (b *batchTest) start(sizes []int) {
	if len(b.jobs) == mostJobs {
		return
	}
	last := len(sizes) - 1
	sizes[last] = max(sizes[last], 1)
	words := noise[101*len(b.jobs):]
	b.jobs = append(b.jobs, &saying{words: words, sizes: sizes})
	id := b.s.Start(func(_ context.Context, job *Job) []byte {
		at := 0
		var event []byte
		for _, size := range sizes[:last] {
			event = append(event[:0], words[at:at+size]...)
			job.Emit(event)
			clear(event) // it is the job's own again
			at += size
		}
		return words[at : at+sizes[last]]
	})
	if id != uint32(len(b.jobs)) {
		b.Fatalf("found job %d, expected %d", id, len(b.jobs))
	}
}

// next fetches one batch and returns how many jobs are in it.
func (b *batchTest) next(timeout time.Duration) (sections int) {
	batch, ok := b.s.Next(timeout)
	if !ok {
		b.Fatal("the session is closed")
	}
	for _, job := range b.jobs {
		job.missed++
	}
	for left := batch; len(left) > 0; sections++ {
		if len(batch)-len(left) >= batchBytes {
			b.Fatalf("found a job more in a batch of %d bytes", len(batch)-len(left))
		}
		if len(left) < sectionHead {
			b.Fatalf("found %d bytes of a section", len(left))
		}
		id := binary.LittleEndian.Uint32(left)
		ended := binary.LittleEndian.Uint32(left[4:])
		size := binary.LittleEndian.Uint32(left[8:])
		left = left[sectionHead:]
		if id == 0 || int(id) > len(b.jobs) || ended > 1 || size == 0 || int(size) > len(left) {
			b.Fatalf("found the section %d %d %d", id, ended, size)
		}
		b.hear(b.jobs[id-1], left[:size], ended == 1)
		left = left[size:]
	}
	return sections
}

// hear asserts that a section has the job's next events.
func (b *batchTest) hear(job *saying, body []byte, ended bool) {
	if job.ended || job.paused || job.missed == 0 {
		b.Fatalf("found a section of a job that is over (%v), paused (%v) or in the batch already", job.ended, job.paused)
	}
	job.missed, job.ended = 0, ended
	last := len(job.sizes) - 1
	end := len(body)
	if ended {
		end -= job.sizes[last]
	}
	size := 0 // of the events that were emitted
	for before := 0; size < end; before = size {
		if job.heard == last || before >= queueBytes {
			b.Fatalf("found an event too many after %d bytes of %d", before, end)
		}
		size += job.sizes[job.heard]
		job.heard++
	}
	if size != end || !bytes.Equal(body[:size], job.words[job.at:job.at+size]) {
		b.Fatalf("found %d bytes that were not said, expected %d", end, size)
	}
	job.at += size
	if !ended {
		return
	}
	for ; job.heard < last && (job.cancelled || job.sizes[job.heard] == 0); job.heard++ {
		job.at += job.sizes[job.heard]
	}
	if job.heard != last || !bytes.Equal(body[size:], job.words[job.at:job.at+job.sizes[last]]) {
		b.Fatalf("found another end after %d of %d events", job.heard, last)
	}
}

// drain fetches until all jobs have ended.
func (b *batchTest) drain() {
	left := 0
	for i, job := range b.jobs {
		b.s.Pause(uint32(i+1), false)
		job.paused, job.missed = false, 0
		if !job.ended {
			left++
		}
	}
	for left > 0 {
		synctest.Wait()
		if b.next(time.Hour) == 0 {
			b.Fatalf("%d jobs have not ended, and have nothing to say", left)
		}
		left = 0
		for i, job := range b.jobs {
			if job.ended {
				continue
			}
			left++
			if job.missed > len(b.jobs) {
				b.Fatalf("job %d was not in the last %d batches", i+1, job.missed)
			}
		}
	}
	if len(b.s.jobs) > 0 {
		b.Fatalf("found %d jobs that have ended", len(b.s.jobs))
	}
	b.s.Close()
	if batch, ok := b.s.Next(time.Hour); ok || batch != nil {
		b.Fatalf("found %d bytes in a closed session", len(batch))
	}
}
