package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sha1NIAVX512 writes SHA-1 with no more of the SHA instructions than the
// rounds. On processors that have four rounds done after four cycles the others
// are in their way. AVX-512 does what these do, for four words at once, which
// are in descending order.
func sha1NIAVX512(c *build.Context, mask operand.Mem, width int) {
	p := newStreams(c, width, fmt.Sprintf("sha1x%dNIAVX512", width), "digests blocks of SHA-1.")
	r := physical
	flip := r[15]
	lanes := make([]sha1Stream, width)
	for i := range lanes {
		free := r[5*i:]
		lanes[i] = sha1Stream{
			abcd: free[0], e: [2]reg.VecPhysical(free[1:]), t: free[3],
			m:    [8]reg.VecPhysical(r[16+8*i:]),
			save: c.AllocLocal(32),
		}
	}
	p.VMOVDQU32(mask, flip)
	highest := p.highest()
	p.eachSHA1(lanes, func() {
		for g := range 20 { // four rounds each
			for i, l := range lanes {
				if g < 4 {
					m := l.words(g)
					p.VMOVDQU32(operand.Mem{Base: p.data[i], Index: p.at, Scale: 1, Disp: 16 * g}, m)
					p.VPSHUFB(flip, m, m)
				} else {
					p.schedule(l, g)
				}
				p.rounds(l, g, l.words(g), highest)
			}
		}
	})
}

// sha1x4NIAVX512 writes SHA-1 of four lanes in the same way, but that the words
// of all four are computed at once, each lane's in its part of a register.
func sha1x4NIAVX512(c *build.Context, mask operand.Mem) {
	p := newStreams(c, 4, "sha1x4NIAVX512", "digests blocks of SHA-1.")
	zmm := func(r reg.VecPhysical) reg.VecPhysical { return r.AsZ().(reg.VecPhysical) }
	r := physical
	all := sha1Stream{t: zmm(r[24])}
	for i := range all.m {
		all.m[i] = zmm(r[16+i])
	}
	flip := zmm(r[25])
	lanes := make([]sha1Stream, 4)
	for i := range lanes {
		free := r[3*i:]
		lanes[i] = sha1Stream{abcd: free[0], e: [2]reg.VecPhysical(free[1:]), save: c.AllocLocal(32)}
	}
	p.VBROADCASTI32X4(mask, flip)
	highest := p.highest()
	p.eachSHA1(lanes, func() {
		// Words are computed before the rounds that come before theirs: 25 µs for
		// 32 KiB in each lane in the place of 27 on a Zen 5.
		prepare := func(g int) {
			m := all.words(g)
			if g < 4 {
				p.loadWords(g, m)
				p.VPSHUFB(flip, m, m)
			} else {
				p.schedule(all, g)
			}
		}
		prepare(0)
		for g := range 20 { // four rounds each
			if g < 19 {
				prepare(g + 1)
			}
			m := all.words(g)
			for i, l := range lanes {
				words := m.AsX()
				if i > 0 {
					words = r[25+i]
					p.VEXTRACTI32X4(operand.U8(i), m, words)
				}
				p.rounds(l, g, words, highest)
			}
		}
	})
}

// sha256x4NIAVX512 writes SHA-256 of four lanes in the same way: the words of
// all four are computed at once.
func sha256x4NIAVX512(c *build.Context, mask, constants operand.Mem) {
	p := newStreams(c, 4, "sha256x4NIAVX512", "digests blocks of SHA-256.")
	zmm := func(i int) reg.VecPhysical { return physical[i].AsZ().(reg.VecPhysical) }
	sum := physical[0] // the instructions read X0
	type lane struct {
		abef, cdgh reg.VecPhysical
		save       operand.Mem
	}
	lanes := make([]lane, 4)
	for i := range lanes {
		lanes[i] = lane{physical[1+2*i], physical[2+2*i], c.AllocLocal(32)}
	}
	words := func(g int) reg.VecPhysical { return zmm(16 + g%4) }
	t, u, sums, flip := zmm(20), zmm(21), zmm(22), zmm(23)
	p.VBROADCASTI32X4(mask, flip)
	for i, l := range lanes {
		p.gather(i, [4]int{0, 1, 4, 5}, l.abef)
		p.gather(i, [4]int{2, 3, 6, 7}, l.cdgh)
	}
	// sigma adds sigma0 or sigma1 (FIPS 180-4, 4.1.2) of t to m.
	sigma := func(by [3]int, m reg.VecPhysical) {
		p.VPRORD(operand.U8(by[0]), t, u)
		p.VPRORD(operand.U8(by[1]), t, sums)
		p.VPSRLD(operand.U8(by[2]), t, t)
		p.VPTERNLOGD(operand.U8(0x96), u, sums, t)
		p.VPADDD(t, m, m)
	}
	// Words are computed before the rounds that come before theirs.
	prepare := func(g int) {
		m := words(g)
		if g < 4 {
			p.loadWords(g, m)
			p.VPSHUFB(flip, m, m)
			return
		}
		lower := sha256Rotations
		p.VPALIGNR(operand.U8(4), words(g-4), words(g-3), t)
		sigma(lower.lower0, m)
		p.VPALIGNR(operand.U8(4), words(g-2), words(g-1), t)
		p.VPADDD(t, m, m)
		p.VPSRLDQ(operand.U8(8), words(g-1), t)
		sigma(lower.lower1, m) // the first two words
		p.VPSLLDQ(operand.U8(8), m, t)
		sigma(lower.lower1, m) // the others, which need these
	}
	p.each(func() {
		for _, l := range lanes {
			p.VMOVDQU32(l.abef, l.save)
			p.VMOVDQU32(l.cdgh, l.save.Offset(16))
		}
		prepare(0)
		for g := range 16 { // four rounds each
			if g < 15 {
				prepare(g + 1)
			}
			p.VBROADCASTI32X4(constants.Offset(16*g), sums)
			p.VPADDD(words(g), sums, sums)
			for i, l := range lanes {
				p.VEXTRACTI32X4(operand.U8(i), sums, sum)
				p.SHA256RNDS2(sum, l.abef, l.cdgh)
				p.VPSHUFD(operand.U8(0x0e), sum, sum)
				p.SHA256RNDS2(sum, l.cdgh, l.abef)
			}
		}
		for _, l := range lanes {
			p.VPADDD(l.save, l.abef, l.abef)
			p.VPADDD(l.save.Offset(16), l.cdgh, l.cdgh)
		}
	})
	for i, l := range lanes {
		p.scatter(i, [4]int{0, 1, 4, 5}, l.abef)
		p.scatter(i, [4]int{2, 3, 6, 7}, l.cdgh)
	}
	p.RET()
}

// loadWords reads words 4g to 4g+3 of all four lanes' messages.
func (p *streams) loadWords(g int, m reg.VecPhysical) {
	for i := range p.data {
		from := operand.Mem{Base: p.data[i], Index: p.at, Scale: 1, Disp: 16 * g}
		if i == 0 {
			p.VMOVDQU32(from, m.AsX())
		} else {
			p.VINSERTI32X4(operand.U8(i), from, m, m)
		}
	}
}

// A sha1Stream is one lane's registers, or those that four lanes share.
type sha1Stream struct {
	abcd, t reg.VecPhysical
	e       [2]reg.VecPhysical // what is added to the words, and what will be to the next ones
	m       [8]reg.VecPhysical // the last 32 words of the message
	save    operand.Mem
}

// words are words 4g to 4g+3 of the message.
func (l sha1Stream) words(g int) reg.VecPhysical { return l.m[g%8] }

// eachSHA1 writes a function's loop over the blocks of the lanes, given what
// there is to do with one block of each.
func (p *streams) eachSHA1(lanes []sha1Stream, body func()) {
	for i, l := range lanes {
		p.gatherSHA1(i, l.abcd, l.e[0])
	}
	p.each(func() {
		for _, l := range lanes {
			p.VMOVDQU32(l.abcd, l.save)
			p.VMOVDQU32(l.e[0], l.save.Offset(16))
		}
		body()
		for _, l := range lanes {
			p.VPADDD(l.save.Offset(16), l.e[0], l.e[0])
			p.VPADDD(l.save, l.abcd, l.abcd)
		}
	})
	for i, l := range lanes {
		p.scatterSHA1(i, l.abcd, l.e[0])
	}
	p.RET()
}

// rounds does rounds 4g to 4g+3 of a lane, given their words.
func (p *streams) rounds(l sha1Stream, g int, words, highest reg.Register) {
	e, next := l.e[g%2], l.e[(g+1)%2]
	p.VPROLD_Z(operand.U8(30), l.abcd, highest, next) // a, which is e four rounds later
	p.VPADDD(words, e, e)
	p.SHA1RNDS4(operand.U8(g/5), e, l.abcd)
}

// highest is a mask of a register's highest word.
func (p *streams) highest() reg.Register {
	bits := p.GP32()
	p.MOVL(operand.U32(1<<3), bits)
	p.KMOVW(bits, reg.K1)
	return reg.K1
}

// schedule computes words t = 4g to t+3 of the message.
func (p *streams) schedule(l sha1Stream, g int) {
	before := func(n int) reg.VecPhysical { return l.words(g - n + 8) }
	m := l.words(g)
	parity := operand.U8(0x96)
	if g < 8 { // W[t] = (W[t-3] ^ W[t-8] ^ W[t-14] ^ W[t-16]) <<< 1
		p.VPALIGNR(operand.U8(8), before(3), before(4), m)
		p.VPTERNLOGD(parity, before(4), before(2), m)
		p.VPSLLDQ(operand.U8(4), before(1), l.t)
		p.VPXORD(l.t, m, m) // W[t+3] still lacks W[t]
		p.VPSRLDQ(operand.U8(12), m, l.t)
		p.VPROLD(operand.U8(1), m, m)
		p.VPROLD(operand.U8(2), l.t, l.t)
		p.VPXORD(l.t, m, m)
		return
	}
	// The same, put into itself: W[t] = (W[t-6] ^ W[t-16] ^ W[t-28] ^ W[t-32]) <<< 2,
	// which needs none of the words beside it.
	p.VPTERNLOGD(parity, before(7), before(4), m)
	p.VPALIGNR(operand.U8(8), before(1), before(2), l.t)
	p.VPXORD(l.t, m, m)
	p.VPROLD(operand.U8(2), m, m)
}
