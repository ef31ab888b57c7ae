package lanes

import "hash"

// NewHash returns a hash for messages that have none beside them: the standard
// library's, unless a path is faster. Its methods do not allocate. The first
// call proves and measures the paths, as Width's does.
func NewHash(a Algorithm) hash.Hash { return newHash(plans[a]()) }

func newHash(p *plan) hash.Hash {
	if p.alone == nil {
		return p.new()
	}
	h := &alone{plan: p, path: p.alone}
	h.Reset()
	return h
}

// An alone is a hash that a path digests. All lanes of the path do the same.
type alone struct {
	plan   *plan
	path   *path
	states states
	data   [MaxWidth]*byte
	length uint64 // of the message
	rest   [maxBlock + maxPadding]byte
	left   int // bytes of rest, less than a block
}

func (h *alone) Reset() {
	for i := range h.path.width {
		h.plan.put(&h.states, h.path.width, i, &h.plan.initial)
	}
	h.length, h.left = 0, 0
}

func (h *alone) Size() int { return h.plan.size }

func (h *alone) BlockSize() int { return h.plan.block }

// Write adds p to the message. It never returns an error.
func (h *alone) Write(p []byte) (int, error) {
	n, block := len(p), h.plan.block
	h.length += uint64(n)
	if h.left > 0 {
		filled := copy(h.rest[h.left:block], p)
		h.left += filled
		p = p[filled:]
		if h.left < block {
			return n, nil
		}
		h.digest(h.rest[:block])
	}
	whole := len(p) - len(p)%block
	h.digest(p[:whole])
	h.left = copy(h.rest[:], p[whole:])
	return n, nil
}

// Sum appends the digest of what was written; more may be.
func (h *alone) Sum(dst []byte) []byte {
	before := h.states
	h.digest(h.plan.appendPadding(h.rest[:h.left], h.length))
	var state digestState
	h.plan.get(&h.states, h.path.width, 0, &state)
	h.states = before
	return h.plan.appendDigest(dst, &state)
}

// digest digests whole blocks, if there are any.
func (h *alone) digest(blocks []byte) {
	if len(blocks) == 0 {
		return
	}
	for i := range h.path.width {
		h.data[i] = &blocks[0]
	}
	h.path.digest(&h.states, &h.data, len(blocks)/h.plan.block)
	clear(h.data[:]) // it is the caller's
}
