package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"checksig/beneath"
	"checksig/digest"
	"checksig/faults"
)

// A Source is a file that the caller names, anywhere.
type Source struct {
	Path       []byte // relative to the working directory or absolute
	Descriptor int    // where HasFD: an open descriptor, read from where it stands
	HasFD      bool
}

// A FileDigest is what came of one Source.
type FileDigest struct {
	Index  int          // of the sources
	Status Status       // OK, Missing, Unreadable, NotRegular or Changed
	Detail string       // as in a Verdict; for Missing the errno's name too
	Size   int64        // bytes read
	Actual digest.Value // of the bytes read, when OK
}

// Digests digests all sources and calls emit for each as it comes, one call at
// a time. With streams, whatever can be opened is read to its end, however
// long that takes; otherwise only regular files are. An error means that not
// all were read: the context's cause, or an *Error.
func Digests(ctx context.Context, algorithm *digest.Algorithm, sources []Source, streams bool, emit func(*FileDigest)) error {
	var mu sync.Mutex
	tell := func(d *FileDigest) {
		mu.Lock()
		defer mu.Unlock()
		emit(d)
	}
	return inParallel(ctx, min(Cores, len(sources)), len(sources), func(ctx context.Context, d *dealer) error {
		if streams {
			d.call() // each may have to wait
			return digestStreams(ctx, d, algorithm, sources, tell)
		}
		w := &digester{algorithm: algorithm, sources: sources, tell: tell}
		w.reader = reader{ctx: ctx, customer: w, dealer: d, turn: turn{pool: shared}, total: new(atomic.Int64)}
		return w.reader.run()
	})
}

// A digester is one worker that digests regular files.
type digester struct {
	algorithm *digest.Algorithm
	sources   []Source
	tell      func(*FileDigest)
	reader    reader
}

func (w *digester) begin(t *task) (supplied, error) {
	faults.At("engine.digests")
	number, ok := w.reader.dealer.next()
	if !ok {
		return none, nil
	}
	t.number = number
	t.source = source{name: w.sources[t.number].Path}
	t.need(w.algorithm)
	return another, nil
}

func (w *digester) end(t *task) error {
	w.reader.rest() // the telling may have to wait for a slow reader
	d := &FileDigest{Index: t.number, Size: t.size}
	d.complete(t.sums, t.err)
	w.tell(d)
	return nil
}

// complete says what came of a source: its one digest, or an error.
func (d *FileDigest) complete(sums []digest.Value, err error) {
	if err == nil {
		d.Actual = sums[0]
		return
	}
	d.Status, d.Detail = statusOf(err)
	if name := errnoName(err); name != "" {
		d.Detail = name
	}
}

// digestStreams is what one worker does that digests streams: each may have
// to wait for its writer, so it reads them one after the other.
func digestStreams(ctx context.Context, d *dealer, algorithm *digest.Algorithm, sources []Source, tell func(*FileDigest)) error {
	var hashers hashers
	turn := turn{pool: shared}
	defer turn.give()
	for i, ok := d.next(); ok; i, ok = d.next() {
		faults.At("engine.digests")
		hashers.reset(0, new(atomic.Int64))
		hashers.need(algorithm)
		size, err := readStream(ctx, &turn, sources[i], &hashers)
		turn.give()
		if err == errStopped {
			return err
		}
		d := &FileDigest{Index: i, Size: size}
		d.complete(hashers.appendSums(nil), err)
		tell(d)
	}
	return nil
}

// readStream reads whatever source is, to its end.
func readStream(ctx context.Context, turn *turn, source Source, dst *hashers) (int64, error) {
	stream := beneath.StreamOf(source.Descriptor)
	if !source.HasFD {
		var err error
		if stream, err = beneath.OpenStream(string(source.Path)); err != nil {
			return 0, err
		}
		defer stream.Close()
	}
	return copyTo(dst, stream.Read, 0, turn, ctx.Done())
}
