package engine

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"path"
	"slices"

	"checksig/digest"
	"checksig/faults"
	"checksig/manifest"
)

// An index finds entries by the file that they name. Entries have numbers:
// those of the first list come first, each in its list's order.
type index struct {
	lists      []*manifest.List
	ends       []int                 // of each list's numbers
	algorithms [][]*digest.Algorithm // of each list's entries, each once, by name
	uniform    bool                  // all entries have the same algorithm

	seed    maphash.Seed
	slots   []slot  // open addressing; a power of two, at most half full
	targets []int32 // the first entry of each file, in the order of the lists
	next    []int32 // by entry: the next entry of the same file, 0 for none
	last    []int32 // by entry that is a target: the last of its entries; nil unless needed
}

// A slot is an entry that is a target, as its number + 1, and its name's hash.
type slot struct {
	hash  uint32
	entry int32
}

func newIndex(lists []*manifest.List) *index {
	faults.At("engine.index")
	x := &index{lists: lists, seed: maphash.MakeSeed()}
	total := 0
	for _, list := range lists {
		total += list.Len()
		x.ends = append(x.ends, total)
	}
	size := 4
	for size < 2*total {
		size *= 2
	}
	x.slots = make([]slot, size)
	x.targets = make([]int32, 0, total)
	x.algorithms = make([][]*digest.Algorithm, len(lists))
	for i := range total {
		x.add(i)
	}
	x.last = nil
	for _, algorithms := range x.algorithms {
		slices.SortFunc(algorithms, func(a, b *digest.Algorithm) int { return cmp.Compare(a.Name(), b.Name()) })
	}
	x.uniform = len(slices.Compact(slices.Concat(x.algorithms...))) == 1
	return x
}

// forgetNames gives the memory up that only has needs.
func (x *index) forgetNames() { x.slots = nil }

// len is the number of entries.
func (x *index) len() int {
	if len(x.ends) == 0 {
		return 0
	}
	return x.ends[len(x.ends)-1]
}

// entry returns an entry and the index of its list.
func (x *index) entry(i int) (entry manifest.Entry, list int) {
	list, _ = slices.BinarySearch(x.ends, i+1) // the first that ends behind i
	start := 0
	if list > 0 {
		start = x.ends[list-1]
	}
	return x.lists[list].Entry(i - start), list
}

// add enters entry i as a target, or with the entries of its target.
func (x *index) add(i int) {
	entry, list := x.entry(i)
	if known := &x.algorithms[list]; !slices.Contains(*known, entry.Algorithm) {
		*known = append(*known, entry.Algorithm)
	}
	k := key(entry.Name)
	at := x.find(k)
	if x.slots[at].entry == 0 {
		x.slots[at] = slot{x.hash(k), int32(i + 1)}
		x.targets = append(x.targets, int32(i))
		return
	}
	if x.next == nil {
		x.next = make([]int32, x.len())
		x.last = make([]int32, x.len())
	}
	target := x.slots[at].entry - 1
	tail := x.last[target]
	if tail == 0 {
		tail = target
	}
	x.next[tail] = int32(i)
	x.last[target] = int32(i)
}

// following is the next entry of the same file; ok is false behind the last.
func (x *index) following(i int) (next int, ok bool) {
	if x.next == nil || x.next[i] == 0 {
		return 0, false
	}
	return int(x.next[i]), true
}

// has reports whether an entry names the file.
func (x *index) has(name []byte) bool { return x.slots[x.find(key(name))].entry != 0 }

// find returns the slot of the file, or the free one where it would go.
func (x *index) find(k []byte) int {
	mask := len(x.slots) - 1
	hash := x.hash(k)
	for at := int(hash) & mask; ; at = (at + 1) & mask {
		s := x.slots[at]
		if s.entry == 0 {
			return at
		}
		if s.hash == hash {
			if entry, _ := x.entry(int(s.entry - 1)); bytes.Equal(key(entry.Name), k) {
				return at
			}
		}
	}
}

func (x *index) hash(k []byte) uint32 { return uint32(maphash.Bytes(x.seed, k)) }

// key is the spelling by which names are compared: "./a" and "d//b" name the
// same files as "a" and "d/b". What ".." means depends on links, so that names
// with it are left as they are.
func key(name []byte) []byte {
	dotted := bytes.HasPrefix(name, []byte("./")) || bytes.Contains(name, []byte("/./")) ||
		bytes.Contains(name, []byte("//"))
	if !dotted || bytes.Contains(name, []byte("..")) || bytes.HasSuffix(name, []byte("/")) {
		return name
	}
	return []byte(path.Clean(string(name)))
}
