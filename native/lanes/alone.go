package lanes

import "hash"

// NewHash returns a hash for messages that have none beside them: the standard
// library's, unless a path is faster. Its methods do not allocate. The first
// call proves and measures the paths, as Width's does.
func NewHash(a Algorithm) hash.Hash { return newHash(plans[a]()) }

func newHash(p *plan) hash.Hash {
	if p.best[1] == nil {
		return p.new()
	}
	h := &alone{plan: p, path: p.best[1]}
	h.Reset()
	return h
}

// An alone is a hash that a path digests. All lanes of the path do the same.
type alone struct {
	plan   *plan
	path   *path
	words  [8 * MaxWidth]uint32
	data   [MaxWidth]*byte
	length uint64 // of the message
	rest   [blockSize + maxPadding]byte
	left   int // bytes of rest, less than a block
}

func (h *alone) Reset() {
	for w, value := range h.plan.initial {
		for i := range h.path.width {
			h.words[w*h.path.width+i] = value
		}
	}
	h.length, h.left = 0, 0
}

func (h *alone) Size() int { return 4 * h.plan.words }

func (h *alone) BlockSize() int { return blockSize }

// Write adds p to the message. It never returns an error.
func (h *alone) Write(p []byte) (int, error) {
	n := len(p)
	h.length += uint64(n)
	if h.left > 0 {
		filled := copy(h.rest[h.left:blockSize], p)
		h.left += filled
		p = p[filled:]
		if h.left < blockSize {
			return n, nil
		}
		h.digest(h.rest[:blockSize])
	}
	whole := len(p) - len(p)%blockSize
	h.digest(p[:whole])
	h.left = copy(h.rest[:], p[whole:])
	return n, nil
}

// Sum appends the digest of what was written; more may be.
func (h *alone) Sum(dst []byte) []byte {
	before := h.words
	h.digest(h.plan.appendPadding(h.rest[:h.left], h.length))
	var state digestState
	for w := range h.plan.words {
		state[w] = h.words[w*h.path.width]
	}
	h.words = before
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
	h.path.digest(&h.words, &h.data, len(blocks)/blockSize)
	clear(h.data[:]) // it is the caller's
}
