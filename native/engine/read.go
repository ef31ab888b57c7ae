package engine

import (
	"context"
	"io"
	"path/filepath"

	"checksig/beneath"
	"checksig/digest"
	"checksig/manifest"
)

// readFile writes the file name beneath root to dst, which must not keep the
// pieces, and returns the number of bytes read, with an error too. The error
// is nil only if dst has seen the file to its end and the file did not change
// meanwhile; it is errStopped if ctx ended first, and dst's own if it has one.
func readFile(ctx context.Context, root *beneath.Root, name []byte, dst io.Writer) (size int64, err error) {
	done := ctx.Done()
	turn := turn{pool: shared}
	if !turn.take(done) {
		return 0, errStopped
	}
	defer turn.give()
	file, before, err := root.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for turnEnd := int64(turnBytes); ; {
		select {
		case <-done:
			return size, errStopped
		default:
		}
		n, err := file.Read(turn.buffer)
		if err != nil {
			return size, err
		}
		size += int64(n)
		if _, err := dst.Write(turn.buffer[:n]); err != nil {
			return size, err
		}
		// At the size that was promised the file should end; whether it does is
		// seen below. A size of 0 is no promise: /proc is full of such files.
		if n == 0 || size == before.Size {
			break
		}
		if size >= turnEnd {
			turnEnd += turnBytes
			turn.give()
			if !turn.take(done) {
				return size, errStopped
			}
		}
	}
	after, err := file.Stat()
	if err != nil {
		return size, err
	}
	if after != before || before.Size > 0 && size != before.Size {
		return size, errChanged
	}
	return size, nil
}

// A listBuffer takes a list in, up to the size that can be read.
type listBuffer struct{ data []byte }

func (b *listBuffer) Write(p []byte) (int, error) {
	if len(b.data)+len(p) > manifest.MaxBytes {
		return 0, manifest.ErrTooLarge
	}
	b.data = append(b.data, p...)
	return len(p), nil
}

// readList reads and parses the list of the root, which is the directory dir.
func readList(ctx context.Context, root *beneath.Root, dir string) (*manifest.List, error) {
	path := filepath.Join(dir, DefaultManifest)
	var buffer listBuffer
	_, err := readFile(ctx, root, []byte(DefaultManifest), &buffer)
	switch {
	case err == errStopped:
		return nil, context.Cause(ctx)
	case err == manifest.ErrTooLarge:
		return nil, &Error{Code: BadManifest, Path: path, Err: err}
	case err != nil:
		return nil, &Error{Code: NoManifest, Path: path, Err: err}
	}
	list, err := manifest.Parse(buffer.data, digest.SHA1)
	if err != nil {
		return nil, &Error{Code: BadManifest, Path: path, Err: err}
	}
	return list, nil
}
