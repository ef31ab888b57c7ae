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
	return inParallel(ctx, min(Cores, len(sources)), len(sources), func(ctx context.Context, next func() (int, bool)) error {
		var total atomic.Int64
		hashers := hashers{total: &total}
		turn := turn{pool: shared}
		defer turn.give()
		for i, ok := next(); ok; i, ok = next() {
			faults.At("engine.digests")
			hashers.reset()
			hashers.need(algorithm)
			d := &FileDigest{Index: i}
			var err error
			if streams {
				d.Size, err = readStream(ctx, &turn, sources[i], &hashers)
			} else {
				d.Size, err = read(ctx, &turn, atPath(sources[i].Path), &hashers)
			}
			turn.give()
			switch {
			case err == errStopped:
				return err
			case err != nil:
				d.Status, d.Detail = statusOf(err)
				if name := errnoName(err); name != "" {
					d.Detail = name
				}
			default:
				d.Actual = hashers.used[0].state.Sum()
			}
			tell(d)
		}
		return nil
	})
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
