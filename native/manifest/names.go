package manifest

import (
	"path"
	"strings"
	"sync"

	"checksig/digest"
)

// short has the names by which tools and file endings call algorithms beside
// their own: b2sum, b3sum.
var short = map[string]*digest.Algorithm{"b2": digest.BLAKE2b, "b3": digest.BLAKE3}

// algorithmOfStem reads the name of an algorithm in a file name. The sums of
// cksum have no lists.
func algorithmOfStem(stem string) (*digest.Algorithm, bool) {
	if a, ok := short[stem]; ok {
		return a, true
	}
	a, ok := digest.ByName(stem)
	if a == digest.CRC || a == digest.BSD || a == digest.SYSV {
		return nil, false
	}
	return a, ok
}

// AlgorithmOfName returns the algorithm that a list's file name, or a path
// that ends in it, says in upper or lower case, and whether it says one:
// "sha1sum.txt", "SHA256SUMS", "x_SHA256SUMS.asc", "b2sum.txt", "x.tar.sha512",
// "x.md5sum", "x.sfv", "manifest-md5.txt", "tagmanifest-sha256.txt".
func AlgorithmOfName(name string) (*digest.Algorithm, bool) {
	name = strings.ToLower(path.Base(name))
	if isBagIt(name) {
		return algorithmOfBag(name)
	}
	if strings.HasSuffix(name, sfvSuffix) {
		return digest.CRC32, true
	}
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".asc"), ".txt")
	if a, ok := algorithmOfStem(name[strings.LastIndexByte(name, '.')+1:]); ok {
		return a, true
	}
	stem, plural := strings.CutSuffix(name, "sums")
	stem, singular := strings.CutSuffix(stem, "sum")
	if !plural && !singular {
		return nil, false
	}
	for stem = strings.TrimRight(stem, "-_"); ; {
		if a, ok := algorithmOfStem(stem); ok {
			return a, true
		}
		next := strings.IndexAny(stem, ".-_")
		if next < 0 {
			return nil, false
		}
		stem = stem[next+1:]
	}
}

const (
	bagItPrefix    = "manifest-"
	bagItTagPrefix = "tagmanifest-"
	bagItSuffix    = ".txt"
)

// isBagIt reports whether name, in lower case, is that of a manifest of a bag
// (RFC 8493, 2.1.3 and 2.2.1).
func isBagIt(name string) bool {
	return strings.HasSuffix(name, bagItSuffix) &&
		(strings.HasPrefix(name, bagItPrefix) || strings.HasPrefix(name, bagItTagPrefix))
}

// bagItNames has the algorithms by the names that RFC 8493, 2.4 gives them:
// in lower case and without other characters than letters and digits.
var bagItNames = sync.OnceValue(func() map[string]*digest.Algorithm {
	names := map[string]*digest.Algorithm{}
	for a := range tags() {
		names[strings.ReplaceAll(a.Name(), "-", "")] = a
	}
	return names
})

func algorithmOfBag(name string) (*digest.Algorithm, bool) {
	stem := strings.TrimPrefix(strings.TrimPrefix(name, "tag"), bagItPrefix)
	stem = strings.TrimSuffix(stem, bagItSuffix)
	if a, ok := bagItNames()[stem]; ok {
		return a, true
	}
	return digest.ByName(stem)
}
