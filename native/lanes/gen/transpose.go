package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// load reads a block from each lane of a set and turns it into 16 words, each of
// which has the lanes side by side. With evex the words are in registers,
// otherwise only the first ones are; the others are in the ring.
func (k *kernel) load(set int) []operand.Op {
	words := make([]operand.Op, 0, 16)
	if k.wordBytes == 8 {
		for piece := range 8 {
			words = k.pair(16*piece, words)
		}
		return words
	}
	if k.width == 16 {
		for half := range 2 {
			low, high := k.rows16(32 * half)
			words = k.turn(low, set, words)
			words = k.turn(high, set, words)
		}
		return words
	}
	for quarter := range 4 {
		words = k.turn(k.rows(set*k.width, 16*quarter), set, words)
	}
	return words
}

// from is what the lane has at an offset into the block.
func (k *kernel) from(lane, offset int) operand.Mem {
	k.MOVQ(operand.Mem{Base: k.data, Disp: 8 * lane}, k.row)
	return operand.Mem{Base: k.row, Index: k.at, Scale: 1, Disp: offset}
}

// rows reads 16 bytes of each lane of a set. Register i has those of lanes i,
// i+4, ... from the set's first.
func (k *kernel) rows(first, offset int) (r [4]reg.VecPhysical) {
	for i := range r {
		r[i] = k.take()
		x := r[i].AsX()
		k.move(k.from(first+i, offset), x)
		if k.width == 8 {
			if k.evex {
				k.VINSERTI32X4(operand.U8(1), k.from(first+i+4, offset), r[i], r[i])
			} else {
				k.VINSERTI128(operand.U8(1), k.from(first+i+4, offset), r[i], r[i])
			}
		}
	}
	return r
}

// rows16 reads 32 bytes of each of 16 lanes, as two times rows would: half of
// the work is done by insertions from memory, which any port can do.
func (k *kernel) rows16(offset int) (low, high [4]reg.VecPhysical) {
	for i := range low {
		a, b := k.take(), k.take()
		k.move(k.from(i, offset), a.AsY())
		k.VINSERTI64X4(operand.U8(1), k.from(i+4, offset), a, a)
		k.move(k.from(i+8, offset), b.AsY())
		k.VINSERTI64X4(operand.U8(1), k.from(i+12, offset), b, b)
		low[i] = k.take()
		k.VSHUFI32X4(operand.U8(0x88), b, a, low[i])
		k.VSHUFI32X4(operand.U8(0xdd), b, a, a)
		high[i] = a
		k.give(b)
	}
	return low, high
}

// pair reads 16 bytes of each lane, swaps the bytes of each word of 64 bits, and
// appends the two words.
func (k *kernel) pair(offset int, words []operand.Op) []operand.Op {
	var r [2]reg.VecPhysical // of the lanes with even and with odd numbers
	for i := range r {
		r[i] = k.take()
		k.move(k.from(i, offset), r[i].AsX())
		for at := 2; at < k.width; at += 2 {
			k.VINSERTI32X4(operand.U8(at/2), k.from(at+i, offset), r[i], r[i])
		}
	}
	second := k.take()
	k.VPUNPCKHQDQ(r[1], r[0], second)
	k.VPUNPCKLQDQ(r[1], r[0], r[0])
	k.give(r[1])
	for _, w := range []reg.VecPhysical{r[0], second} {
		k.VPSHUFB(*k.flip, w, w)
		words = append(words, w)
	}
	return words
}

// turn transposes the squares of 4 × 4 words in four registers, swaps the
// bytes if that is needed, and appends the four words.
func (k *kernel) turn(r [4]reg.VecPhysical, set int, words []operand.Op) []operand.Op {
	t := k.take()
	k.VPUNPCKLDQ(r[1], r[0], t)    // t:  a0 b0 a1 b1
	k.VPUNPCKHDQ(r[1], r[0], r[0]) // r0: a2 b2 a3 b3
	k.VPUNPCKLDQ(r[3], r[2], r[1]) // r1: c0 d0 c1 d1
	k.VPUNPCKHDQ(r[3], r[2], r[2]) // r2: c2 d2 c3 d3
	k.VPUNPCKLQDQ(r[1], t, r[3])   // word 0
	k.VPUNPCKHQDQ(r[1], t, t)      // word 1
	k.VPUNPCKLQDQ(r[2], r[0], r[1])
	k.VPUNPCKHQDQ(r[2], r[0], r[0])
	k.give(r[2])
	for _, w := range []reg.VecPhysical{r[3], t, r[1], r[0]} {
		if k.flip != nil {
			k.VPSHUFB(*k.flip, w, w)
		}
		if k.evex || len(words) < k.inRegisters {
			words = append(words, w)
			continue
		}
		place := k.ring.Offset((16*set + len(words)) * k.bytes())
		k.move(w, place)
		k.give(w)
		words = append(words, place)
	}
	return words
}

// newFlip puts the order of bytes that makes little of big endian in words of 32
// bits into the file's read-only data.
func newFlip(c *build.Context) *operand.Mem {
	return newOrder(c, 0x0405060700010203, 0x0c0d0e0f08090a0b)
}

// newWideFlip is newFlip for words of 64 bits.
func newWideFlip(c *build.Context) *operand.Mem {
	return newOrder(c, 0x0001020304050607, 0x08090a0b0c0d0e0f)
}

func newOrder(c *build.Context, low, high uint64) *operand.Mem {
	m := c.StaticGlobal("flip")
	c.DataAttributes(attr.RODATA | attr.NOPTR)
	for range 4 {
		c.AppendDatum(operand.U64(low))
		c.AppendDatum(operand.U64(high))
	}
	return &m
}
