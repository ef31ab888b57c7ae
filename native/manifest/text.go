package manifest

import (
	"bytes"
	"io"
	"math"
)

// A Text is the bytes of a list in pieces. It may be read from its beginning
// several times, also concurrently, and is the same each time.
type Text interface {
	// AppendPiece appends piece n, counted from 0, to dst. Each but the last has
	// 64 bytes or more. Behind the last the error is io.EOF; any other ends the
	// reading of the list.
	AppendPiece(dst []byte, n int) ([]byte, error)
}

// Bytes is a Text in memory, which must not change any more.
type Bytes []byte

// AppendPiece appends all bytes, which are one piece.
func (b Bytes) AppendPiece(dst []byte, n int) ([]byte, error) {
	if n > 0 {
		return dst, io.EOF
	}
	return append(dst, b...), nil
}

// MaxBytes is the size of the largest list that can be read.
const MaxBytes = math.MaxUint32

var byteOrderMark = []byte("\xef\xbb\xbf")

// A window goes over a text from its beginning.
type window struct {
	text   Text
	bytes  []byte // of the text, not yet passed
	buffer []byte // which ends in them, unless they are the text's own
	next   int    // piece
}

// grow adds a piece to the bytes, which may move. more is false if there was
// none.
func (w *window) grow() (more bool, err error) {
	first := w.next == 0
	if own, ok := w.text.(Bytes); ok { // there is no need to copy it
		if first {
			w.bytes, w.next = bytes.TrimPrefix(own, byteOrderMark), 1
		}
		return first, nil
	}
	if len(w.bytes) < len(w.buffer) {
		w.buffer = append(w.buffer[:0], w.bytes...)
		w.bytes = w.buffer
	}
	// Should this panic, the window is as it was.
	buffer, err := w.text.AppendPiece(w.buffer, w.next)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	w.buffer, w.bytes = buffer, buffer
	w.next++
	if first {
		w.bytes = bytes.TrimPrefix(w.bytes, byteOrderMark)
	}
	return true, nil
}

// isTexts reports whether the bytes are the text's own, and so stay.
func (w *window) isTexts() bool { return w.buffer == nil }

// minLine is the size in bytes of the shortest entry: a digest of one byte, a
// space, a name of one byte and the end of the line.
const minLine = 5

// look reads a text through before its lines are read: it finds out how many
// entries there are at most, and whether they are signed. The error is ErrUTF16,
// ErrTooLarge or the text's.
func look(text Text) (most int, signed bool, err error) {
	w := window{text: text}
	ends := 0
	size, seen := 0, 0 // seen of the window's bytes
	for {
		more, err := w.grow()
		if !more {
			return min(ends, size/minLine) + 1, signed, err
		}
		first, fresh := size == 0, w.bytes[seen:]
		if size += len(fresh); size > MaxBytes {
			return 0, false, ErrTooLarge
		}
		if first && isUTF16(fresh) {
			return 0, false, ErrUTF16
		}
		ends += bytes.Count(fresh, []byte{'\n'})
		signed = signed || beginsSigned(w.bytes, first)
		seen = min(len(w.bytes), len(beginMessage))
		w.bytes = w.bytes[len(w.bytes)-seen:]
	}
}

// isUTF16 reports whether data begins with a byte order mark of UTF-16, or
// has a NUL in the place of every second byte, as ASCII in UTF-16 has.
func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	head := data[:min(len(data), 64)&^1]
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	half := len(head) / 2
	return half > 0 && (nul == [2]int{0, half} || nul == [2]int{half, 0})
}
