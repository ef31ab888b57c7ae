package lanes

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

const blockSize = 64

// A digestState is the state between two blocks; SHA-1 has five words, MD5
// four.
type digestState [8]uint32

// A function is what tells the algorithms apart outside the kernels.
type function struct {
	words   int
	initial digestState
	order   interface { // of the words in the digest and of the length
		binary.ByteOrder
		binary.AppendByteOrder
	}
	new   func() hash.Hash
	magic string // begins the standard library's marshaled form
	abc   string // the digest of "abc", in FIPS 180-4's examples and RFC 1321
}

var functions = [...]*function{
	SHA1: {
		words: 5,
		initial: digestState{
			0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
		},
		order: binary.BigEndian,
		new:   sha1.New,
		magic: "sha\x01",
		abc:   "a9993e364706816aba3e25717850c26c9cd0d89d",
	},
	SHA256: {
		words: 8,
		initial: digestState{
			0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
		},
		order: binary.BigEndian,
		new:   sha256.New,
		magic: "sha\x03",
		abc:   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	},
	MD5: {
		words:   4,
		initial: digestState{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476},
		order:   binary.LittleEndian,
		new:     md5.New,
		magic:   "md5\x01",
		abc:     "900150983cd24fb0d6963f7d28e17f72",
	},
}

// maxPadding is the most that padding appends.
const maxPadding = blockSize + 8

// appendPadding appends what follows a message of length bytes: a bit, zeros
// up to whole blocks, and the number of bits.
func (f *function) appendPadding(dst []byte, length uint64) []byte {
	dst = append(dst, 0x80)
	for at := length + 1; at%blockSize != blockSize-8; at++ {
		dst = append(dst, 0)
	}
	return f.order.AppendUint64(dst, length<<3)
}

// appendDigest appends the digest that the state after the last block is.
func (f *function) appendDigest(dst []byte, s *digestState) []byte {
	for _, w := range s[:f.words] {
		dst = f.order.AppendUint32(dst, w)
	}
	return dst
}
