package engine

import (
	"sync/atomic"

	"golang.org/x/sys/unix"

	"checksig/digest"
)

// hashers digest one file after the other, each with all the algorithms that
// its entries need. They are one worker's.
type hashers struct {
	limit int64         // of a file's size in bytes; 0: none
	total *atomic.Int64 // counts all bytes

	size int64              // of the present file, so far
	used []*hasher          // by the present file
	kept map[string]*hasher // by the algorithm's name
}

// A hasher is one algorithm's, and what the present file's entries say of it.
type hasher struct {
	algorithm *digest.Algorithm
	state     *digest.Hasher
	want      digest.Value // of the first entry that was judged
	sum       digest.Value // zero until it is asked for
}

// reset begins a file.
func (h *hashers) reset() {
	h.size = 0
	h.used = h.used[:0]
}

// need has the present file digested with an algorithm.
func (h *hashers) need(algorithm *digest.Algorithm) {
	if h.of(algorithm) != nil {
		return
	}
	if h.kept == nil {
		h.kept = make(map[string]*hasher)
	}
	one := h.kept[algorithm.Name()]
	if one == nil {
		one = &hasher{algorithm: algorithm, state: algorithm.NewHasher()}
		h.kept[algorithm.Name()] = one
	}
	one.state.Reset()
	one.want, one.sum = digest.Value{}, digest.Value{}
	h.used = append(h.used, one)
}

// of returns the hasher that the present file has for an algorithm, or nil.
func (h *hashers) of(algorithm *digest.Algorithm) *hasher {
	for _, one := range h.used {
		if one.algorithm == algorithm {
			return one
		}
	}
	return nil
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
		one.state.Write(p)
	}
	return len(p), nil
}

// judge completes v, the verdict on one entry of the present file,
// which could not be read to its end if err is not nil.
func (h *hashers) judge(v *Verdict, err error) {
	one := h.of(v.Algorithm)
	if one.want.IsZero() {
		one.want = v.Expected
	}
	switch {
	case one.want != v.Expected:
		v.Status, v.Detail = Conflict, one.want.String()
	case err != nil:
		v.Status, v.Detail = statusOf(err)
	default:
		if one.sum.IsZero() {
			one.sum = one.state.Sum()
		}
		v.Actual = one.sum
		if v.Actual != v.Expected {
			v.Status = Mismatch
		}
	}
}
