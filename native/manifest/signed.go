package manifest

import "bytes"

// The lines of the cleartext signature framework (RFC 9580, 7).
var (
	beginMessage   = []byte("-----BEGIN PGP SIGNED MESSAGE-----")
	beginSignature = []byte("-----BEGIN PGP SIGNATURE-----")
	endSignature   = []byte("-----END PGP SIGNATURE-----")
)

// beginsSigned reports whether a line of data begins a signed message. At the
// beginning of data a line begins only if the text does.
func beginsSigned(data []byte, first bool) bool {
	for at := 0; ; at += len(beginMessage) {
		i := bytes.Index(data[at:], beginMessage)
		if i < 0 {
			return false
		}
		at += i
		if at == 0 && first || at > 0 && data[at-1] == '\n' {
			return true
		}
	}
}

// A cleartext follows the lines of a signed list. Only what is signed can be
// an entry: whoever checks the signature sees it cover all of them.
type cleartext struct {
	part  part
	begun SyntaxError // where the last message begins
}

type part uint8

const (
	outside part = iota
	headers
	message
	signature
)

// next returns the list's line that text stands for, the end of text: nothing
// if it belongs to the framework. A reason says why text must not stand where
// it does.
func (c *cleartext) next(number int, text []byte) (line []byte, reason string) {
	armor := bytes.TrimRight(text, blanks)
	switch c.part {
	case outside:
		switch {
		case bytes.Equal(armor, beginMessage):
			c.part = headers
			c.begun = SyntaxError{Line: number, Text: text}
		case len(armor) > 0 && armor[0] != '#' && armor[0] != ';':
			return text, "found outside of the signed message"
		}
	case headers:
		switch {
		case len(armor) == 0:
			c.part = message
		case !bytes.HasPrefix(text, []byte("Hash:")):
			return text, "expected a Hash header or an empty line before the signed message"
		}
	case message:
		if bytes.Equal(armor, beginSignature) {
			c.part = signature
			break
		}
		return bytes.TrimPrefix(text, []byte("- ")), ""
	case signature:
		if bytes.Equal(armor, endSignature) {
			c.part = outside
		}
	}
	return nil, ""
}

// unfinished returns the beginning of a message without the end of its
// signature, or nil: a list that is cut short lacks entries.
func (c *cleartext) unfinished() *SyntaxError {
	if c.part == outside {
		return nil
	}
	open := c.begun
	open.Reason = "found no end of the signed message that begins here"
	return &open
}
