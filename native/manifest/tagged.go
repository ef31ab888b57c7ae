package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"checksig/digest"
)

// maxTag is the length of the longest tag that is looked up.
const maxTag = 16

// readTagged reads a line such as "SHA1 (name) = hex" (BSD, GNU --tag) or
// "SHA1(name)= hex" (OpenSSL) into entry. known tells whether the line has that
// form with the tag of an algorithm; the reason then says why it is no entry.
// If it has that form with another tag, the reason says so.
func readTagged(line []byte, entry *Entry) (known bool, reason string) {
	line, escaped := cutEscape(line)
	// Most lines begin with the digit of a digest, or have no parenthesis.
	if len(line) == 0 || line[0] < 'A' || bytes.IndexByte(line, '(') < 0 {
		return false, ""
	}
	tag := cutTag(line)
	if len(tag) == 0 {
		return false, ""
	}
	rest, ok := bytes.CutPrefix(bytes.TrimPrefix(line[len(tag):], []byte{' '}), []byte{'('})
	end := bytes.LastIndexByte(rest, ')') // a digest has none
	if !ok || end < 0 {
		return false, ""
	}
	token, ok := bytes.CutPrefix(skipBlanks(rest[end+1:]), []byte{'='})
	if !ok {
		return false, ""
	}
	entry.Algorithm, ok = digest.ByName(string(tag))
	if !ok {
		return false, fmt.Sprintf("found the algorithm %s, which is none of those that can be checked", tag)
	}
	token = skipBlanks(token)
	digits := 2 * entry.Algorithm.Size()
	switch ok := readDigestOf(entry.Algorithm, token, &entry.Want); {
	case !ok && isHex(token):
		return true, wrongLength(token, digits)
	case !ok:
		return true, fmt.Sprintf("expected %d hexadecimal digits after the name", digits)
	}
	entry.Name, reason = readName(rest[:end], escaped)
	if reason == noName {
		reason = noNameBefore
	}
	return true, reason
}

// cutTag returns the letters, digits, hyphens and slashes at line's beginning,
// or nothing if they are too many.
func cutTag(line []byte) []byte {
	for i, c := range line[:min(len(line), maxTag+1)] {
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '/':
		default:
			return line[:i]
		}
	}
	return nil
}

// tags has the tag of each algorithm: GNU's if cksum has the algorithm, or
// else FIPS 180-4's name for SHA-512/256 and the name in upper case.
var tags = sync.OnceValue(func() map[*digest.Algorithm]string {
	all := map[*digest.Algorithm]string{}
	for _, name := range digest.Names() {
		a, _ := digest.ByName(name)
		all[a] = strings.ToUpper(name)
	}
	for size := 1; size <= digest.MaxSize; size++ {
		a, _ := digest.BLAKE2bSize(size)
		all[a] = "BLAKE2b" + strings.TrimPrefix(a.Name(), "blake2b")
	}
	all[digest.SHA512_256] = "SHA512/256"
	return all
})
