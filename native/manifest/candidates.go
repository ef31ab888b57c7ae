package manifest

import (
	"cmp"
	"slices"
	"strings"
)

// candidates are the lists that a directory may have, the preferred first, in
// lower case; an asterisk stands for any beginning.
var candidates = func() []string {
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
}()

// Candidates returns those of a directory's names that are lists by name, in
// upper or lower case, in order of preference: sha1sum.txt is the first.
func Candidates(names []string) []string {
	type candidate struct {
		rank int
		name string
	}
	var found []candidate
	for _, name := range names {
		if rank, ok := rankOf(strings.ToLower(name)); ok {
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
var ranks = func() map[string]int {
	places := make(map[string]int, len(candidates))
	for i, name := range candidates {
		places[name] = i
	}
	return places
}()

func rankOf(lower string) (int, bool) {
	if rank, ok := ranks[lower]; ok {
		return rank, true
	}
	dot := strings.LastIndexByte(lower, '.')
	if dot < 0 {
		return 0, false
	}
	rank, ok := ranks["*"+lower[dot:]]
	return rank, ok
}
