package engine

import (
	"context"
	"hash/maphash"
	"io"
	"slices"

	"checksig/beneath"
	"checksig/faults"
)

// pieceSize is how much of a large list is in memory at once, in bytes: little,
// and enough that the system calls cost nothing beside the parsing.
const pieceSize = 64 << 10

// A fileText is a large list, which stays in its file and is read again when
// it is needed. The hashes of its pieces, from its first reading, show that
// later ones have found the same bytes: a list that has become another one is
// no list any more. They are keyed, so that nobody can prepare two lists that
// have them in common.
type fileText struct {
	ctx  context.Context
	path string
	file beneath.File
	info beneath.Info // as of the opening
	seed maphash.Seed
	sums []uint64 // of the pieces that were read
}

func newFileText(ctx context.Context, path string, file beneath.File, info beneath.Info) *fileText {
	return &fileText{ctx: ctx, path: path, file: file, info: info, seed: maphash.MakeSeed()}
}

// AppendPiece implements manifest.Text. Its errors are errStopped and *Error.
// The first reading is that of one goroutine.
func (t *fileText) AppendPiece(dst []byte, n int) ([]byte, error) {
	if t.ctx.Err() != nil {
		return dst, errStopped
	}
	faults.At("engine.text")
	offset := int64(n) * pieceSize
	size := int(min(pieceSize, t.info.Size-offset))
	if size <= 0 {
		return dst, io.EOF
	}
	dst = slices.Grow(dst, size)
	piece := dst[len(dst) : len(dst)+size]
	for read := 0; read < size; {
		m, err := t.file.ReadAt(piece[read:], offset+int64(read))
		if err == nil && m == 0 {
			err = errChanged
		}
		if err != nil {
			return dst, t.error(err)
		}
		read += m
	}
	switch sum := maphash.Bytes(t.seed, piece); {
	case n == len(t.sums):
		t.sums = append(t.sums, sum)
	case t.sums[n] != sum:
		return dst, t.error(errChanged)
	}
	return dst[:len(dst)+size], nil
}

// unchanged returns an *Error if the file has changed since it was opened.
func (t *fileText) unchanged() error {
	after, err := t.file.Stat()
	if err == nil && after != t.info {
		err = errChanged
	}
	if err != nil {
		return t.error(err)
	}
	return nil
}

func (t *fileText) error(err error) error {
	return &Error{Code: NoManifest, Path: t.path, Err: err}
}
