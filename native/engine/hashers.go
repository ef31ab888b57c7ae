package engine

import (
	"sync/atomic"

	"golang.org/x/sys/unix"

	"checksig/digest"
	"checksig/lanes"
)

// hashers digest one file after the other, each with all the algorithms that
// are asked for. They are one worker's.
type hashers struct {
	limit int64         // of a file's size in bytes; 0: none
	total *atomic.Int64 // counts all bytes

	size int64                                // of the present file, so far
	used []*digest.Hasher                     // by the present file
	kept map[*digest.Algorithm]*digest.Hasher // by all files
}

// newHasher returns what digests a file soonest that is read alone.
func newHasher(algorithm *digest.Algorithm) *digest.Hasher {
	if lane, ok := laned[algorithm]; ok {
		return digest.NewHasher(lanes.NewHash(lane))
	}
	return algorithm.NewHasher()
}

// reset begins a file.
func (h *hashers) reset(limit int64, total *atomic.Int64) {
	h.limit, h.total = limit, total
	h.size = 0
	h.used = h.used[:0]
}

// need has the present file digested with an algorithm.
func (h *hashers) need(algorithm *digest.Algorithm) {
	one := h.kept[algorithm]
	if one == nil {
		one = newHasher(algorithm)
		if h.kept == nil {
			h.kept = make(map[*digest.Algorithm]*digest.Hasher)
		}
		h.kept[algorithm] = one
	}
	one.Reset()
	h.used = append(h.used, one)
}

// appendSums appends the present file's digests, in the order in which they
// were needed.
func (h *hashers) appendSums(sums []digest.Value) []digest.Value {
	for _, one := range h.used {
		sums = append(sums, one.Sum())
	}
	return sums
}

// Expect refuses a file that is too large before it is read.
func (h *hashers) Expect(size int64) error {
	if h.limit > 0 && size > h.limit {
		return unix.EFBIG
	}
	return nil
}

func (h *hashers) Write(p []byte) (int, error) {
	h.size += int64(len(p))
	h.total.Add(int64(len(p)))
	if err := h.Expect(h.size); err != nil {
		return 0, err
	}
	for _, one := range h.used {
		one.Write(p)
	}
	return len(p), nil
}
