package digest

import (
	"strconv"
	"strings"
)

// canonical has every algorithm once, the different lengths of BLAKE2b too.
var canonical = []*Algorithm{
	SHA1, SHA224, SHA256, SHA384, SHA512, SHA512_256,
	SHA3_224, SHA3_256, SHA3_384, SHA3_512,
	BLAKE2b, BLAKE3, SM3, MD5, CRC32, CRC, BSD, SYSV,
}

// spellings has, in lower case, what standards and tools write for an
// algorithm beside its Name: FIPS 180-4's hyphens, the tags of OpenSSL's dgst
// (SHA2-256, BLAKE2B-512, before 3.0 BLAKE2b512), of the BSDs' SHA512t256 and
// of GNU cksum (CRC32B).
var spellings = map[string]*Algorithm{
	"sha-1":   SHA1,
	"sha-224": SHA224, "sha2-224": SHA224,
	"sha-256": SHA256, "sha2-256": SHA256,
	"sha-384": SHA384, "sha2-384": SHA384,
	"sha-512": SHA512, "sha2-512": SHA512,
	"sha512/256": SHA512_256, "sha-512/256": SHA512_256, "sha2-512/256": SHA512_256,
	"sha-512-256": SHA512_256, "sha512t256": SHA512_256,
	"blake2b512": BLAKE2b,
	"crc32b":     CRC32,
}

var byName = func() map[string]*Algorithm {
	names := make(map[string]*Algorithm, len(spellings)+len(canonical))
	for name, a := range spellings {
		names[name] = a
	}
	for _, a := range canonical {
		names[a.name] = a
	}
	return names
}()

// maxName is longer than every name, and short enough for a look-up without
// allocation.
const maxName = 16

// ByName returns the algorithm of a name and whether there is one. It reads,
// in upper and lower case, what Name returns ("sha512-256", "blake2b-256")
// and the other common spellings ("SHA-1", "SHA512/256", "SHA2-256").
func ByName(name string) (*Algorithm, bool) {
	if len(name) > maxName {
		return nil, false
	}
	var lower [maxName]byte
	n := copy(lower[:], name)
	for i, c := range lower[:n] {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	if a, ok := byName[string(lower[:n])]; ok {
		return a, true
	}
	bits, ok := strings.CutPrefix(string(lower[:n]), "blake2b-")
	if !ok || bits == "" || bits[0] < '1' || bits[0] > '9' { // no sign, no leading zero
		return nil, false
	}
	number, err := strconv.Atoi(bits)
	if err != nil || number%8 != 0 {
		return nil, false
	}
	return BLAKE2bSize(number / 8)
}

// Names lists the names of all algorithms. "blake2b" stands for its other
// lengths too, "blake2b-8" to "blake2b-504" in steps of 8.
func Names() []string {
	names := make([]string, len(canonical))
	for i, a := range canonical {
		names[i] = a.name
	}
	return names
}
