package manifest_test

import (
	"math"
	"runtime"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

// mostAllocated is the promise: Parse allocates no more than this for a list
// and its name of size bytes together, what it gives up again included.
//
// The worst are lines of two bytes that are no entries. Each costs a
// SyntaxError (48 bytes), the text of its reason (80) and what it takes to
// write that (16), and its part of a slice that grows by quarters: the last
// one of at most 1.25 pointers a line, and 1 + 0.8 + 0.64 + … = 5 before it.
// That is 194 bytes for two. Of entries nothing is kept.
//
// MaxMalformed lines of that kind are the most there can be. Beyond them the
// worst are lines of two bytes, too, but ones that nothing is kept of:
// comments in a list of CRC-32 sums, which are read as entries first, to write
// a reason of 64 bytes.
func mostAllocated(size int) uint64 {
	return uint64(instrumented*float64(min(100*size, 34*size+32<<20))) + 2048
}

// allocated is how many bytes of the heap Parse allocates. Other goroutines
// allocate, too, but not every time: what is above most is measured again.
func allocated(most uint64, data []byte, o manifest.Options) uint64 {
	least := uint64(math.MaxUint64)
	for tries := 0; least > most && tries < 5; tries++ {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		manifest.Parse(manifest.Bytes(data), o, func(*manifest.Entry) {})
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// FuzzParseMemory asserts that no list and no name has Parse allocate more
// than mostAllocated says. It finds what TestHostileListsTakeLittleMemory does
// not think of.
func FuzzParseMemory(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add(v.data(), v.ListName, v.Algorithm)
	}
	for _, h := range hostileLists {
		f.Add(h.data(300), h.name, h.algorithm)
	}
	f.Fuzz(func(t *testing.T, data []byte, name, algorithm string) {
		o := manifest.Options{Name: name}
		o.Algorithm, _ = digest.ByName(algorithm)
		most := mostAllocated(len(data) + len(name))
		found := allocated(most, data, o)
		if found > most {
			t.Fatalf("found %d bytes allocated for %d, expected at most %d", found, len(data)+len(name), most)
		}
	})
}

// A hostileList is a kind of list that takes as much memory as it can: a head,
// and then one piece again and again. most is the multiple of a list's size
// that Parse may allocate for it. Rubbish comes out highest in lists of
// 2*MaxMalformed bytes.
type hostileList struct {
	what, name, algorithm string
	head, piece           string
	most                  float64
}

func (h *hostileList) data(size int) []byte {
	return []byte(h.head + strings.Repeat(h.piece, (size-len(h.head))/len(h.piece)))
}

var hostileLists = []hostileList{
	{"nothing but newlines", "", "", "", "\n", 0.1},
	{"nothing but CRLF", "", "", "", "\r\n", 0.1},
	{"nothing but CR", "", "", "", "\r", 0.1},
	{"nothing but blanks", "", "", "", " \t", 0.1},
	{"comments", "", "", "", "#\n", 0.1},
	{"comments in a list of CRC-32", "", "crc32", "", "#\n", 34},

	{"one line of digits", "", "", "", "0", 0.1},
	{"one line of base64's padding", "", "", "", "=", 0.1},
	{"one line of tags", "", "", "MD5(", ")=", 0.1},
	{"one name", "", "", hello + "  ", "x", 0.1},
	{"one name of backslashes", "", "", `\` + hello + "  ", `\\`, 1.1},
	{"one name of percent signs", "manifest-sha1.txt", "", hello + "  ", "%25", 1.1},
	{"one name of escaped percent signs", "manifest-sha1.txt", "", hello + "  %", "25", 1.1},
	{"one name of CR", "", "", hello + "  ", "\r", 0.1},

	{"the shortest entries", "", "blake2b", "", "00 x\n", 0.1},
	{"the shortest entries, CRLF", "", "blake2b", "", "00 x\r\n", 0.1},
	{"the shortest entries, escaped", "", "blake2b", "", "\\00 x\n", 1.2},
	{"the shortest entries in base64", "", "blake2b", "", "AA== x\n", 0.1},
	{"the shortest entries of BagIt", "manifest-blake2b8.txt", "", "", "00 %\n", 1.4},
	{"the shortest tagged entries", "", "", "", "BLAKE2b-8(x)=00\n", 0.1},
	{"SFV's names that look like tags", "a.sfv", "", "", "A()= 01234567\n", 9},

	{"rubbish", "", "", "", "x\n", 50},
	{"rubbish where one algorithm is expected", "", "sha1", "", "x\n", 84},
	{"digits that are no digest", "", "", "", "0\n", 92},
	{"digits that are no BLAKE2b", "", "blake2b", "", "0\n", 100},
	{"unknown tags", "", "", "", "A()=\n", 45},
	{"unknown tags of 16 letters", "", "", "", "ABCDEFGHIJKLMNOP()=\n", 20},
	{"unknown tags in a list of CRC-32", "", "crc32", "", "A()=\n", 60},
	{"tags without a digest", "", "", "", "MD5()=\n", 25},
	{"names with NUL", "", "blake2b", "", "00 \x00\n", 25},
	{"names with a backslash too many", "", "blake2b", "", "\\00 \\\n", 20},
	{"signed messages in one another", "", "", "", "-----BEGIN PGP SIGNED MESSAGE-----\n", 4},
	{"rubbish in a signed message", "", "blake2b", "-----BEGIN PGP SIGNED MESSAGE-----\n\n", "0\n", 100},
	{"rubbish outside of a signed message", "", "", "-----BEGIN PGP SIGNED MESSAGE-----\n-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n", "x\n", 50},
}

func TestHostileListsTakeLittleMemory(t *testing.T) {
	for _, h := range hostileLists {
		t.Run(h.what, func(t *testing.T) {
			o := manifest.Options{Name: h.name}
			o.Algorithm, _ = digest.ByName(h.algorithm)
			for _, size := range hostileSizes {
				data := h.data(size)
				most := min(uint64(instrumented*h.most*float64(size)), mostAllocated(size))
				found := allocated(most, data, o)
				t.Logf("%d bytes: %.2f times as many allocated", size, float64(found)/float64(size))
				if found > most {
					t.Errorf("found %d bytes allocated for %d, expected at most %d", found, size, most)
				}
			}
		})
	}
}
