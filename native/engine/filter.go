package engine

// A filter is a set of hashes, in little memory. It says of a name whether it
// may have been there before: two names may have one hash.
type filter struct {
	slots []uint32 // open addressing in the order of the hashes; 0: free
	used  int
}

// reserve makes room for n more hashes.
func (f *filter) reserve(n int) {
	if size := (f.used + n) * 3 / 2; size >= len(f.slots) {
		old := f.slots
		f.slots = make([]uint32, size+1)
		for _, hash := range old {
			if hash != 0 {
				f.put(hash)
			}
		}
	}
}

// add adds a hash, for which there must be room, and reports whether it is new.
func (f *filter) add(hash uint32) bool {
	fresh := f.put(max(hash, 1))
	if fresh {
		f.used++
	}
	return fresh
}

func (f *filter) put(hash uint32) bool {
	at := int(uint64(hash) * uint64(len(f.slots)) >> 32)
	for f.slots[at] != 0 {
		if f.slots[at] == hash {
			return false
		}
		if at++; at == len(f.slots) {
			at = 0
		}
	}
	f.slots[at] = hash
	return true
}
