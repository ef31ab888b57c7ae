package engine

import (
	"context"
	"sync/atomic"
	"time"

	"checksig/digest"
	"checksig/faults"
	"checksig/lanes"
)

// A reader is one worker. It reads the files of its tasks side by side, one in
// each lane that its place has for their algorithm, so that a core digests
// several at once; a file that has to wait for a disk stops no other. What has
// no lanes, or nothing beside it, it reads alone.
type reader struct {
	ctx      context.Context
	customer customer
	dealer   *dealer
	turn     turn
	limit    int64         // of a file's size in bytes; 0: none
	total    *atomic.Int64 // counts all bytes
	single   bool          // one file after the other

	hashers hashers // of a file that is read alone
	sum     [digest.MaxSize]byte

	algorithm *digest.Algorithm // of the lanes that are busy
	files     []fileLane        // by lane
	opened    int64             // bytes, of all files
	opening   time.Duration     // a file, the fastest that was timed; 0: none was
	busy      int               // lanes
	staying   int               // lanes whose files stay open for more than one piece
	group     *lanes.Group      // the place's, with the messages; nil while these are saved
	refused   int               // the free lane with a task for which there was no descriptor, + 1
	wanting   time.Time         // since when there was none, and no file was closed
	closed    int64             // closedFiles before the attempt then
	tired     bool              // others should have their turn
	guess     guess             // of what is in memory
	fetcher   fetcher
	fetching  int // lanes

	offer *offer        // that stands, or was taken, or nil
	pace  time.Duration // of reading a piece
	paced int           // reads that were timed
	apart bool          // this worker is not to be one of a pair
}

// run reads what there is. It returns nil, errStopped if the context ends
// first, or an error of the customer's.
func (r *reader) run() error {
	defer r.leave()
	r.goOn()
	for more := true; more || r.busy > 0; {
		var err error
		if more, err = r.fill(); err != nil {
			return err
		}
		if err := r.join(); err != nil {
			return err
		}
		if r.busy == 0 {
			continue
		}
		if err := r.work(); err != nil {
			return err
		}
		if err := r.tell(); err != nil {
			return err
		}
		if r.tired {
			r.rest()
		}
	}
	r.dealer.ended.Add(1)
	return nil
}

// fill begins tasks until this worker has its share of them, and reports
// whether there may be more.
func (r *reader) fill() (more bool, err error) {
	for r.busy == 0 || r.hasRoom() {
		switch found, err := r.begin(); {
		case err != nil || found == none:
			return false, err
		case found == notYet && r.busy > 0:
			return true, nil // with what there is
		}
	}
	return true, nil
}

// hasRoom reports whether another task may begin beside those that there are.
// The more workers wait for a place, the fewer files stay open in each.
func (r *reader) hasRoom() bool {
	return r.busy < len(r.files) && r.refused == 0 && r.busy < r.dealer.share() &&
		r.staying < max(1, len(r.files)/r.turn.pool.crowd())
}

// begin begins the next task, if there is one.
func (r *reader) begin() (supplied, error) {
	if len(r.files) == 0 {
		r.files = make([]fileLane, 1)
	}
	lane := 0
	for r.files[lane].phase != free {
		lane++
	}
	t := &r.files[lane].task
	if r.refused > 0 {
		if !r.pause() {
			return none, errStopped
		}
		refused := &r.files[r.refused-1].task
		*t, *refused = *refused, *t
		t.again()
		r.refused = 0
	} else {
		t.reset()
		if found, err := r.customer.begin(t); found != another {
			return found, err
		}
	}
	if !r.take() {
		return none, errStopped
	}
	r.dealer.held.Add(1)
	if !r.joins(t) {
		r.dealer.call()
		return another, r.readAlone(lane)
	}
	alone := r.dealer.alone.Load()
	r.open(lane, alone)
	if alone && r.wantsOthers() {
		r.dealer.call()
	}
	return another, nil
}

// joins reports whether a task's file is to be read beside others.
func (r *reader) joins(t *task) bool {
	if r.single || len(t.algorithms) != 1 {
		return false
	}
	algorithm := t.algorithms[0]
	if r.busy > 0 {
		return algorithm == r.algorithm
	}
	wide := width(algorithm)
	if wide == 1 || r.dealer.share() == 1 {
		return false
	}
	r.algorithm, r.group = algorithm, r.turn.place.group(algorithm)
	if len(r.files) != wide {
		files := make([]fileLane, wide)
		files[0].task = *t
		r.files = files
	}
	return true
}

// readAlone reads the file of a free lane's task to its end, and nothing
// meanwhile.
func (r *reader) readAlone(lane int) error {
	t := &r.files[lane].task
	r.save()
	r.hashers.reset(r.limit, r.total)
	for _, algorithm := range t.algorithms {
		r.hashers.need(algorithm)
	}
	closed := closedFiles.Load()
	t.size, t.err = read(r.ctx, &r.turn, t.source, &r.hashers)
	if t.err == errStopped {
		return errStopped
	}
	if r.putsOff(lane, t.err, closed) {
		return nil
	}
	if t.err == nil {
		t.sums = r.hashers.appendSums(t.sums)
	}
	r.dealer.held.Add(-1)
	return r.customer.end(t)
}

// work reads what the lanes want and digests what they have, until one of
// them wants more. It waits if all files have to.
func (r *reader) work() error {
	if !r.take() {
		return errStopped
	}
	for r.fetching > 0 && len(r.fetcher.fetched) > 0 {
		if err := r.await(); err != nil {
			return err
		}
	}
	for lane := range r.files {
		if r.files[lane].phase == reading && r.group.Wants(lane) {
			r.read(lane)
		}
	}
	if r.fetching == r.busy {
		return r.await()
	}
	r.digest()
	for lane := range r.files {
		if s := &r.files[lane]; s.phase == digesting && r.group.Done(lane) {
			faults.At("lanes.sum")
			s.sums = append(s.sums, digest.Of(r.group.Sum(r.sum[:0], lane)))
			s.phase = over
		}
	}
	return nil
}

// digest digests what the lanes have, until one of them wants more.
func (r *reader) digest() {
	r.turn.checkpoints.Pass()
	r.group.Run()
}

// tell tells the customer of the tasks that are over.
func (r *reader) tell() error {
	for lane := range r.files {
		s := &r.files[lane]
		if s.phase != over {
			continue
		}
		s.phase = free
		r.busy--
		r.dealer.held.Add(-1)
		if err := r.customer.end(&s.task); err != nil {
			return err
		}
	}
	return nil
}

// take waits for a place, if none is held, and reports whether there was one
// before the context ended.
func (r *reader) take() bool {
	if r.ctx.Err() != nil || !r.turn.take(r.ctx.Done()) {
		return false
	}
	if r.group == nil && r.busy > 0 {
		r.load()
	}
	return true
}

// rest gives the place to others.
func (r *reader) rest() {
	r.withdraw().decline()
	r.save()
	r.turn.give()
	r.tired = false
}

// pause gives others time to close their files.
func (r *reader) pause() bool {
	r.rest()
	select {
	case <-r.ctx.Done():
		return false
	case <-time.After(time.Millisecond):
		return true
	}
}

// leave ends all that is under way, after a panic too.
func (r *reader) leave() {
	r.withdraw().decline()
	for lane := range r.files {
		if r.group != nil {
			r.group.Drop(lane)
		}
		if s := &r.files[lane]; s.phase == reading {
			closeFile(s.file)
		}
	}
	r.turn.give()
	for _, w := range r.fetcher.close() {
		closeFile(w.file)
		r.fetching--
	}
	if r.fetching > 0 {
		go func() { // the system may take its time
			for range r.fetching {
				f := <-r.fetcher.fetched
				closeFile(r.files[f.lane].file)
			}
		}()
	}
}
