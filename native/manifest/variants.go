package manifest

import (
	"bytes"

	"checksig/digest"
)

const sfvSuffix = ".sfv"

// sfvLine reads a line of simple file verification: a name, blanks, and a
// CRC-32 in hexadecimal digits. There are no escapes, and backslashes stay as
// they are: some writers separate directories by them.
//
// It is the only untagged form in a list whose name ends in ".sfv". In other
// lists of CRC-32 sums it is read too where the line is not GNU's.
func sfvLine(line []byte, entry *Entry) (reason string) {
	line = bytes.TrimRight(line, blanks)
	space := bytes.LastIndexAny(line, blanks)
	want, ok := digest.FromHex(line[space+1:])
	if !ok || want.Size() != digest.CRC32.Size() || space < 0 {
		return "expected a name, a space and 8 hexadecimal digits"
	}
	entry.Algorithm, entry.Want = digest.CRC32, want
	entry.Name, reason = readName(bytes.TrimRight(line[:space], blanks), false)
	if reason == noName {
		reason = noNameBefore
	}
	return reason
}

// bagItLine reads a line of a BagIt manifest (RFC 8493, 2.1.3): a digest, any
// number of blanks, and a name in which LF, CR and '%' are percent-encoded.
// The asterisk that md5sum writes before the name is not part of it: a bag's
// payload is named "data/…".
func (s *Scanner) bagItLine(line []byte, entry *Entry) (reason string) {
	token, rest := cutToken(line)
	if reason = s.readDigest(token, entry); reason != "" {
		return reason
	}
	text := bytes.TrimPrefix(skipBlanks(rest), []byte{'*'})
	name, reason := readName(text, false)
	entry.Name = percentDecode(name)
	return reason
}
