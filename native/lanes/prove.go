package lanes

import "encoding/hex"

// provedBlocks is the number of blocks in each lane that a proof digests.
const provedBlocks = 3

// proves reports whether the path digests "abc" as the standard says, and
// other messages, in other states, as the standard library does. A lane that
// is read or written at a wrong place shows, since no two are alike.
func (p *path) proves(f *function) bool {
	var each [MaxWidth]digestState
	messages := make([][]byte, p.width)
	for i := range messages {
		each[i] = f.initial
		messages[i] = f.appendPadding([]byte("abc"), 3)
	}
	p.advance(f, &each, messages)
	for i := range messages {
		if hex.EncodeToString(f.appendDigest(nil, &each[i])) != f.abc {
			return false
		}
	}

	s := newSerial(f)
	noise := uint32(1)
	for i := range messages {
		messages[i] = make([]byte, provedBlocks*f.block)
		for j := range messages[i] {
			noise = noise*1664525 + 1013904223
			messages[i][j] = byte(noise >> 24)
		}
		s.digest(&each[i], messages[i][:f.block])
	}
	expected := each
	for i := range messages {
		s.digest(&expected[i], messages[i])
	}
	p.advance(f, &each, messages)
	return each == expected
}

// advance digests messages of the same number of blocks in all of the path's
// lanes.
func (p *path) advance(f *function, each *[MaxWidth]digestState, messages [][]byte) {
	var (
		all  states
		data [MaxWidth]*byte
	)
	for i, m := range messages {
		data[i] = &m[0]
		f.put(&all, p.width, i, &each[i])
	}
	p.digest(&all, &data, len(messages[0])/f.block)
	for i := range messages {
		f.get(&all, p.width, i, &each[i])
	}
}
