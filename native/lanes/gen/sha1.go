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
		k.each(5, func(h []reg.VecPhysical) {
			w := k.load()
			for t := range 80 {
				if t >= 16 {
					k.sha1Schedule(w, t)
				}
				k.sha1Round(h, t, w[t%16], constants)
			}
			k.give(w...)
		})
	}
}

// sha1Round writes round t. The words of the state stay where they are and
// change their names.
func (k *kernel) sha1Round(state []reg.VecPhysical, t int, w operand.Op, constants table) {
	name := func(i int) reg.VecPhysical { return state[(80+i-t)%5] }
	a, b, c, d, e := name(0), name(1), name(2), name(3), name(4)
	k.addConstant(k.constant(constants, t/20), e)
	k.add(w, e)
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

// sha1Schedule replaces word t-16 by word t.
func (k *kernel) sha1Schedule(w []operand.Op, t int) {
	w3, w8, w14, w16 := w[(t-3)%16], w[(t-8)%16], w[(t-14)%16], w[t%16]
	if k.evex {
		x := w16.(reg.VecPhysical)
		k.logic(parity, w8, w14, x)
		k.xor(w3, x, x)
		k.rotate(1, x, x)
		return
	}
	x := k.take()
	k.move(w16, x)
	k.xor(w14, x, x)
	k.xor(w8, x, x)
	k.xor(w3, x, x)
	k.rotate(1, x, x)
	k.move(x, w16)
	k.give(x)
}
