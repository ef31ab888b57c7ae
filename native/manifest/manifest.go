// Package manifest reads and writes checksum lists: text files that name
// files and the digests that they should have. It knows nothing of the files
// themselves.
//
// It reads what is in use, in one list mixed as it may be:
//
//   - the lines of GNU coreutils ("cksum output modes" and "md5sum invocation"
//     in its manual): a digest, a space, a space or an asterisk, and a name;
//   - the same with one space, as BSD's md5 -r writes them;
//   - tagged lines, as BSD's md5, GNU's --tag and OpenSSL's dgst write them;
//   - simple file verification (SFV): a name, a space and a CRC-32;
//   - BagIt's manifests (RFC 8493, 2.1.3).
//
// Digests are hexadecimal, or base64 as GNU cksum --base64 writes them. A list
// may begin with a UTF-8 byte order mark, end its lines in CRLF, and be
// signed in cleartext (RFC 9580, 7); the signature is not verified.
package manifest

import (
	"errors"
	"fmt"

	"checksig/digest"
)

// MaxMalformed is the number of malformed lines above which something is no
// list: each is kept, with what is wrong with it.
const MaxMalformed = 100_000

// MaxText is how much is kept of a malformed line, in bytes.
const MaxText = 1024

var (
	// ErrEmpty means that a list has no entries, so that nothing can be verified.
	ErrEmpty = errors.New("the list has no entries")
	// ErrUTF16 means that a list is written in UTF-16, as PowerShell's ">" does.
	ErrUTF16 = errors.New("the list is in UTF-16, expected UTF-8 or ASCII")
	// ErrRubbish means that more than MaxMalformed lines are no entries.
	ErrRubbish = fmt.Errorf("more than %d lines are no entries", MaxMalformed)
	// ErrTooLarge means that a list has more than MaxBytes bytes.
	ErrTooLarge = fmt.Errorf("the list is larger than %d bytes", uint32(MaxBytes))
)

// A LimitError means that a list has more than Options.MaxEntries.
type LimitError struct {
	Found int // entries and malformed lines
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("the list has %d entries and malformed lines, expected at most %d", e.Found, e.Limit)
}

// An Entry is one line of a list: the file Name should have the digest Want.
type Entry struct {
	Line int // counted from 1
	// Name is as listed, its escapes resolved. It is neither empty nor has it a
	// NUL; it need not be UTF-8. It is valid until the next entry is read.
	Name      []byte
	Algorithm *digest.Algorithm
	Want      digest.Value // as many bytes as Algorithm's digests have
}

// A SyntaxError is a line that is no entry.
type SyntaxError struct {
	Line   int    // counted from 1
	Text   []byte // the line without its end, at most MaxText bytes of it
	Reason string // what was found and what was expected
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
}

// A List is a list that was parsed once. It keeps what is wrong with it, and
// none of its entries: they are read from its text as often as they are needed.
// It does not change, so that it may be used concurrently.
type List struct {
	text      Text
	rules     rules
	entries   int
	malformed []*SyntaxError
}

// rules say how the lines of a list are read.
type rules struct {
	algorithm *digest.Algorithm // of untagged lines; nil: by the digest's length
	bagIt     bool
	sfv       bool // named so; see sfvLine
	signed    bool
}

// Len is the number of entries.
func (l *List) Len() int { return l.entries }

// Algorithm is the algorithm of the list's untagged lines, nil if it is found
// from the length of each digest.
func (l *List) Algorithm() *digest.Algorithm { return l.rules.algorithm }

// Malformed lists the lines that are no entries, in their order.
func (l *List) Malformed() []*SyntaxError { return l.malformed }

// Scan returns a Scanner before the first entry.
func (l *List) Scan() *Scanner { return newScanner(l.text, l.rules) }
