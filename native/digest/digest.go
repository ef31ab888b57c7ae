// Package digest names the digest algorithms and their values. It knows
// nothing of lists and nothing of files.
package digest

import (
	"crypto/sha1"
	"encoding/hex"
	"hash"
)

// MaxSize is the size in bytes of the longest digest of any algorithm here.
const MaxSize = 64

// An Algorithm is one digest function. Algorithms are compared by identity;
// the package's variables are the only ones.
type Algorithm struct {
	name string
	size int
	new  func() hash.Hash
}

// SHA1 is the Secure Hash Algorithm of FIPS 180-4 with 160 bits.
var SHA1 = &Algorithm{name: "sha1", size: sha1.Size, new: sha1.New}

// Name is the algorithm's name in lower case, as lists are named after it.
func (a *Algorithm) Name() string { return a.name }

// Size is the length of a digest in bytes.
func (a *Algorithm) Size() int { return a.size }

// A Hasher computes digests one after the other and is not safe for
// concurrent use.
type Hasher struct {
	state hash.Hash
	out   [MaxSize]byte
}

// NewHasher returns a Hasher for one worker.
func (a *Algorithm) NewHasher() *Hasher { return &Hasher{state: a.new()} }

// Reset starts a new digest.
func (h *Hasher) Reset() { h.state.Reset() }

// Write adds p to the digest. It never returns an error.
func (h *Hasher) Write(p []byte) (int, error) { return h.state.Write(p) }

// Sum is the digest of everything written since Reset.
func (h *Hasher) Sum() Value { return Of(h.state.Sum(h.out[:0])) }

// A Value is a digest. Two values are the same digest if they are ==; the
// zero Value is no digest.
type Value struct {
	size  uint8
	bytes [MaxSize]byte
}

// Of returns the digest that raw spells. It panics if raw is longer than
// MaxSize.
func Of(raw []byte) Value {
	if len(raw) > MaxSize {
		panic("digest: longer than any algorithm's")
	}
	v := Value{size: uint8(len(raw))}
	copy(v.bytes[:], raw)
	return v
}

// FromHex returns the digest that text spells in hexadecimal digits of
// either case, and whether it does.
func FromHex(text []byte) (Value, bool) {
	var v Value
	if len(text)%2 != 0 || len(text) > 2*MaxSize {
		return v, false
	}
	n, err := hex.Decode(v.bytes[:], text)
	if err != nil {
		return Value{}, false
	}
	v.size = uint8(n)
	return v, true
}

// IsZero reports whether v is no digest.
func (v Value) IsZero() bool { return v.size == 0 }

// Append appends the digest's bytes to dst.
func (v Value) Append(dst []byte) []byte { return append(dst, v.bytes[:v.size]...) }

// Size is the digest's length in bytes.
func (v Value) Size() int { return int(v.size) }

// String is the digest in lower-case hexadecimal digits.
func (v Value) String() string { return hex.EncodeToString(v.bytes[:v.size]) }
