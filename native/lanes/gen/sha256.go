package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sha256 writes the kernels of SHA-256 (FIPS 180-4, 6.2).
func sha256(c *build.Context) {
	flip := newFlip(c)
	constants := newTable(c, "sha256K", sha256Constants)
	for _, s := range shapes {
		k := newKernel(c, "sha256", s, "digests blocks of SHA-256.")
		k.flip = flip
		k.each(8, func(h []reg.VecPhysical) {
			w := k.load(0)
			for t := range 16 {
				k.sha256Round(h, t, w[t], k.constant(constants, t))
			}
			k.sha256Loop(h, w, constants)
			k.give(w...)
		})
	}
}

// sha256Loop writes rounds 16 to 63 as a loop of 16: what is decoded once runs
// faster than the same rounds one after the other.
func (k *kernel) sha256Loop(h []reg.VecPhysical, w []operand.Op, constants table) {
	at, end := k.GP64(), k.GP64()
	k.LEAQ(k.constant(constants, 16), at)
	k.LEAQ(k.constant(constants, 64), end)
	k.Label("rounds")
	here := table{operand.Mem{Base: at}, operand.Mem{Base: at}}
	for t := range 16 {
		k.sha256Schedule(w, t)
		k.sha256Round(h, t, w[t], k.constant(here, t))
	}
	k.ADDQ(operand.I32(k.constant(table{}, 16).Disp), at)
	k.CMPQ(at, end)
	k.JLT(operand.LabelRef("rounds"))
}

// sha256Round writes round t. The words of the state stay where they are and
// change their names.
func (k *kernel) sha256Round(state []reg.VecPhysical, t int, w operand.Op, constant operand.Mem) {
	name := func(i int) reg.VecPhysical { return state[(64+i-t)%8] }
	a, b, c, d := name(0), name(1), name(2), name(3)
	e, f, g, h := name(4), name(5), name(6), name(7)
	k.addConstant(constant, h)
	k.add(w, h)
	k.addChoose(e, f, g, h)
	k.addSigma(h, e, 6, 11, 25, false)
	k.add(h, d)
	k.addSigma(h, a, 2, 13, 22, false)
	k.addMajority(a, b, c, h)
}

// sha256Schedule replaces word t by the one 16 rounds later.
func (k *kernel) sha256Schedule(w []operand.Op, t int) {
	w0, w1, w9, w14 := w[t], w[(t+1)%16], w[(t+9)%16], w[(t+14)%16]
	if k.evex {
		x := w0.(reg.VecPhysical)
		k.add(w9, x)
		k.addSigma(x, w1.(reg.VecPhysical), 7, 18, 3, true)
		k.addSigma(x, w14.(reg.VecPhysical), 17, 19, 10, true)
		return
	}
	x, y := k.take(), k.take()
	k.move(w0, x)
	k.add(w9, x)
	k.move(w1, y)
	k.addSigma(x, y, 7, 18, 3, true)
	k.move(w14, y)
	k.addSigma(x, y, 17, 19, 10, true)
	k.move(x, w0)
	k.give(x, y)
}

// addChoose adds choose(x, y, z) to r.
func (k *kernel) addChoose(x, y, z, r reg.VecPhysical) {
	t := k.take()
	if k.evex {
		k.move(x, t)
		k.logic(choose, z, y, t)
	} else { // z ^ (x & (y ^ z))
		k.xor(y, z, t)
		k.VPAND(x, t, t)
		k.xor(z, t, t)
	}
	k.add(t, r)
	k.give(t)
}

// addMajority adds majority(x, y, z) to r.
func (k *kernel) addMajority(x, y, z, r reg.VecPhysical) {
	t := k.take()
	if k.evex {
		k.move(x, t)
		k.logic(majority, z, y, t)
	} else { // (y & z) + (x & (y ^ z)), whose bits are apart
		k.VPAND(y, z, t)
		k.add(t, r)
		k.xor(y, z, t)
		k.VPAND(x, t, t)
	}
	k.add(t, r)
	k.give(t)
}

// addSigma adds to r the sum (exclusive or) of x rotated right by l, m and n,
// or shifted by n.
func (k *kernel) addSigma(r reg.VecPhysical, x reg.VecPhysical, l, m, n int, shift bool) {
	t, u := k.take(), k.take()
	defer k.give(t, u)
	if k.evex {
		v := k.take()
		k.rotate(32-l, x, t)
		k.rotate(32-m, x, u)
		if shift {
			k.VPSRLD(operand.U8(n), x, v)
		} else {
			k.rotate(32-n, x, v)
		}
		k.logic(parity, v, u, t)
		k.add(t, r)
		k.give(v)
		return
	}
	k.VPSRLD(operand.U8(l), x, t)
	k.VPSLLD(operand.U8(32-l), x, u)
	k.xor(u, t, t)
	k.VPSRLD(operand.U8(m), x, u)
	k.xor(u, t, t)
	k.VPSLLD(operand.U8(32-m), x, u)
	k.xor(u, t, t)
	k.VPSRLD(operand.U8(n), x, u)
	k.xor(u, t, t)
	if !shift {
		k.VPSLLD(operand.U8(32-n), x, u)
		k.xor(u, t, t)
	}
	k.add(t, r)
}

// sha256Constants are K (FIPS 180-4, 4.2.2).
var sha256Constants = []uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}
