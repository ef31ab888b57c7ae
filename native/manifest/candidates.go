package manifest

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
)

// candidates returns the lists that a directory may have, the preferred first,
// in lower case; an asterisk stands for any beginning.
func candidates() []string {
	var all []string
	for _, stem := range []string{"sha1", "sha256", "sha512", "md5", "b2", "sha224", "sha384", "b3", "sm3"} {
		all = append(all, stem+"sum.txt", stem+"sums", stem+"sums.txt", stem+"sum")
	}
	all = append(all, "shasums256.txt", "shasums512.txt", "shasums.txt")
	all = append(all, "checksums.txt", "checksums", "checksum.txt", "checksum")
	for _, prefix := range []string{bagItPrefix, bagItTagPrefix} {
		for _, stem := range []string{"sha512", "sha256", "sha1", "md5", "sha384", "sha224"} {
			all = append(all, prefix+stem+bagItSuffix)
		}
	}
	for _, stem := range []string{"sha1", "sha256", "sha512", "md5", "b2", "sha224", "sha384", "b3", "sm3"} {
		all = append(all, "*."+stem, "*."+stem+"sum", "*."+stem+"sums")
	}
	return append(all, "*"+sfvSuffix)
}

// Candidates returns those of a directory's names that are lists by name, in
// upper or lower case, in order of preference: sha1sum.txt is the first.
func Candidates(names []string) []string {
	type candidate struct {
		rank int
		name string
	}
	var found []candidate
	for _, name := range names {
		if rank, ok := rankOf([]byte(name)); ok {
			found = append(found, candidate{rank, name})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.name, b.name))
	})
	lists := make([]string, len(found))
	for i, c := range found {
		lists[i] = c.name
	}
	return lists
}

// ranks has the place of each candidate.
var ranks = sync.OnceValue(func() map[string]int {
	all := candidates()
	places := make(map[string]int, len(all))
	for i, name := range all {
		places[name] = i
	}
	return places
})

// IsCandidate reports whether Candidates would return the name.
func IsCandidate(name []byte) bool {
	_, ok := rankOf(name)
	return ok
}

// maxCandidate is longer than every name and ending of a list.
const maxCandidate = 32

// rankOf returns the place of a name among the candidates. It does not
// allocate: a directory may have millions of names that are none.
func rankOf(name []byte) (int, bool) {
	var lower [maxCandidate]byte
	if len(name) < maxCandidate {
		if rank, ok := ranks()[string(toLower(lower[:0], name))]; ok {
			return rank, true
		}
	}
	dot := bytes.LastIndexByte(name, '.')
	if dot < 0 || len(name)-dot >= maxCandidate-1 {
		return 0, false
	}
	lower[0] = '*'
	rank, ok := ranks()[string(toLower(lower[:1], name[dot:]))]
	return rank, ok
}

// toLower appends text to dst with ASCII's letters in lower case.
func toLower(dst, text []byte) []byte {
	for _, c := range text {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
