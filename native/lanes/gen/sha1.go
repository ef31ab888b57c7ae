package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sha1 writes the kernels of SHA-1 (FIPS 180-4, 6.1).
func sha1(c *build.Context) {
	flip := newFlip(c)
	constants := newTable(c, "sha1K", []uint32{0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6})
	for _, s := range shapes {
		k := newKernel(c, "sha1", s, "digests blocks of SHA-1.")
		k.flip = flip
		k.inRegisters = 6 // as many as load leaves
		k.each(5, func(h []reg.VecPhysical) {
			w := k.load(0)
			for t := range 80 {
				k.sha1Round(h, t, w, constants)
			}
			k.give(w...)
		})
	}
}

// sha1Round writes round t. The words of the state stay where they are and
// change their names.
func (k *kernel) sha1Round(state []reg.VecPhysical, t int, w []operand.Op, constants table) {
	name := func(i int) reg.VecPhysical { return state[(80+i-t)%5] }
	a, b, c, d, e := name(0), name(1), name(2), name(3), name(4)
	k.addConstant(k.constant(constants, t/20), e)
	k.addSHA1Word(w, t, e)
	k.sha1Function(t/20, b, c, d, e)
	x := k.take()
	k.rotate(5, a, x)
	k.add(x, e)
	k.give(x)
	k.rotate(30, b, b)
}

// sha1Function adds f(b, c, d) of a part of 20 rounds to e.
func (k *kernel) sha1Function(part int, b, c, d, e reg.VecPhysical) {
	x := k.take()
	defer k.give(x)
	if k.evex {
		f := [4]func(x, y, z uint8) uint8{choose, parity, majority, parity}[part]
		k.move(b, x)
		k.logic(f, d, c, x)
		k.add(x, e)
		return
	}
	switch part {
	case 0: // d ^ (b & (c ^ d))
		k.xor(c, d, x)
		k.VPAND(b, x, x)
		k.xor(d, x, x)
	case 2: // (c & d) + (b & (c ^ d)), whose bits are apart
		k.VPAND(c, d, x)
		k.add(x, e)
		k.xor(c, d, x)
		k.VPAND(b, x, x)
	default:
		k.xor(c, d, x)
		k.xor(b, x, x)
	}
	k.add(x, e)
}

// addSHA1Word adds word t to e. Words from the 16th on are computed, and take
// the place of the one 16 before.
func (k *kernel) addSHA1Word(w []operand.Op, t int, e reg.VecPhysical) {
	w3, w8, w14, w16 := w[(t+13)%16], w[(t+8)%16], w[(t+2)%16], w[t%16]
	if t < 16 {
		k.add(w16, e)
		return
	}
	x := k.fetch(w16)
	if k.evex {
		k.logic(parity, w8, w14, x)
	} else {
		k.xor(w14, x, x)
		k.xor(w8, x, x)
	}
	k.xor(w3, x, x)
	k.rotate(1, x, x)
	k.add(x, e)
	k.store(x, w16)
}
