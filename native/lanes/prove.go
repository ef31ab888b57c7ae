package lanes

import "encoding/hex"

// provedBlocks is the number of blocks in each lane that a proof digests.
const provedBlocks = 3

// proves reports whether the path digests "abc" as the standard says, and
// other messages, in other states, as the standard library does. A lane that
// is read or written at a wrong place shows, since no two are alike.
func (p *path) proves(f *function) bool {
	var states [MaxWidth]digestState
	messages := make([][]byte, p.width)
	for i := range messages {
		states[i] = f.initial
		messages[i] = f.appendPadding([]byte("abc"), 3)
	}
	p.advance(f, &states, messages)
	for i := range messages {
		if hex.EncodeToString(f.appendDigest(nil, &states[i])) != f.abc {
			return false
		}
	}

	s := newSerial(f)
	noise := uint32(1)
	for i := range messages {
		messages[i] = make([]byte, provedBlocks*blockSize)
		for j := range messages[i] {
			noise = noise*1664525 + 1013904223
			messages[i][j] = byte(noise >> 24)
		}
		s.digest(&states[i], messages[i][:blockSize])
	}
	expected := states
	for i := range messages {
		s.digest(&expected[i], messages[i])
	}
	p.advance(f, &states, messages)
	return states == expected
}

// advance digests messages of the same number of blocks in all of the path's
// lanes.
func (p *path) advance(f *function, states *[MaxWidth]digestState, messages [][]byte) {
	var (
		words [8 * MaxWidth]uint32
		data  [MaxWidth]*byte
	)
	for i, m := range messages {
		data[i] = &m[0]
		for w := range f.words {
			words[w*p.width+i] = states[i][w]
		}
	}
	p.digest(&words, &data, len(messages[0])/blockSize)
	for i := range messages {
		for w := range f.words {
			states[i][w] = words[w*p.width+i]
		}
	}
}
