package manifest

import (
	"bytes"

	"checksig/digest"
)

// A spacing is what stands between digest and name. GNU's digest.c lets a
// list's first untagged line decide it for the whole list: otherwise one who
// may name files could, with a space before a name, let another file pass.
type spacing uint8

const (
	undecided spacing = iota
	twoBytes          // a space and a space or an asterisk: coreutils
	oneBlank          // the name may begin with a space or an asterisk: BSD's md5 -r
)

// read reads one line, which is not blank, into entry, whose Line is left to
// the caller. A reason says why it is no entry; entry is then of no use.
func (s *Scanner) read(line []byte, entry *Entry) (style spacing, reason string) {
	known, refused := readTagged(line, entry)
	switch {
	case known && (refused == "" || !s.sfv):
		return undecided, refused
	case s.sfv:
		reason = sfvLine(line, entry)
	case s.bagIt:
		reason = s.bagItLine(line, entry)
	default:
		style, reason = s.untaggedLine(line, entry)
		if s.algorithm == digest.CRC32 && (reason != "" || style == oneBlank) &&
			sfvLine(line, entry) == "" {
			return undecided, ""
		}
	}
	if reason != "" && refused != "" {
		reason = refused
	}
	return style, reason
}

// untaggedLine reads a digest, one or two blanks, and a name.
func (s *Scanner) untaggedLine(line []byte, entry *Entry) (style spacing, reason string) {
	line, escaped := cutEscape(line)
	token, rest := cutToken(line)
	if reason = s.readDigest(token, entry); reason != "" {
		return undecided, reason
	}
	if len(rest) < 2 {
		return undecided, noName
	}
	name := rest[1:]
	two := name[0] == ' ' || name[0] == '*'
	switch {
	case s.spacing == twoBytes && !two:
		return undecided, "found one blank after the digest, expected two as in the lines before"
	case s.spacing == oneBlank, !two:
		style = oneBlank
	default:
		style, name = twoBytes, name[1:]
	}
	entry.Name, reason = readName(name, escaped)
	return style, reason
}

const (
	noName       = "expected a name after the digest"
	noNameBefore = "expected a name before the digest"
)

// readName returns the name that text spells.
func readName(text []byte, escaped bool) (name []byte, reason string) {
	switch {
	case len(text) == 0:
		return nil, noName
	case bytes.IndexByte(text, 0) >= 0:
		return nil, "found a NUL in the name"
	case !escaped:
		return text, ""
	}
	name, ok := unescape(text)
	if !ok {
		return nil, `found a backslash that begins none of the escapes \\, \n and \r`
	}
	return name, ""
}

// cutEscape returns line without the blanks before it and without the
// backslash that says that GNU's escapes are in its name.
func cutEscape(line []byte) (rest []byte, escaped bool) {
	line = skipBlanks(line)
	if len(line) > 0 && line[0] == '\\' {
		return line[1:], true
	}
	return line, false
}

// cutToken returns what stands before line's first blank, and the rest from
// that blank on.
func cutToken(line []byte) (token, rest []byte) {
	end := bytes.IndexByte(line, ' ')
	if end < 0 {
		end = len(line)
	}
	if tab := bytes.IndexByte(line[:end], '\t'); tab >= 0 {
		end = tab
	}
	if end == len(line) {
		return line, nil
	}
	return line[:end], line[end:]
}
