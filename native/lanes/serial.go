package lanes

import (
	"encoding"
	"encoding/binary"
	"hash"
)

// A serial digests blocks of one message after the other with the standard
// library. It hands a state over in the library's marshaled form, which later
// versions go on reading (package hash): the function's magic, the words, the
// rest of a block and the length, of which there are none between blocks.
type serial struct {
	function *function
	hash     hash.Hash
	form     []byte
}

func newSerial(f *function) *serial {
	return &serial{function: f, hash: f.new(), form: make([]byte, 0, 256)}
}

// digest digests whole blocks.
func (s *serial) digest(state *digestState, blocks []byte) {
	f := s.function
	form := append(s.form[:0], f.magic...)
	for _, w := range state[:f.words] {
		if f.wide {
			form = binary.BigEndian.AppendUint64(form, w)
		} else {
			form = binary.BigEndian.AppendUint32(form, uint32(w))
		}
	}
	words := form[len(f.magic):]
	form = append(form, make([]byte, f.block+8)...)
	if err := s.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(form); err != nil {
		panic("lanes: " + err.Error())
	}
	s.hash.Write(blocks)
	if _, err := s.hash.(encoding.BinaryAppender).AppendBinary(form[:0]); err != nil {
		panic("lanes: " + err.Error())
	}
	for i := range f.words {
		if f.wide {
			state[i] = binary.BigEndian.Uint64(words[8*i:])
		} else {
			state[i] = uint64(binary.BigEndian.Uint32(words[4*i:]))
		}
	}
}
