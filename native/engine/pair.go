package engine

import (
	"errors"
	"time"

	"checksig/beneath"
	"checksig/digest"
	"checksig/faults"
	"checksig/lanes"
)

// Two workers whose last files are large are a pair, if that pays: the one, the
// leader, digests the files of both side by side, and the other, the helper,
// reads them for it. More lanes cost a core little more time, so where there
// are fewer files than lanes, the leader takes less time for all files than
// each worker would for reading and digesting half of them.
//
// A worker that could lead makes an offer, and withdraws it with its next step
// if no other has taken it. Who takes it hands its files over. A pair goes on
// until one of the files comes to its last piece, or has to wait for a disk, or
// others should have their turn; then the helper is given half of the files
// back, and both go on as ever.

// pieceBytes is what a helper reads at once of each file.
const pieceBytes = lanes.BufferSize

// readAhead is how many pieces of each file a pair has: one to digest, and
// others that are being read or are read already.
const readAhead = 4

// pairBytes is how much must be left to read of each file, so that it is worth
// the change.
var pairBytes int64 = 8 << 20

// paces is how many reads of a piece are timed, of which the fastest counts.
const paces = 8

// pays reports whether a pair takes clearly less time than two workers with a
// and b files each, given how long a core takes to digest a piece of each of n
// files, and to read one piece.
var pays = func(cost func(n int) time.Duration, pace time.Duration, a, b int) bool {
	alone := func(n int) time.Duration { return cost(n) + time.Duration(n)*pace }
	paired := max(cost(a+b), time.Duration(a+b)*pace)
	return paired+paired/8 < max(alone(a), alone(b))
}

// An offer is a worker's to lead another. It stands in the dealer until it is
// taken or withdrawn.
type offer struct {
	algorithm *digest.Algorithm
	files     int        // that the worker has
	taken     chan *pair // holds one; closed in the end
}

// A pair is what a leader and its helper have between them.
type pair struct {
	files  []fileLane      // the helper's, until the leader has them
	wanted chan []piece    // to the helper, which ends once it is closed
	read   chan pieces     // to the leader; closed by the helper in the end
	back   chan []fileLane // to the helper, what it goes on with; holds one
}

// A piece is pieceBytes of a file.
type piece struct {
	file   beneath.File
	at     int64
	buffer []byte
}

// pieces are one of each file, and why they were not read to their ends.
type pieces struct {
	each []piece
	err  error
}

// join has this worker work with another, if both would be through sooner: it
// shares its files with one that has none, or takes an offer, or leads if its
// own was taken. Without any of these it makes an offer, if it could lead.
func (r *reader) join() error {
	taken := r.withdraw()
	switch midway := r.isMidway(); {
	case midway && taken == nil && r.split():
		return nil
	case !midway || !r.couldPair() || taken != nil && !r.hasLanesFor(len(taken.files)):
		taken.decline()
		return nil
	case taken != nil:
		return r.lead(taken)
	}
	standing := &r.dealer.offer
	theirs := standing.Load()
	switch {
	case theirs == nil:
		mine := &offer{r.algorithm, r.busy, make(chan *pair, 1)}
		if standing.CompareAndSwap(nil, mine) {
			r.offer = mine
		}
	case r.suits(theirs) && standing.CompareAndSwap(theirs, nil):
		r.follow(theirs)
	}
	return nil
}

// isMidway reports whether there is nothing left to begin, and this worker is
// in the midst of large files.
func (r *reader) isMidway() bool {
	if r.staying == 0 || r.refused > 0 || r.group == nil || !r.dealer.isOut() || r.turn.pool.crowd() > 1 {
		return false
	}
	for lane := range r.files {
		if s := &r.files[lane]; s.phase != free && !s.isMidway() {
			return false
		}
	}
	return true
}

// couldPair reports whether this worker's files were all in memory so far, and
// reads of them timed.
func (r *reader) couldPair() bool { return !r.apart && r.paced == paces }

// isMidway reports whether much is left to read of the file in a lane, from
// where whole blocks go on.
func (s *fileLane) isMidway() bool {
	return s.phase == reading && s.size%pieceBytes == 0 && s.before.Size-s.size >= pairBytes
}

func (r *reader) hasLanesFor(files int) bool { return r.busy+files <= len(r.files) }

func (r *reader) suits(o *offer) bool {
	return o.algorithm == r.algorithm && r.hasLanesFor(o.files) &&
		(pays(r.group.Cost, r.pace, o.files, r.busy) || faults.Wants("pair."))
}

// withdraw takes the offer back. If another worker has taken it, the pair that
// they are is returned.
func (r *reader) withdraw() *pair {
	mine := r.offer
	if mine == nil {
		return nil
	}
	r.offer = nil
	if r.dealer.offer.CompareAndSwap(mine, nil) {
		return nil
	}
	return <-mine.taken // nil if nothing came of it
}

// decline gives the helper all its files back, if there is one.
func (p *pair) decline() {
	if p != nil {
		close(p.wanted)
		p.back <- p.files
	}
}

// follow has this worker help the one whose offer it has taken.
func (r *reader) follow(o *offer) {
	defer close(o.taken)
	r.save()
	p := &pair{
		files:  r.handOver(r.busy),
		wanted: make(chan []piece, readAhead),
		read:   make(chan pieces, readAhead),
		back:   make(chan []fileLane, 1),
	}
	o.taken <- p
	defer func() { r.takeOver(<-p.back) }()
	defer close(p.read)
	for {
		wanted, ok := receive(p.wanted)
		if !ok {
			return
		}
		faults.At("pair.help")
		r.turn.checkpoints.Pass()
		p.read <- pieces{wanted, r.readAll(wanted)}
	}
}

// looks is how often receive looks before it waits: for some 50 µs.
const looks = 10_000

// receive is <-c, but looks for what comes before it waits for it. In a pair
// that is soon, and with each wait other threads of Go's would look for work on
// the two cores: 8 × 256 MiB took 1.2 times as long.
func receive[T any](c <-chan T) (v T, ok bool) {
	for range looks {
		select {
		case v, ok = <-c:
			return v, ok
		default:
		}
	}
	v, ok = <-c
	return v, ok
}

var errShort = errors.New("fewer bytes than were asked for")

// readAll reads all pieces whole, or returns why not: errShort if there were
// fewer bytes at once.
func (r *reader) readAll(wanted []piece) error {
	for _, w := range wanted {
		n, err := r.guess.readNow(w.file, w.buffer, w.at)
		if err != nil {
			return err
		}
		if n < len(w.buffer) {
			return errShort
		}
	}
	return nil
}

// keepPace keeps how long the fastest read of a piece took.
func (r *reader) keepPace(took time.Duration) {
	if r.paced == 0 || took < r.pace {
		r.pace = took
	}
	r.paced++
}

// lead digests the files of both, and gives half of them back.
func (r *reader) lead(p *pair) error {
	defer close(p.back)
	err := r.digestPieces(p)
	if err == nil {
		r.save()
		p.back <- r.handOver(r.busy / 2)
	}
	return err
}

// digestPieces digests what the helper reads for as long as a pair goes on.
func (r *reader) digestPieces(p *pair) error {
	defer func() {
		close(p.wanted)
		for range p.read { // the helper is to be through with the files
		}
	}()
	r.save()
	r.takeOver(p.files)
	if !r.take() {
		return errStopped
	}
	var busy []int // lanes
	left := int64(1 << 62)
	for lane := range r.files {
		if s := &r.files[lane]; s.phase != free {
			busy = append(busy, lane)
			left = min(left, (s.before.Size-s.size)/pieceBytes)
		}
	}
	ahead := int64(0) // pieces that the helper has, of each file
	want := func(buffers []piece) {
		if ahead == left {
			return
		}
		for i, lane := range busy {
			s := &r.files[lane]
			buffers[i].file, buffers[i].at = s.file, s.size+ahead*pieceBytes
		}
		p.wanted <- buffers
		ahead++
	}
	for range readAhead {
		buffers := make([]piece, len(busy))
		for i, lane := range busy {
			buffers[i].buffer = r.group.NewBuffer(lane)
		}
		want(buffers)
	}
	for ahead > 0 && !r.tired {
		read, ok := receive(p.read)
		if !ok || read.err != nil { // a panic, or what a worker should see for itself
			r.apart = true
			return nil
		}
		if r.ctx.Err() != nil {
			return errStopped
		}
		faults.At("pair.lead")
		for i, lane := range busy {
			read.each[i].buffer = r.group.Swap(lane, read.each[i].buffer)
		}
		r.digest()
		for _, lane := range busy {
			r.files[lane].size += pieceBytes
			r.total.Add(pieceBytes)
			r.spend(pieceBytes)
		}
		ahead--
		left--
		want(read.each)
	}
	return nil
}

// handOver takes n files, which are saved, from this worker.
func (r *reader) handOver(n int) []fileLane {
	files := make([]fileLane, 0, n)
	for lane := range r.files {
		if s := &r.files[lane]; len(files) < n && s.phase != free {
			files = append(files, *s)
			*s = fileLane{}
		}
	}
	r.busy -= len(files)
	r.staying -= len(files)
	return files
}

// takeOver gives this worker files, while its own are saved.
func (r *reader) takeOver(files []fileLane) {
	for lane := range r.files {
		if s := &r.files[lane]; len(files) > 0 && s.phase == free {
			*s, files = files[0], files[1:]
			r.busy++
			r.staying++
		}
	}
}
