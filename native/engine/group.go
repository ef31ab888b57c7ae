package engine

import (
	"bytes"
	"math/bits"
	"sync"
	"sync/atomic"

	"checksig/digest"
)

// A group is a file that several entries name, or that seemed to be one. What
// comes of the file, for the first of them, waits here for the others. There
// may be millions, so it has no pointers for the garbage collector to follow.
type group struct {
	name   span
	hash   uint32
	status Status       // OK: it was read to its end and did not change meanwhile
	detail uint16       // index of groups.details
	begun  uint8        // the number of the last pass that met the first entry
	late   bool         // the other entries are to be told of in a pass of their own
	kept   atomic.Bool  // whether it is known what came of the file
	needed algorithmSet // by the other entries
	size   int64        // bytes read
	sums   int          // where in groups.sums its digests begin
}

// groups are found by their names.
type groups struct {
	algorithms []*digest.Algorithm // of all entries, each once; sets have their indices
	chunks     [][]group
	count      int
	slots      []int32 // open addressing by hash; a power of two, at most half full; number + 1
	names      arena
	// sums has for each group and each algorithm that it needs: 1 once an entry
	// had it, the digest that that entry listed, and the one that was found.
	sums []byte

	mu      sync.Mutex // guards details
	details []string   // of verdicts, each once
}

const groupsInChunk = 1024

// algorithm is the index of an algorithm.
func (s *groups) algorithm(algorithm *digest.Algorithm) int {
	for i, known := range s.algorithms {
		if known == algorithm {
			return i
		}
	}
	s.algorithms = append(s.algorithms, algorithm)
	return len(s.algorithms) - 1
}

// find returns the group of a name, or nil.
func (s *groups) find(name []byte, hash uint32) *group {
	if s.count == 0 {
		return nil
	}
	if number := s.slots[s.slot(name, hash)]; number > 0 {
		return s.at(number - 1)
	}
	return nil
}

// enter returns the group of a name, a new one if there is none.
func (s *groups) enter(name []byte, hash uint32) *group {
	if 2*(s.count+1) > len(s.slots) {
		s.grow()
	}
	slot := s.slot(name, hash)
	if number := s.slots[slot]; number > 0 {
		return s.at(number - 1)
	}
	if s.count%groupsInChunk == 0 {
		s.chunks = append(s.chunks, make([]group, groupsInChunk))
	}
	s.count++
	s.slots[slot] = int32(s.count)
	g := s.at(int32(s.count - 1))
	g.name, g.hash = s.names.add(name), hash
	return g
}

func (s *groups) at(number int32) *group {
	return &s.chunks[number/groupsInChunk][number%groupsInChunk]
}

// slot is where the group of a name is, or would go.
func (s *groups) slot(name []byte, hash uint32) int {
	mask := len(s.slots) - 1
	at := int(hash) & mask
	for ; s.slots[at] > 0; at = (at + 1) & mask {
		if g := s.at(s.slots[at] - 1); g.hash == hash && bytes.Equal(s.names.of(g.name), name) {
			break
		}
	}
	return at
}

func (s *groups) grow() {
	s.slots = make([]int32, max(16, 2*len(s.slots)))
	mask := len(s.slots) - 1
	for number := range int32(s.count) {
		at := int(s.at(number).hash) & mask
		for s.slots[at] > 0 {
			at = (at + 1) & mask
		}
		s.slots[at] = number + 1
	}
}

// seal makes room for the digests, when all entries are known.
func (s *groups) seal() {
	size := 0
	for number := range int32(s.count) {
		g := s.at(number)
		g.sums = size
		for i := range g.needed.each {
			size += sumsOf(s.algorithms[i])
		}
	}
	s.sums = make([]byte, size)
}

// sumsOf is the size of what groups.sums has for an algorithm.
func sumsOf(algorithm *digest.Algorithm) int { return 1 + 2*algorithm.Size() }

// of is what a group knows of an algorithm; ok is false if it does not need it.
func (s *groups) of(g *group, algorithm *digest.Algorithm) (seen *byte, listed, found []byte, ok bool) {
	at := g.sums
	for i := range g.needed.each {
		a := s.algorithms[i]
		if a != algorithm {
			at += sumsOf(a)
			continue
		}
		sums := s.sums[at : at+sumsOf(a)]
		return &sums[0], sums[1 : 1+a.Size()], sums[1+a.Size():], true
	}
	return nil, nil, nil, false
}

// isFirst reports whether an entry of the group is the first in a pass.
func (g *group) isFirst(pass uint8) bool {
	first := g.begun != pass
	g.begun = pass
	return first
}

// keep takes what came of a group's file, and what its first entry listed.
// It may be called concurrently for several groups.
func (s *groups) keep(g *group, t *task) {
	defer g.kept.Store(true)
	g.size = t.size
	if seen, listed, _, ok := s.of(g, t.listed.verdict.Algorithm); ok {
		*seen = 1
		t.listed.verdict.Expected.Append(listed[:0])
	}
	if t.err != nil {
		status, detail := statusOf(t.err)
		g.status, g.detail = status, s.number(detail)
		return
	}
	for i, sum := range t.sums {
		if _, _, found, ok := s.of(g, t.algorithms[i]); ok {
			sum.Append(found[:0])
		}
	}
}

// number is a detail's.
func (s *groups) number(detail string) uint16 {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, known := range s.details {
		if known == detail {
			return uint16(i)
		}
	}
	s.details = append(s.details, detail)
	return uint16(len(s.details) - 1)
}

func (s *groups) detail(number uint16) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.details[number]
}

// judge completes the verdict on an entry that is not its group's first. Of
// entries with one algorithm, the first counts.
func (s *groups) judge(g *group, v *Verdict) {
	v.Size = g.size
	seen, listed, found, _ := s.of(g, v.Algorithm)
	if *seen == 0 {
		*seen = 1
		v.Expected.Append(listed[:0])
	}
	switch {
	case !v.Expected.Is(listed):
		v.Status, v.Detail = Conflict, digest.Of(listed).String()
	case g.status != OK:
		v.Status, v.Detail = g.status, s.detail(g.detail)
	case v.Expected.Is(found):
		v.Status, v.Actual = OK, v.Expected
	default:
		v.Status, v.Actual = Mismatch, digest.Of(found)
	}
}

// An algorithmSet has the indices of some algorithms: there are fewer than 128.
type algorithmSet [2]uint64

func (s *algorithmSet) add(i int) { s[i/64] |= 1 << (i % 64) }

// each ranges over the indices, in their order.
func (s *algorithmSet) each(yield func(int) bool) {
	for half, set := range s {
		for ; set != 0; set &= set - 1 {
			if !yield(64*half + bits.TrailingZeros64(set)) {
				return
			}
		}
	}
}
