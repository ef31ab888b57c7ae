package main

import (
	"math"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// md5 writes the kernels of MD5 (RFC 1321).
func md5(c *build.Context) {
	var t [64]uint32
	for i := range t {
		t[i] = uint32(math.Floor(0x1p32 * math.Abs(math.Sin(float64(i+1)))))
	}
	constants := newTable(c, "md5K", t[:])
	for _, s := range shapes {
		k := newKernel(c, "md5", s, "digests blocks of MD5.")
		k.each(4, func(h []reg.VecPhysical) {
			w := k.load()
			ones := k.take()
			if !k.evex {
				k.VPCMPEQD(ones, ones, ones)
			}
			a, b, c, d := h[0], h[1], h[2], h[3]
			for i := range 64 {
				r := md5Rounds[i/16]
				k.addConstant(k.constant(constants, i), a)
				k.add(w[(r.first+r.step*i)%16], a)
				k.md5Function(i, b, c, d, a, ones)
				k.rotate(r.rotations[i%4], a, a)
				k.add(b, a)
				a, b, c, d = d, a, b, c
			}
			k.give(w...)
			k.give(ones)
		})
	}
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

// md5Function adds F, G, H or I of b, c and d to a.
func (k *kernel) md5Function(i int, b, c, d, a, ones reg.VecPhysical) {
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
			f = func(x, y, z uint8) uint8 { return y ^ (x | ^z) }
		}
		k.move(b, x)
		k.logic(f, d, c, x)
		k.add(x, a)
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
	case 3: // c ^ (b | ^d)
		k.xor(ones, d, x)
		k.VPOR(b, x, x)
		k.xor(c, x, x)
	}
	k.add(x, a)
}
