package digest

import (
	"slices"
	"strings"
	"testing"
)

func TestByName(t *testing.T) {
	for name, want := range map[string]*Algorithm{
		"SHA-1": SHA1, "SHA1": SHA1, "sha-256": SHA256, "SHA2-256": SHA256, "SHA224": SHA224,
		"SHA512/256": SHA512_256, "SHA-512/256": SHA512_256, "SHA2-512/256": SHA512_256, "SHA512t256": SHA512_256,
		"SHA3-256": SHA3_256, "sha3-512": SHA3_512,
		"BLAKE2b": BLAKE2b, "BLAKE2B-512": BLAKE2b, "BLAKE2b512": BLAKE2b, "blake2b-512": BLAKE2b,
		"BLAKE3": BLAKE3, "SM3": SM3, "MD5": MD5, "CRC32": CRC32, "CRC32B": CRC32, "CRC": CRC,
	} {
		if found, ok := ByName(name); !ok || found != want {
			t.Errorf("%s: found %v, expected %s", name, found, want.Name())
		}
	}
	for _, name := range []string{
		"", "sha", "sha2", "sha3", "sha-3-256", "md-5", "rmd160", "blake2s", "blake2b-", "blake2b-0", "blake2b-7",
		"blake2b-520", "blake2b-+8", "blake2b-08", "blake2b- 8", "blake2b-0x10", " sha1", "sha1 ", "sha1\x00",
		"blake2b-99999999999999999999", strings.Repeat("s", 100),
	} {
		if found, ok := ByName(name); ok || found != nil {
			t.Errorf("%q: found %v", name, found)
		}
	}
}

func TestNames(t *testing.T) {
	names := Names()
	for _, name := range names {
		if a, ok := ByName(name); !ok || a.Name() != name {
			t.Errorf("%s: found %v", name, a)
		}
		if a, ok := ByName(strings.ToUpper(name)); !ok || a.Name() != name {
			t.Errorf("%s: not found in upper case", name)
		}
	}
	if sorted := slices.Sorted(slices.Values(names)); len(slices.Compact(sorted)) != len(names) {
		t.Errorf("found %v, expected each name once", names)
	}
}

func TestBLAKE2bSizes(t *testing.T) {
	for size := 1; size <= MaxSize; size++ {
		a, ok := BLAKE2bSize(size)
		if !ok || a.Size() != size || a.NewHasher().Sum().Size() != size {
			t.Errorf("%d bytes: found %v", size, a)
		}
		if again, ok := ByName(a.Name()); !ok || again != a {
			t.Errorf("%s: found %v", a.Name(), again)
		}
	}
	for _, size := range []int{-1, 0, MaxSize + 1} {
		if a, ok := BLAKE2bSize(size); ok || a != nil {
			t.Errorf("%d bytes: found %s", size, a.Name())
		}
	}
}
