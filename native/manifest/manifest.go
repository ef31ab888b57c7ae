// Package manifest reads checksum lists: text files that name files and the
// digests that they should have. It knows nothing of the files themselves.
//
// The line format is the one that GNU coreutils documents ("cksum output
// modes" and "md5sum invocation" in its manual): a hexadecimal digest, a
// space, a space or an asterisk, and the file's name up to the end of the line.
package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math"

	"checksig/digest"
)

// MaxBytes is the size of the largest list that can be read.
const MaxBytes = math.MaxUint32

var (
	// ErrEmpty means that a list has no entries, so that nothing can be verified.
	ErrEmpty = errors.New("the list has no entries")
	// ErrUTF16 means that a list is written in UTF-16, as PowerShell's ">" does.
	ErrUTF16 = errors.New("the list is in UTF-16, expected UTF-8 or ASCII")
	// ErrTooLarge means that a list has more than MaxBytes bytes.
	ErrTooLarge = fmt.Errorf("the list is larger than %d bytes", uint32(MaxBytes))
)

// An Entry is one line of a list: the file Name should have the digest Want.
type Entry struct {
	Line int    // counted from 1
	Name []byte // as listed, escapes resolved; need not be UTF-8; aliases the list's bytes
	Want digest.Value
}

// A SyntaxError is a line that is no entry.
type SyntaxError struct {
	Line   int    // counted from 1
	Text   []byte // the line without its end
	Reason string // what was found and what was expected
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
}

// A List is a parsed list. It keeps the list's own bytes and eight more for
// each line: entries are read from them when they are asked for.
type List struct {
	data      []byte
	algorithm *digest.Algorithm
	lines     []position
	malformed []*SyntaxError
}

// A position is where an entry's line begins, and the line's number.
type position struct{ offset, line uint32 }

// Parse reads the list in data, whose digests are of the given algorithm.
// Lines that are no entries do not end the reading: they are the list's
// Malformed lines. Blank lines and lines that begin with '#' are skipped. The
// list keeps data, which the caller must not change any more.
func Parse(data []byte, algorithm *digest.Algorithm) (*List, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, ErrTooLarge
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nil, ErrUTF16
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	l := &List{data: data, algorithm: algorithm}
	l.lines = make([]position, 0, bytes.Count(data, []byte{'\n'})+1)

	number := 0
	for offset := 0; offset < len(data); {
		number++
		text, size := cutLine(data[offset:])
		if len(text) > 0 && text[0] != '#' {
			if _, reason := l.parse(text); reason != "" {
				l.malformed = append(l.malformed, &SyntaxError{Line: number, Text: text, Reason: reason})
			} else {
				l.lines = append(l.lines, position{uint32(offset), uint32(number)})
			}
		}
		offset += size
	}
	if len(l.lines) == 0 && len(l.malformed) == 0 {
		return nil, ErrEmpty
	}
	return l, nil
}

// cutLine returns data's first line without its end (LF, CRLF or the end of
// the data) and its size with it.
func cutLine(data []byte) (text []byte, size int) {
	end := bytes.IndexByte(data, '\n')
	if end < 0 {
		return bytes.TrimSuffix(data, []byte{'\r'}), len(data)
	}
	return bytes.TrimSuffix(data[:end], []byte{'\r'}), end + 1
}

// Len is the number of entries.
func (l *List) Len() int { return len(l.lines) }

// Algorithm is the algorithm of the list's digests.
func (l *List) Algorithm() *digest.Algorithm { return l.algorithm }

// Malformed lists the lines that are no entries, in their order.
func (l *List) Malformed() []*SyntaxError { return l.malformed }

// Entry returns entry i of the list's order, counted from 0.
func (l *List) Entry(i int) Entry {
	at := l.lines[i]
	text, _ := cutLine(l.data[at.offset:])
	entry, _ := l.parse(text)
	entry.Line = int(at.line)
	return entry
}

// Entries ranges over all entries in the list's order.
func (l *List) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range l.lines {
			if !yield(l.Entry(i)) {
				return
			}
		}
	}
}

// parse reads one line. A reason says why it is no entry.
func (l *List) parse(text []byte) (entry Entry, reason string) {
	escaped := text[0] == '\\'
	if escaped {
		text = text[1:]
	}
	digits := 2 * l.algorithm.Size()
	if len(text) < digits {
		return entry, fmt.Sprintf("expected %d hexadecimal digits, two spaces and a name", digits)
	}
	want, ok := digest.FromHex(text[:digits])
	if !ok {
		return entry, fmt.Sprintf("expected %d hexadecimal digits at its beginning", digits)
	}
	rest := text[digits:]
	if len(rest) < 2 || rest[0] != ' ' || (rest[1] != ' ' && rest[1] != '*') {
		return entry, fmt.Sprintf("expected two spaces, or a space and an asterisk, after %d hexadecimal digits", digits)
	}
	name := rest[2:]
	switch {
	case len(name) == 0:
		return entry, "expected a name after the digest"
	case bytes.IndexByte(name, 0) >= 0:
		return entry, "found a NUL in the name"
	}
	if escaped {
		if name, ok = unescape(name); !ok {
			return entry, `found a backslash that begins none of the escapes \\, \n and \r`
		}
	}
	return Entry{Name: name, Want: want}, ""
}

// unescape resolves the escapes that GNU's tools write in a line which begins
// with a backslash: \\, \n and \r.
func unescape(name []byte) ([]byte, bool) {
	out := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c == '\\' {
			if i++; i == len(name) {
				return nil, false
			}
			switch name[i] {
			case '\\':
				c = '\\'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			default:
				return nil, false
			}
		}
		out = append(out, c)
	}
	return out, true
}
