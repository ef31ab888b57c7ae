package engine

import (
	"math/rand/v2"
	"testing"
)

// TestFilter compares a filter, which grows now and then, with a map.
func TestFilter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, mask := range []uint32{^uint32(0), 0xff, 0xff << 24} {
		var f filter
		seen := map[uint32]bool{}
		for range 100 {
			n := random.IntN(100)
			f.expect(n)
			for range random.IntN(n + 1) {
				hash := random.Uint32() & mask
				known := max(hash, 1) // 0 and 1 are taken for one
				if fresh := f.add(hash); fresh == seen[known] {
					t.Fatalf("mask %#x: found that %#x is new: %v", mask, hash, fresh)
				}
				seen[known] = true
			}
		}
	}
}
