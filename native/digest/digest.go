// Package digest names the digest algorithms and their values. It knows
// nothing of lists and nothing of files.
package digest

import (
	"hash"

	"checksig/faults"
)

// MaxSize is the size in bytes of the longest digest of any algorithm here.
const MaxSize = 64

// An Algorithm is one digest function. Algorithms are compared by identity;
// the package's variables and BLAKE2bSize's results are the only ones.
type Algorithm struct {
	name string
	size int
	new  func() hash.Hash
}

// Name is the algorithm's name in lower case, which ByName reads.
func (a *Algorithm) Name() string { return a.name }

// Size is the length of a digest in bytes.
func (a *Algorithm) Size() int { return a.size }

// A Hasher computes digests one after the other and is not safe for
// concurrent use.
type Hasher struct {
	state hash.Hash
	out   [MaxSize]byte
}

// NewHasher returns a Hasher for one worker. Its methods do not allocate.
func (a *Algorithm) NewHasher() *Hasher { return NewHasher(a.new()) }

// NewHasher returns a Hasher that works with a hash that nobody else uses.
func NewHasher(state hash.Hash) *Hasher { return &Hasher{state: state} }

// Reset starts a new digest.
func (h *Hasher) Reset() { h.state.Reset() }

// Write adds p to the digest. It never returns an error.
func (h *Hasher) Write(p []byte) (int, error) {
	faults.At("digest.write")
	return h.state.Write(p)
}

// Sum is the digest of everything written since Reset.
func (h *Hasher) Sum() Value {
	faults.At("digest.sum")
	return Of(h.state.Sum(h.out[:0]))
}
