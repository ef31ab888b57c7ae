package lanes

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// everyHash calls test with a hash of each algorithm for each path, and for one
// in plain Go.
func everyHash(t *testing.T, test func(t *testing.T, f *function, h *alone)) {
	for a, name := range names {
		f := functions[a]
		for _, c := range append(paths(Algorithm(a)), inGo(f, 1)) {
			t.Run(name+"/"+c.name, func(t *testing.T) { test(t, f, newHash(only(f, c)).(*alone)) })
		}
	}
}

// TestAlone: a hash for messages that are alone gives the standard library's
// digests, whatever the pieces, and digests that are asked for on the way
// change nothing.
func TestAlone(t *testing.T) {
	everyHash(t, func(t *testing.T, f *function, h *alone) {
		if std := f.new(); h.Size() != std.Size() || h.BlockSize() != std.BlockSize() {
			t.Errorf("size %d, blocks of %d", h.Size(), h.BlockSize())
		}
		r := rand.New(rand.NewPCG(1, 2))
		for _, size := range []int{0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 239, 240, 1000, 4096, 100_000} {
			message := noise(size, uint64(size))
			for range 20 {
				h.Reset()
				for rest := message; len(rest) > 0; {
					n := min(len(rest), 1+r.IntN([]int{3, 70, 200, 50_000}[r.IntN(4)]))
					if written, err := h.Write(rest[:n]); written != n || err != nil {
						t.Fatalf("wrote %d of %d bytes, %v", written, n, err)
					}
					rest = rest[n:]
					if done := message[:size-len(rest)]; r.IntN(4) == 0 && !bytes.Equal(h.Sum(nil), expected(f, done)) {
						t.Fatalf("%d of %d bytes: %x", len(done), size, h.Sum(nil))
					}
				}
				if got := h.Sum([]byte("before")); !bytes.Equal(got, append([]byte("before"), expected(f, message)...)) {
					t.Fatalf("%d bytes: %x", size, got)
				}
			}
		}
	})
}

func TestAloneDoesNotAllocate(t *testing.T) {
	everyHash(t, func(t *testing.T, f *function, h *alone) {
		if h.path.name == "go" {
			return // it does
		}
		message := noise(1000, 1)
		var sum [64]byte
		if n := testing.AllocsPerRun(100, func() {
			h.Reset()
			_, _ = h.Write(message)
			h.Sum(sum[:0])
		}); n > 0 {
			t.Errorf("%v allocations", n)
		}
	})
}

// TestNewHash: the standard library's hash is used where no path is faster.
func TestNewHash(t *testing.T) {
	for a, name := range names {
		f := functions[a]
		h := newHash(&plan{function: f, width: 1})
		if _, own := h.(*alone); own {
			t.Errorf("%s: found a hash of our own", name)
		}
		_, _ = h.Write([]byte("abc"))
		if !bytes.Equal(h.Sum(nil), expected(f, []byte("abc"))) {
			t.Errorf("%s: %x", name, h.Sum(nil))
		}
	}
}
