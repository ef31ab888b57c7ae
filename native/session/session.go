// Package session runs jobs for a host that can wait for their events in one
// place. A session belongs to one environment of the host (a JavaScript
// thread); its jobs run at once, and Next hands their events over in batches.
// What an event says is the jobs' business: here it is a run of bytes.
//
// Memory is bounded: a job whose events are not fetched waits.
package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"checksig/faults"
	"checksig/threads"
)

const (
	// queueBytes is how many bytes of events a job may have waiting; its next
	// event waits until they are fetched. One event may go beyond it.
	queueBytes = 64 << 10
	// batchBytes is the size at which a batch takes in no further job.
	batchBytes = 64 << 10
	// linger is how long a first event waits for company, so that a reader is
	// not woken for each.
	linger = 2 * time.Millisecond
)

// ErrCancelled is the cause with which a cancelled job's context ends.
var ErrCancelled = errors.New("cancelled")

// A Session is a set of running jobs. It is safe for concurrent use.
type Session struct {
	lease   time.Duration
	expired func()        // called once when the lease has run out
	wake    chan struct{} // holds a token when a sleeping Next should look again

	mu      sync.Mutex // guards what follows, and the jobs' fields
	closed  bool
	lastJob uint32
	jobs    []*Job // running, or with events that were not fetched; oldest turn first
	polls   int    // calls of Next under way
	polled  time.Time
	spare   []byte // memory for a batch, or nil
}

// A Job is one piece of work of a session.
type Job struct {
	session *Session
	id      uint32
	cancel  context.CancelCauseFunc
	room    sync.Cond // on session.mu: the queue was emptied, or nobody will read it

	queue     []byte
	queued    time.Time // when the first byte of queue came
	ended     bool
	cancelled bool
	paused    bool
}

// Run is a job's work. It passes its events to job.Emit and returns the last
// one. When ctx ends it returns soon. A panic of it ends the session, and so
// all its jobs.
type Run func(ctx context.Context, job *Job) (last []byte)

// New returns a session. With a lease above 0, expired is called when jobs run
// and Next was not called for that time: an environment that died without a
// word is not to keep a machine busy. It should close the session.
func New(lease time.Duration, expired func()) *Session {
	return &Session{lease: lease, expired: expired, wake: make(chan struct{}, 1)}
}

// Start begins a job and returns its number, which is never 0 and never used
// again; 0 means that the session is closed. It does not wait.
func (s *Session) Start(run Run) uint32 {
	ctx, cancel := context.WithCancelCause(context.Background())
	job := &Job{session: s, cancel: cancel}
	job.room.L = &s.mu

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		cancel(ErrCancelled)
		return 0
	}
	s.lastJob++
	job.id = s.lastJob
	s.jobs = append(s.jobs, job)
	if s.lease > 0 && len(s.jobs) == 1 {
		s.polled = time.Now()
		s.watch(s.lease)
	}
	go func() {
		defer s.recover()
		defer cancel(nil)
		threads.GiveWay()
		faults.At("session.job")
		growStack()
		job.end(run(ctx, job))
	}()
	threads.ShowLast()
	return job.id
}

// stackBytes is room enough: with twice as much a check took as long.
const stackBytes = 12 << 10

// growStack has the stack grow to that size at once. It would double several
// times, and be copied each time: a tenth of what the check of one small file
// takes.
func growStack() {
	var frame [stackBytes]byte
	use(&frame)
}

//go:noinline
func use(*[stackBytes]byte) {}

// recover ends the session after a panic: nothing in it is certain any more.
// Its host learns it from Next.
func (s *Session) recover() {
	if recover() != nil {
		s.Close()
	}
}

// watch has the session expire once nobody has called Next for the time of the
// lease; it stops watching when no job is left. The caller holds mu.
func (s *Session) watch(after time.Duration) {
	time.AfterFunc(after, func() {
		defer s.recover()
		faults.At("session.lease")
		if s.leaseIsOver() {
			s.expired()
		}
	})
}

// leaseIsOver reports whether jobs run that nobody has asked for for the time
// of the lease. If they run and somebody has, it watches on.
func (s *Session) leaseIsOver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.jobs) == 0 {
		return false
	}
	left := s.lease
	if s.polls == 0 {
		left = time.Until(s.polled.Add(s.lease))
	}
	if left > 0 {
		s.watch(left)
		return false
	}
	return true
}

// Emit queues an event, which is copied. While the queue is full it waits;
// once the job is cancelled it drops the event.
func (j *Job) Emit(event []byte) {
	s := j.session
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(j.queue) >= queueBytes && !j.cancelled {
		j.room.Wait()
	}
	if !j.cancelled {
		j.append(event)
	}
}

// end queues the last event, which never waits and is never dropped.
func (j *Job) end(last []byte) {
	s := j.session
	s.mu.Lock()
	defer s.mu.Unlock()
	j.ended = true
	j.append(last)
}

// append adds to the queue and wakes Next if it should know: of a first event,
// since it sets the time, of a full queue and of the end. The caller holds
// session.mu.
func (j *Job) append(event []byte) {
	first := len(j.queue) == 0
	j.queue = append(j.queue, event...)
	if first {
		j.queued = time.Now()
	}
	if first || j.ended || len(j.queue) >= queueBytes {
		j.session.notify()
	}
}

func (s *Session) notify() {
	select {
	case s.wake <- struct{}{}:
	default: // there is a token already
	}
}

// Cancel stops a job's work within one buffer's reading; its last event comes
// as ever. A job that is unknown or over is none to stop. It does not wait.
func (s *Session) Cancel(id uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if job := s.find(id); job != nil {
		job.stop()
		s.notify()
	}
}

// stop cancels the job. The caller holds session.mu.
func (j *Job) stop() {
	j.cancelled = true
	j.paused = false
	j.cancel(ErrCancelled)
	j.room.Broadcast()
}

// Pause keeps a job's events back, so that it soon waits, or lets them go on.
// It does not wait.
func (s *Session) Pause(id uint32, paused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if job := s.find(id); job != nil && !job.cancelled {
		job.paused = paused
		s.notify()
	}
}

// find returns the job of that number, or nil. The caller holds mu.
func (s *Session) find(id uint32) *Job {
	for _, job := range s.jobs {
		if job.id == id {
			return job
		}
	}
	return nil
}

// Close cancels all jobs and ends a Next that waits. It does not wait.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, job := range s.jobs {
		job.stop()
	}
	s.jobs = nil
	s.notify()
}

// Next is for one caller at a time. It waits until there are events, at most
// for timeout, and returns a batch of them (see appendSection), which is empty
// after the timeout; ok is false when the session is closed. Who needs the
// batch no more should Recycle it.
func (s *Session) Next(timeout time.Duration) (batch []byte, ok bool) {
	deadline := time.Now().Add(timeout)
	s.mu.Lock()
	defer s.mu.Unlock()
	faults.At("session.next")
	s.polls++
	defer func() {
		s.polls--
		s.polled = time.Now()
	}()
	for {
		if s.closed {
			return nil, false
		}
		now := time.Now()
		due := s.due(deadline)
		if !due.After(now) {
			return s.take(), true
		}
		s.sleep(due.Sub(now))
	}
}

// Recycle has a later batch in the memory of one that is not used any more.
func (s *Session) Recycle(batch []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cap(batch) > cap(s.spare) {
		s.spare = batch[:0]
	}
}

// sleep gives mu away until there is a token in wake, at most for d.
func (s *Session) sleep(d time.Duration) {
	s.mu.Unlock()
	defer s.mu.Lock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-s.wake:
	case <-timer.C:
	}
}

// due is when the events that there are should be handed over, at the latest
// at the deadline. The caller holds mu.
func (s *Session) due(deadline time.Time) time.Time {
	for _, job := range s.jobs {
		if job.paused || len(job.queue) == 0 {
			continue
		}
		if job.ended || len(job.queue) >= queueBytes {
			return time.Time{}
		}
		if due := job.queued.Add(linger); due.Before(deadline) {
			deadline = due
		}
	}
	return deadline
}

// take removes events into a batch. Jobs that do not fit in have the first
// turn in the next one. The caller holds mu.
func (s *Session) take() (batch []byte) {
	batch, s.spare = s.spare, nil
	var taken, left []*Job
	for _, job := range s.jobs {
		if job.paused || len(batch) >= batchBytes {
			left = append(left, job)
			continue
		}
		if len(job.queue) > 0 {
			batch = appendSection(batch, job)
			job.queue = job.queue[:0]
			job.room.Broadcast()
		}
		if !job.ended {
			taken = append(taken, job)
		}
	}
	s.jobs = append(left, taken...)
	return batch
}
