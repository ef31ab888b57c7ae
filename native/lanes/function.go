package lanes

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"hash"
)

// A digestState is the state between two blocks, of words of 32 or 64 bits;
// SHA-1 has five of them, MD5 four.
type digestState [8]uint64

// states are the states of the lanes of a path. Word w of lane l, of n lanes in
// all, is at w*n+l; words of 64 bits take two places each, their low half first.
type states = [8 * MaxWidth]uint32

// A function is what tells the algorithms apart outside the kernels.
type function struct {
	block   int  // the size of a block in bytes: 16 words
	wide    bool // the words have 64 bits
	words   int  // of the state
	size    int  // of the digest in bytes, the first of the state
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
		block: 64,
		words: 5,
		size:  sha1.Size,
		initial: digestState{
			0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
		},
		order: binary.BigEndian,
		new:   sha1.New,
		magic: "sha\x01",
		abc:   "a9993e364706816aba3e25717850c26c9cd0d89d",
	},
	SHA224: {
		block: 64,
		words: 8,
		size:  sha256.Size224,
		initial: digestState{
			0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
			0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
		},
		order: binary.BigEndian,
		new:   sha256.New224,
		magic: "sha\x02",
		abc:   "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
	},
	SHA256: {
		block: 64,
		words: 8,
		size:  sha256.Size,
		initial: digestState{
			0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
		},
		order: binary.BigEndian,
		new:   sha256.New,
		magic: "sha\x03",
		abc:   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	},
	SHA384: {
		block: 128,
		wide:  true,
		words: 8,
		size:  sha512.Size384,
		initial: digestState{
			0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
			0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
		},
		order: binary.BigEndian,
		new:   sha512.New384,
		magic: "sha\x04",
		abc: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163" +
			"1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
	},
	SHA512: {
		block: 128,
		wide:  true,
		words: 8,
		size:  sha512.Size,
		initial: digestState{
			0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
			0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
		},
		order: binary.BigEndian,
		new:   sha512.New,
		magic: "sha\x07",
		abc: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
			"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
	},
	SHA512_256: {
		block: 128,
		wide:  true,
		words: 8,
		size:  sha512.Size256,
		initial: digestState{
			0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
			0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2,
		},
		order: binary.BigEndian,
		new:   sha512.New512_256,
		magic: "sha\x06",
		abc:   "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
	},
	MD5: {
		block:   64,
		words:   4,
		size:    md5.Size,
		initial: digestState{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476},
		order:   binary.LittleEndian,
		new:     md5.New,
		magic:   "md5\x01",
		abc:     "900150983cd24fb0d6963f7d28e17f72",
	},
}

const (
	maxBlock = 128
	// maxPadding is the most that padding appends.
	maxPadding = maxBlock + 16
)

// appendPadding appends what follows a message of length bytes: a bit, zeros
// up to whole blocks, and the number of bits, in two words.
func (f *function) appendPadding(dst []byte, length uint64) []byte {
	dst = append(dst, 0x80)
	block := uint64(f.block)
	for at := length + 1; at%block != block-block/8; at++ {
		dst = append(dst, 0)
	}
	if f.wide {
		dst = f.order.AppendUint64(dst, length>>61)
	}
	return f.order.AppendUint64(dst, length<<3)
}

// appendDigest appends the digest that the state after the last block is.
func (f *function) appendDigest(dst []byte, s *digestState) []byte {
	end := len(dst) + f.size
	for _, w := range s[:f.words] {
		if f.wide {
			dst = f.order.AppendUint64(dst, w)
		} else {
			dst = f.order.AppendUint32(dst, uint32(w))
		}
	}
	return dst[:end]
}

// put puts a lane's state among those of n lanes.
func (f *function) put(all *states, n, lane int, s *digestState) {
	for w, value := range s[:f.words] {
		if at := w*n + lane; f.wide {
			all[2*at], all[2*at+1] = uint32(value), uint32(value>>32)
		} else {
			all[at] = uint32(value)
		}
	}
}

// get is the opposite of put.
func (f *function) get(all *states, n, lane int, s *digestState) {
	for w := range f.words {
		if at := w*n + lane; f.wide {
			s[w] = uint64(all[2*at+1])<<32 | uint64(all[2*at])
		} else {
			s[w] = uint64(all[at])
		}
	}
}
