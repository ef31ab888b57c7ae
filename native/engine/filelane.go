package engine

import (
	"time"

	"golang.org/x/sys/unix"

	"checksig/beneath"
	"checksig/faults"
	"checksig/lanes"
)

// A fileLane is what a reader reads in one lane.
type fileLane struct {
	task
	phase   phase
	file    beneath.File
	before  beneath.Info
	stays   bool  // the file is open for more than one piece
	present int64 // bytes of the file were fetched
	saved   lanes.Saved
}

type phase uint8

const (
	free      phase = iota
	reading         // there is more to read
	fetching        // the next bytes are on their way from the disk
	digesting       // all is read and the file closed
	over            // the customer is to be told
)

// open opens the file of the task in a lane, and keeps how long that took if it
// is to be timed.
func (r *reader) open(lane int, timed bool) {
	faults.At("read.open")
	s := &r.files[lane]
	closed := closedFiles.Load()
	var start time.Time
	if timed {
		start = time.Now()
	}
	file, before, err := s.source.open()
	if timed {
		r.keepOpening(time.Since(start))
	}
	r.spend(fileBytes)
	if r.putsOff(lane, err, closed) {
		return
	}
	r.busy++
	r.opened += before.Size
	if err == nil && r.limit > 0 && before.Size > r.limit {
		closeFile(file)
		err = unix.EFBIG
	}
	if err != nil {
		s.err, s.phase = err, over
		return
	}
	s.file, s.before, s.phase, s.present = file, before, reading, 0
	if s.stays = before.Size > lanes.BufferSize; s.stays {
		r.staying++
	}
	r.group.Begin(lane)
}

// read reads a piece of the file in a lane, or has it fetched from the disk.
func (r *reader) read(lane int) {
	faults.At("read.piece")
	s := &r.files[lane]
	timed := s.stays && r.paced < paces
	var start time.Time
	if timed {
		start = time.Now()
	}
	n, err := r.readPiece(s, r.group.Buffer(lane))
	if err == beneath.ErrWait {
		r.apart = true
		r.fetch(lane)
		return
	}
	if timed && n == pieceBytes {
		r.keepPace(time.Since(start))
	}
	s.size += int64(n)
	r.total.Add(int64(n))
	r.spend(int64(n))
	if err == nil && r.limit > 0 && s.size > r.limit {
		err = unix.EFBIG
	}
	if err == nil {
		r.group.Filled(lane, n)
		if n > 0 && (s.before.Size == 0 || s.size < s.before.Size) {
			return // there is more
		}
		var after beneath.Info
		if after, err = s.file.Stat(); err == nil && changed(s.before, after, s.size) {
			err = errChanged
		}
	}
	s.phase = over
	closeFile(s.file)
	if s.stays {
		r.staying--
	}
	if err != nil {
		r.group.Drop(lane)
		s.err = err
		return
	}
	r.group.End(lane)
	s.phase = digesting
}

// readPiece reads the next bytes of a file if they are in memory, and returns
// beneath.ErrWait if they have to be fetched.
func (r *reader) readPiece(s *fileLane, p []byte) (int, error) {
	if s.size < s.present {
		return s.file.ReadAt(p, s.size)
	}
	return r.guess.readNow(s.file, p, s.size)
}

// patience is how long a reader that has no file open waits for others to
// close one, when there is no descriptor left.
const patience = 5 * time.Second

// putsOff reports whether a free lane's task is to begin again later, since its
// file could not be opened for want of a descriptor, and others may be closed
// meanwhile or were: closed is what closedFiles was before the attempt.
func (r *reader) putsOff(lane int, err error, closed int64) bool {
	if err != unix.EMFILE && err != unix.ENFILE {
		r.wanting = time.Time{}
		return false
	}
	if r.wanting.IsZero() || closed != r.closed {
		r.wanting, r.closed = time.Now(), closed
	}
	hopeless := openFiles() == 0 || time.Since(r.wanting) > patience
	if hopeless && r.busy == 0 && closedFiles.Load() == closed {
		return false
	}
	r.refused = lane + 1
	r.dealer.held.Add(-1)
	return true
}

// spend counts bytes of the turn.
func (r *reader) spend(bytes int64) {
	if r.turn.over(bytes) {
		r.tired = true
	}
}

// fetch has the next bytes of the file in a lane brought into memory.
func (r *reader) fetch(lane int) {
	s := &r.files[lane]
	s.phase = fetching
	r.fetching++
	r.fetcher.fetch(wanted{lane, s.file, s.size, r.window(lane)})
}

// window is how much of the file in a lane is fetched next. It is no less than
// a byte, for files that say that they have none.
func (r *reader) window(lane int) int64 {
	s := &r.files[lane]
	return min(fetchBytes, max(1, s.before.Size-s.size))
}

// await waits until bytes that were to be fetched are in memory.
func (r *reader) await() error {
	select {
	case <-r.ctx.Done():
		return errStopped
	case f := <-r.fetcher.fetched:
		s := &r.files[f.lane]
		s.phase, s.present = reading, s.size+r.window(f.lane)
		r.fetching--
		r.guess.waited(f.took)
		return f.err
	}
}

// save takes the messages out of the place's lanes.
func (r *reader) save() {
	if r.group == nil {
		return
	}
	for r.pending() {
		r.digest()
	}
	for lane := range r.files {
		if s := &r.files[lane]; s.inLane() {
			r.group.Save(lane, &s.saved)
		}
	}
	r.group = nil
}

// pending reports whether a lane has blocks to digest.
func (r *reader) pending() bool {
	for lane := range r.files {
		if r.files[lane].inLane() && !r.group.Wants(lane) && !r.group.Done(lane) {
			return true
		}
	}
	return false
}

// load puts the messages into the lanes of the place that is held.
func (r *reader) load() {
	r.group = r.turn.place.group(r.algorithm)
	for lane := range r.files {
		if s := &r.files[lane]; s.inLane() {
			r.group.Load(lane, &s.saved)
		}
	}
}

func (s *fileLane) inLane() bool {
	return s.phase == reading || s.phase == fetching || s.phase == digesting
}
