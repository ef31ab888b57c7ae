package manifest

import (
	"fmt"

	"checksig/digest"
)

// byLength lists the algorithms that an untagged digest may be of if nothing
// but its length tells.
var byLength = []*digest.Algorithm{
	digest.MD5, digest.SHA1, digest.SHA224, digest.SHA256, digest.SHA384, digest.SHA512,
}

// readDigest reads an untagged line's digest, in hexadecimal digits of either
// case or in base64, as GNU cksum --base64 writes it, into entry.
func (s *Scanner) readDigest(token []byte, entry *Entry) (reason string) {
	switch s.algorithm {
	case nil:
		return readAnyLength(token, entry, algorithmOfSize, "32, 40, 56, 64, 96 or 128")
	case digest.BLAKE2b:
		return readAnyLength(token, entry, digest.BLAKE2bSize, "an even number from 2 to 128")
	}
	entry.Algorithm = s.algorithm
	switch {
	case readDigestOf(s.algorithm, token, &entry.Want):
		return ""
	case isHex(token):
		return wrongLength(token, 2*s.algorithm.Size())
	}
	return fmt.Sprintf("expected %d hexadecimal digits, two spaces and a name", 2*s.algorithm.Size())
}

func algorithmOfSize(size int) (*digest.Algorithm, bool) {
	for _, a := range byLength {
		if a.Size() == size {
			return a, true
		}
	}
	return nil, false
}

// readAnyLength reads a digest whose length tells its algorithm. What is
// hexadecimal digits is not taken for base64.
func readAnyLength(
	token []byte, entry *Entry, ofSize func(int) (*digest.Algorithm, bool), expected string,
) (reason string) {
	var ok bool
	if ok = entry.Want.SetHex(token); !ok && !isHex(token) {
		entry.Want, ok = digest.FromBase64(token)
	}
	if ok {
		if entry.Algorithm, ok = ofSize(entry.Want.Size()); ok {
			return ""
		}
	}
	if isHex(token) {
		return wrongLength(token, expected)
	}
	return "expected a digest, two spaces and a name"
}

// readDigestOf reads a digest of algorithm a and reports whether token is one.
func readDigestOf(a *digest.Algorithm, token []byte, want *digest.Value) (ok bool) {
	if len(token) == 2*a.Size() {
		if want.SetHex(token) {
			return true
		}
	}
	*want, ok = digest.FromBase64(token)
	return ok && want.Size() == a.Size()
}

func wrongLength(token []byte, expected any) string {
	return fmt.Sprintf("found %d hexadecimal digits, expected %v", len(token), expected)
}

func isHex(token []byte) bool {
	for _, c := range token {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return len(token) > 0
}
