package engine

import (
	"context"
	"io"

	"checksig/beneath"
	"checksig/faults"
)

// An expecter is a writer that wants to know the size of a file before its
// first piece. Its error ends the reading.
type expecter interface{ Expect(size int64) error }

// read writes a file to dst, which must not keep the pieces, and returns the
// number of bytes read, with an error too. The error is nil only if dst has
// seen the file to its end and the file did not change meanwhile; it is
// errStopped if ctx ended first, and dst's own if it has one. It takes the turn
// and may keep it: who then waits for anything else gives it first.
func read(ctx context.Context, turn *turn, source source, dst io.Writer) (size int64, err error) {
	done := ctx.Done()
	if !turn.take(done) {
		return 0, errStopped
	}
	faults.At("read.open")
	file, before, err := source.open()
	turn.left -= fileBytes
	if err != nil {
		return 0, err
	}
	defer closeFile(file)
	return readFile(turn, file, before, dst, done)
}

// readFile does what read does with a file that is open.
func readFile(turn *turn, file beneath.File, before beneath.Info, dst io.Writer, done <-chan struct{}) (size int64, err error) {
	if e, ok := dst.(expecter); ok {
		if err := e.Expect(before.Size); err != nil {
			return 0, err
		}
	}
	size, err = copyTo(dst, file.Read, before.Size, turn, done)
	if err != nil {
		return size, err
	}
	after, err := file.Stat()
	if err != nil {
		return size, err
	}
	if changed(before, after, size) {
		return size, errChanged
	}
	return size, nil
}

// copyTo writes what read gives to dst, piece by piece, until it gives nothing
// or as much as was promised; a promise of 0 is none: /proc is full of files
// that say so.
func copyTo(dst io.Writer, read func([]byte) (int, error), promised int64, turn *turn, done <-chan struct{}) (size int64, err error) {
	for {
		select {
		case <-done:
			return size, errStopped
		default:
		}
		if !turn.take(done) {
			return size, errStopped
		}
		faults.At("read.piece")
		turn.checkpoints.Pass()
		piece := turn.buffer()
		n, err := read(piece)
		if err != nil {
			return size, err
		}
		size += int64(n)
		if _, err := dst.Write(piece[:n]); err != nil {
			return size, err
		}
		if turn.over(int64(n)) {
			turn.give()
		}
		if n == 0 || promised > 0 && size >= promised {
			return size, nil
		}
	}
}

// changed reports whether a file of which size bytes were read was changed
// between two looks at it.
func changed(before, after beneath.Info, size int64) bool {
	return after != before || before.Size > 0 && size != before.Size
}
