package manifest

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"checksig/digest"
	"checksig/faults"
)

// Options say how to read a list. The zero value reads every digest by its
// tag or its length.
type Options struct {
	// Algorithm is the algorithm of untagged lines. nil: found from Name, or
	// else for each line from the digest's length. digest.BLAKE2b stands for
	// all lengths of BLAKE2b, as for GNU b2sum.
	Algorithm *digest.Algorithm
	// Name is the list's file name, or a path that ends in it; only what it
	// says by AlgorithmOfName and of BagIt counts.
	Name string
	// MaxEntries limits the number of entries and malformed lines; 0: no limit.
	MaxEntries int
}

// minLine is the size in bytes of the shortest entry: a digest of one byte, a
// space, a name of one byte and the end of the line.
const minLine = 5

// Parse reads the list in data. Lines that are no entries do not end the
// reading: they are the list's Malformed lines. Blank lines and lines that
// begin with '#' or ';' are skipped. The list keeps data, which the caller
// must not change any more.
//
// The error is ErrEmpty, ErrUTF16, ErrRubbish, ErrTooLarge or a *LimitError.
func Parse(data []byte, o Options) (*List, error) {
	faults.At("manifest.parse")
	switch {
	case len(data) > MaxBytes:
		return nil, ErrTooLarge
	case isUTF16(data):
		return nil, ErrUTF16
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	p := parser{List: newList(data, o), limit: o.MaxEntries, signed: isSigned(data)}
	p.readAll()
	switch {
	case p.rubbish:
		return nil, ErrRubbish
	case p.limit > 0 && p.found > p.limit:
		return nil, &LimitError{Found: p.found, Limit: p.limit}
	case p.found == 0:
		return nil, ErrEmpty
	}
	return p.List, nil
}

func newList(data []byte, o Options) *List {
	name := strings.ToLower(path.Base(o.Name))
	l := &List{data: data, algorithm: o.Algorithm, bagIt: isBagIt(name)}
	if l.algorithm == nil {
		l.algorithm, _ = AlgorithmOfName(name)
	}
	l.sfv = l.algorithm == digest.CRC32 && strings.HasSuffix(name, sfvSuffix)
	room := min(bytes.Count(data, []byte{'\n'}), len(data)/minLine) + 1
	if o.MaxEntries > 0 {
		room = min(room, o.MaxEntries)
	}
	l.lines = make([]position, 0, room)
	return l
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

// A parser fills a List.
type parser struct {
	*List
	limit  int
	found  int // entries and malformed lines, those beyond the limit too
	signed bool
	// rubbish says that there are too many malformed lines to read on.
	rubbish bool
}

func (p *parser) readAll() {
	var armor cleartext
	var entry Entry
	for offset, number := 0, 1; offset < len(p.data); number++ {
		text, size := cutLine(p.data[offset:])
		line, reason := text, ""
		if p.signed {
			line, reason = armor.next(number, text)
		}
		at := offset + len(text) - len(line)
		offset += size
		var style spacing
		if reason == "" {
			if isBlank(line) || p.isComment(line) {
				continue
			}
			style, reason = p.read(line, &entry)
		}
		p.found++
		switch {
		case p.limit > 0 && p.found > p.limit:
		case reason != "" && len(p.malformed) == MaxMalformed:
			p.rubbish = true
			return
		case reason != "":
			p.malformed = append(p.malformed, &SyntaxError{Line: number, Text: text, Reason: reason})
		default:
			p.lines = append(p.lines, position{uint32(at), uint32(number)})
			if p.spacing == undecided {
				p.spacing = style
			}
		}
	}
	if open := armor.unfinished(); p.signed && open != nil {
		p.found++
		p.malformed = append(p.malformed, open)
		slices.SortFunc(p.malformed, func(a, b *SyntaxError) int { return a.Line - b.Line })
	}
}

// isComment reports whether a line that is not blank is a comment. In SFV '#'
// begins a comment by custom only, and may begin a name: an entry is none.
func (l *List) isComment(line []byte) bool {
	if line[0] == '#' && l.algorithm == digest.CRC32 {
		_, reason := l.read(line, new(Entry))
		return reason != ""
	}
	return line[0] == '#' || line[0] == ';'
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

// blanks are what separates the fields of a line.
const blanks = " \t"

func isBlank(line []byte) bool { return len(skipBlanks(line)) == 0 }

func skipBlanks(line []byte) []byte {
	for len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
		line = line[1:]
	}
	return line
}
