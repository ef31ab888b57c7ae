package digest

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
	"hash/crc32"
	"strconv"

	"github.com/emmansun/gmsm/sm3"
	"github.com/zeebo/blake3"
	"golang.org/x/crypto/blake2b"
)

// The algorithms, with the text that defines each. MD5, SHA1 and the sums of
// 16 and 32 bits tell damage but no forgery.
var (
	SHA1       = &Algorithm{"sha1", sha1.Size, sha1.New}                // FIPS 180-4
	SHA224     = &Algorithm{"sha224", sha256.Size224, sha256.New224}    // FIPS 180-4
	SHA256     = &Algorithm{"sha256", sha256.Size, sha256.New}          // FIPS 180-4
	SHA384     = &Algorithm{"sha384", sha512.Size384, sha512.New384}    // FIPS 180-4
	SHA512     = &Algorithm{"sha512", sha512.Size, sha512.New}          // FIPS 180-4
	SHA512_256 = &Algorithm{"sha512-256", sha512.Size256, newSHA512256} // FIPS 180-4 5.3.6.2

	SHA3_224 = &Algorithm{"sha3-224", 28, func() hash.Hash { return sha3.New224() }} // FIPS 202
	SHA3_256 = &Algorithm{"sha3-256", 32, func() hash.Hash { return sha3.New256() }} // FIPS 202
	SHA3_384 = &Algorithm{"sha3-384", 48, func() hash.Hash { return sha3.New384() }} // FIPS 202
	SHA3_512 = &Algorithm{"sha3-512", 64, func() hash.Hash { return sha3.New512() }} // FIPS 202

	BLAKE2b = blake2bs[blake2b.Size-1]                                            // RFC 7693, 512 bits
	BLAKE3  = &Algorithm{"blake3", 32, func() hash.Hash { return blake3.New() }}  // the BLAKE3 paper, 256 bits
	SM3     = &Algorithm{"sm3", sm3.Size, sm3.New}                                // GB/T 32905-2016
	MD5     = &Algorithm{"md5", md5.Size, md5.New}                                // RFC 1321
	CRC32   = &Algorithm{"crc32", 4, func() hash.Hash { return crc32.NewIEEE() }} // ISO/IEC 8802-3, as in SFV; big-endian
	CRC     = &Algorithm{"crc", 4, func() hash.Hash { return new(posixCRC) }}     // POSIX cksum; big-endian
	BSD     = &Algorithm{"bsd", 2, func() hash.Hash { return new(bsdSum) }}       // sum -r; big-endian
	SYSV    = &Algorithm{"sysv", 2, func() hash.Hash { return new(systemVSum) }}  // sum -s; big-endian
)

func newSHA512256() hash.Hash { return sha512.New512_256() }

// blake2bs has the BLAKE2b of i+1 bytes at i.
var blake2bs = func() (all [blake2b.Size]*Algorithm) {
	for i := range all {
		size := i + 1
		name := "blake2b"
		if size < blake2b.Size {
			name += "-" + strconv.Itoa(8*size)
		}
		all[i] = &Algorithm{name, size, func() hash.Hash { return newBLAKE2b(size) }}
	}
	return all
}()

func newBLAKE2b(size int) hash.Hash {
	state, err := blake2b.New(size, nil)
	if err != nil {
		panic(err) // the size is in range and there is no key
	}
	return state
}

// BLAKE2bSize returns the BLAKE2b whose digests have size bytes, 1 to 64, and
// whether there is one. Its name is "blake2b-" and the number of bits; with
// 64 bytes it is BLAKE2b.
func BLAKE2bSize(size int) (*Algorithm, bool) {
	if size < 1 || size > len(blake2bs) {
		return nil, false
	}
	return blake2bs[size-1], true
}
