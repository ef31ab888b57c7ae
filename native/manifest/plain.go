package manifest

import (
	"bytes"

	"checksig/digest"
)

// A plain is what nearly all lines of a list are like, once one has been like
// that: so many hexadecimal digits, a space, a space or an asterisk, and a name
// without escapes. The zero value is like no line.
type plain struct {
	algorithm *digest.Algorithm
	digits    int
}

// read reads a line that is plain into entry, whose Line is left to the caller,
// as Scanner.read would, which takes twice as long. It reports whether the line
// is plain; if not, entry is of no use.
func (p plain) read(line []byte, entry *Entry) bool {
	if p.digits == 0 || len(line) < p.digits+3 || line[p.digits] != ' ' {
		return false
	}
	if second := line[p.digits+1]; second != ' ' && second != '*' {
		return false
	}
	name := line[p.digits+2:]
	if !entry.Want.SetHex(line[:p.digits]) || bytes.IndexByte(name, 0) >= 0 {
		return false
	}
	entry.Name, entry.Algorithm = name, p.algorithm
	return true
}
