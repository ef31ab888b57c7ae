package main

import (
	"math"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// md5 writes the kernels of MD5 (RFC 1321).
func md5(c *build.Context) {
	var t [64]uint32
	for i := range t {
		t[i] = uint32(math.Floor(0x1p32 * math.Abs(math.Sin(float64(i+1)))))
		if i >= 48 {
			t[i]-- // see md5Function
		}
	}
	constants := newTable(c, "md5K", t[:])
	for _, s := range append(shapes[:len(shapes):len(shapes)], twice) {
		k := newKernel(c, "md5", s, "digests blocks of MD5.")
		k.each(4, func(h []reg.VecPhysical) {
			words := make([][]operand.Op, k.sets)
			for set := range words {
				words[set] = k.load(set)
			}
			for i := range 64 {
				for set, w := range words {
					k.md5Step(i, h, set, w, constants)
				}
			}
			for _, w := range words {
				k.give(w...)
			}
		})
	}
}

// md5Step writes operation i of a set. The words of the state stay where they
// are and change their names.
func (k *kernel) md5Step(i int, state []reg.VecPhysical, set int, w []operand.Op, constants table) {
	name := func(n int) reg.VecPhysical { return state[(64+n-i)%4*k.sets+set] }
	a, b, c, d := name(0), name(1), name(2), name(3)
	r := md5Rounds[i/16]
	k.addConstant(k.constant(constants, i), a)
	k.add(w[(r.first+r.step*i)%16], a)
	k.md5Function(i, b, c, d, a)
	k.rotate(r.rotations[i%4], a, a)
	k.add(b, a)
}

// md5Rounds tell for each of the four rounds the order of the words, which is
// first + step*i for operation i, and the rotations.
var md5Rounds = [4]struct {
	first, step int
	rotations   [4]int
}{
	{0, 1, [4]int{7, 12, 17, 22}},
	{1, 5, [4]int{5, 9, 14, 20}},
	{5, 3, [4]int{4, 11, 16, 23}},
	{0, 7, [4]int{6, 10, 15, 21}},
}

// md5Function adds F, G, H or I of b, c and d to a. I is the complement of
// c ^ (d &^ b), which is subtracted instead, from a that is less by one.
func (k *kernel) md5Function(i int, b, c, d, a reg.VecPhysical) {
	x := k.take()
	defer k.give(x)
	if k.evex {
		f := choose
		switch i / 16 {
		case 1:
			f = func(x, y, z uint8) uint8 { return choose(z, x, y) }
		case 2:
			f = parity
		case 3:
			f = func(x, y, z uint8) uint8 { return y ^ (z &^ x) }
		}
		k.move(b, x)
		k.logic(f, d, c, x)
		k.md5Add(i, x, a)
		return
	}
	switch i / 16 {
	case 0: // d ^ (b & (c ^ d))
		k.xor(c, d, x)
		k.VPAND(b, x, x)
		k.xor(d, x, x)
	case 1: // (c &^ d) + (b & d), whose bits are apart; b comes last
		k.VPANDN(c, d, x)
		k.add(x, a)
		k.VPAND(b, d, x)
	case 2:
		k.xor(c, d, x)
		k.xor(b, x, x)
	case 3:
		k.VPANDN(d, b, x)
		k.xor(c, x, x)
	}
	k.md5Add(i, x, a)
}

// md5Add adds x to a, or subtracts it.
func (k *kernel) md5Add(i int, x, a reg.VecPhysical) {
	if i < 48 {
		k.add(x, a)
	} else {
		k.VPSUBD(x, a, a)
	}
}
