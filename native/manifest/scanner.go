package manifest

import (
	"bytes"

	"checksig/digest"
)

// A Scanner reads the entries of a list one after the other. It may be used by
// one goroutine at a time.
type Scanner struct {
	rules
	window
	spacing spacing
	plain   plain
	armor   cleartext
	line    int // the number of the last
	err     error
}

func newScanner(text Text, rules rules) *Scanner {
	return &Scanner{rules: rules, window: window{text: text}}
}

// Next reads the next entry, which is valid until the next call, and reports
// whether there was one.
func (s *Scanner) Next(entry *Entry) bool {
	for {
		switch found, _ := s.next(entry); found {
		case anEntry:
			return true
		case theEnd:
			return false
		}
	}
}

// Err is why the text could not be read on, the Text's error. It is nil at the
// list's end.
func (s *Scanner) Err() error { return s.err }

// A finding is what a line is.
type finding uint8

const (
	anEntry finding = iota
	noEntry         // a malformed line
	theEnd          // no line, because of an error or for want of more
)

// next reads lines until one is an entry or malformed.
func (s *Scanner) next(entry *Entry) (finding, *SyntaxError) {
	for {
		text, ok := s.cutLine()
		if !ok {
			return theEnd, nil
		}
		s.line++
		line, reason := text, ""
		if s.signed {
			line, reason = s.armor.next(s.line, text)
			if s.armor.begun.Line == s.line {
				s.armor.begun.Text = s.keep(text)
			}
		}
		entry.Line = s.line
		if reason == "" && s.plain.read(line, entry) {
			return anEntry, nil
		}
		var style spacing
		if reason == "" {
			if isBlank(line) || s.isComment(line) {
				continue
			}
			style, reason = s.read(line, entry)
		}
		if reason != "" {
			return noEntry, &SyntaxError{Line: s.line, Text: s.keep(text), Reason: reason}
		}
		if s.spacing == undecided {
			s.spacing = style
		}
		if style == twoBytes {
			s.plain = plain{entry.Algorithm, 2 * entry.Want.Size()}
		}
		return anEntry, nil
	}
}

// keep returns what is kept of a malformed line.
func (s *Scanner) keep(text []byte) []byte {
	text = text[:min(len(text), MaxText)]
	if s.isTexts() {
		return text
	}
	return bytes.Clone(text)
}

// cutLine takes the next line from the window, without its end (LF, CRLF or
// the end of the text), and reports whether there was one. Behind an error
// there is none.
func (s *Scanner) cutLine() (text []byte, ok bool) {
	for searched := 0; s.err == nil; {
		if end := bytes.IndexByte(s.bytes[searched:], '\n'); end >= 0 {
			text, s.bytes = s.bytes[:searched+end], s.bytes[searched+end+1:]
			return bytes.TrimSuffix(text, []byte{'\r'}), true
		}
		searched = len(s.bytes)
		var more bool
		if more, s.err = s.grow(); more {
			continue
		}
		if s.err != nil || searched == 0 {
			break
		}
		text, s.bytes = s.bytes, nil
		return bytes.TrimSuffix(text, []byte{'\r'}), true
	}
	return nil, false
}

// isComment reports whether a line that is not blank is a comment. In SFV '#'
// begins a comment by custom only, and may begin a name: an entry is none.
func (s *Scanner) isComment(line []byte) bool {
	if line[0] == '#' && s.algorithm == digest.CRC32 {
		_, reason := s.read(line, new(Entry))
		return reason != ""
	}
	return line[0] == '#' || line[0] == ';'
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
