package lanes

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestBounds: kernels read the blocks and nothing beside them, and write
// nothing but the state.
func TestBounds(t *testing.T) {
	page := island(t)
	for a, name := range names {
		for _, c := range paths(Algorithm(a)) {
			t.Run(name+"/"+c.name, func(t *testing.T) {
				for blocks := range 4 {
					for lane := range c.width {
						atEdge(t, functions[a], c, page, 0, blocks, lane)
						atEdge(t, functions[a], c, page, len(page)-blocks*functions[a].block, blocks, lane)
					}
				}
			})
		}
	}
}

// island is a page of noise between two that cannot be read.
func island(t *testing.T) []byte {
	t.Helper()
	size := unix.Getpagesize()
	memory, err := unix.Mmap(-1, 0, 3*size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(memory) })
	for _, outside := range [][]byte{memory[:size], memory[2*size:]} {
		if err := unix.Mprotect(outside, unix.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	copy(memory[size:2*size], noise(size, 9))
	return memory[size : 2*size : 3*size]
}

// atEdge digests blocks that begin or end at an edge of the page in one lane,
// and from the page's middle in the others.
func atEdge(t *testing.T, f *function, c path, page []byte, begin, blocks, lane int) {
	t.Helper()
	const canary = 0xdeadbeef
	var bounded struct {
		before [64]uint32
		states states
		after  [64]uint32
	}
	beside := func() [][]uint32 {
		used := f.words * c.width
		if f.wide {
			used *= 2
		}
		return [][]uint32{bounded.before[:], bounded.states[used:], bounded.after[:]}
	}
	for _, words := range beside() {
		for i := range words {
			words[i] = canary
		}
	}
	for i := range c.width {
		f.put(&bounded.states, c.width, i, &f.initial)
	}
	var data [MaxWidth]*byte
	for i := range data {
		data[i] = &page[len(page)/2+i]
	}
	data[lane] = &page[begin : begin+1][0] // without blocks, this may be outside
	pointers := data
	c.digest(&bounded.states, &data, blocks)

	if data != pointers {
		t.Error("the pointers are written")
	}
	for _, words := range beside() {
		for _, w := range words {
			if w != canary {
				t.Fatal("memory beside the state is written")
			}
		}
	}
	state := f.initial
	newSerial(f).digest(&state, page[begin:begin+blocks*f.block])
	var got digestState
	if f.get(&bounded.states, c.width, lane, &got); got != state {
		t.Fatalf("%d blocks in lane %d: %x, not %x", blocks, lane, got, state)
	}
}
