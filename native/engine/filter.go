package engine

// A filter is a set of hashes, in little memory. It says of a name whether it
// may have been there before: two names may have one hash.
type filter struct {
	slots []uint32 // open addressing in the order of the hashes; 0: free
	used  int
	most  int // hashes that there will be
}

// fewSlots is how many there are at first.
const fewSlots = 1 << 12

// expect says how many hashes more there will be at most.
func (f *filter) expect(n int) { f.most = f.used + n }

// grow makes room for one more hash: a list may name few files many times.
func (f *filter) grow() {
	old := f.slots
	f.slots = make([]uint32, max((f.used+1)*3/2, min(f.most*3/2+1, max(fewSlots, 8*len(old)))))
	for _, hash := range old {
		if hash != 0 {
			f.put(hash)
		}
	}
}

// add adds a hash and reports whether it is new.
func (f *filter) add(hash uint32) bool {
	if (f.used+1)*3/2 > len(f.slots) {
		f.grow()
	}
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
