package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sha2Rotations are what tells SHA-256 from SHA-512 beside the words: how the
// functions of FIPS 180-4, 4.1, rotate, and how often. The last number of the
// lower ones shifts.
type sha2Rotations struct {
	rounds                         int
	upper0, upper1, lower0, lower1 [3]int
}

// sha2Block writes the rounds of a block. Those from 16 on are a loop of 16:
// what is decoded once runs faster than the same rounds one after the other.
func (k *kernel) sha2Block(h []reg.VecPhysical, r sha2Rotations, constants table) {
	w := k.load(0)
	for t := range 16 {
		k.sha2Round(h, r, t, w[t], k.constant(constants, t))
	}
	at, end := k.GP64(), k.GP64()
	k.LEAQ(k.constant(constants, 16), at)
	k.LEAQ(k.constant(constants, r.rounds), end)
	k.Label("rounds")
	here := table{operand.Mem{Base: at}, operand.Mem{Base: at}}
	for t := range 16 {
		k.sha2Schedule(w, r, t)
		k.sha2Round(h, r, t, w[t], k.constant(here, t))
	}
	k.ADDQ(operand.I32(k.constant(table{}, 16).Disp), at)
	k.CMPQ(at, end)
	k.JLT(operand.LabelRef("rounds"))
	k.give(w...)
}

// sha2Round writes round t. The words of the state stay where they are and
// change their names.
func (k *kernel) sha2Round(state []reg.VecPhysical, r sha2Rotations, t int, w operand.Op, constant operand.Mem) {
	name := func(i int) reg.VecPhysical { return state[(16+i-t)%8] }
	a, b, c, d := name(0), name(1), name(2), name(3)
	e, f, g, h := name(4), name(5), name(6), name(7)
	k.addConstant(constant, h)
	k.add(w, h)
	k.addChoose(e, f, g, h)
	k.addSigma(h, e, r.upper1, false)
	k.add(h, d)
	k.addSigma(h, a, r.upper0, false)
	k.addMajority(a, b, c, h)
}

// sha2Schedule replaces word t by the one 16 rounds later.
func (k *kernel) sha2Schedule(w []operand.Op, r sha2Rotations, t int) {
	w0, w1, w9, w14 := w[t], w[(t+1)%16], w[(t+9)%16], w[(t+14)%16]
	if k.evex {
		x := w0.(reg.VecPhysical)
		k.add(w9, x)
		k.addSigma(x, w1.(reg.VecPhysical), r.lower0, true)
		k.addSigma(x, w14.(reg.VecPhysical), r.lower1, true)
		return
	}
	x, y := k.take(), k.take()
	k.move(w0, x)
	k.add(w9, x)
	k.move(w1, y)
	k.addSigma(x, y, r.lower0, true)
	k.move(w14, y)
	k.addSigma(x, y, r.lower1, true)
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

// addSigma adds to r the sum (exclusive or) of x rotated right by three numbers,
// or shifted by the last of them.
func (k *kernel) addSigma(r reg.VecPhysical, x reg.VecPhysical, by [3]int, shift bool) {
	l, m, n := by[0], by[1], by[2]
	t, u := k.take(), k.take()
	defer k.give(t, u)
	if k.evex {
		v := k.take()
		bits := 8 * k.wordBytes
		k.rotate(bits-l, x, t)
		k.rotate(bits-m, x, u)
		switch {
		case !shift:
			k.rotate(bits-n, x, v)
		case k.wordBytes == 8:
			k.VPSRLQ(operand.U8(n), x, v)
		default:
			k.VPSRLD(operand.U8(n), x, v)
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
