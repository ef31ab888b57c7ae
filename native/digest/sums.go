package digest

import "encoding/binary"

// bsdSum is the checksum of BSD's sum, "sum -r" in GNU coreutils: 16 bits,
// rotated right by one before each byte is added.
type bsdSum struct{ sum uint16 }

func (s *bsdSum) Write(p []byte) (int, error) {
	sum := s.sum
	for _, b := range p {
		sum = sum>>1 | sum<<15
		sum += uint16(b)
	}
	s.sum = sum
	return len(p), nil
}

func (s *bsdSum) Sum(dst []byte) []byte { return binary.BigEndian.AppendUint16(dst, s.sum) }
func (s *bsdSum) Reset()                { s.sum = 0 }
func (s *bsdSum) Size() int             { return 2 }
func (s *bsdSum) BlockSize() int        { return 1 }

// systemVSum is the checksum of System V's sum, "sum -s" in GNU coreutils:
// the sum of all bytes in 32 bits, its halves added with the carry.
type systemVSum struct{ sum uint32 }

func (s *systemVSum) Write(p []byte) (int, error) {
	sum := s.sum
	for _, b := range p {
		sum += uint32(b)
	}
	s.sum = sum
	return len(p), nil
}

func (s *systemVSum) Sum(dst []byte) []byte {
	folded := s.sum&0xffff + s.sum>>16
	folded = folded&0xffff + folded>>16
	return binary.BigEndian.AppendUint16(dst, uint16(folded))
}

func (s *systemVSum) Reset()         { s.sum = 0 }
func (s *systemVSum) Size() int      { return 2 }
func (s *systemVSum) BlockSize() int { return 1 }
