package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// shani writes the kernels with the SHA instructions. Where there are several
// lanes, each waits for its own results while the other's are computed. They
// need the SHA extensions, SSSE3 and SSE4.1, or AVX-512 F, BW and VL where the
// name says so. It writes, too, what asks for the extensions.
func shani(c *build.Context) {
	flip := c.StaticGlobal("flipNI")
	c.DataAttributes(attr.RODATA | attr.NOPTR)
	flip16 := func(high, low uint64) { c.AppendDatum(operand.U64(low)); c.AppendDatum(operand.U64(high)) }
	flip16(0x0001020304050607, 0x08090a0b0c0d0e0f)
	flip16(0x0c0d0e0f08090a0b, 0x0405060700010203)
	sha1NI(c, flip)
	for lanes := range 2 {
		sha1NIAVX512(c, flip, lanes+1)
	}
	sha1x4NIAVX512(c, flip)
	constants := c.StaticGlobal("sha256NIK")
	c.DataAttributes(attr.RODATA | attr.NOPTR)
	for _, v := range sha256Constants {
		c.AppendDatum(operand.U32(v))
	}
	sha256NI(c, flip.Offset(16), constants)
	sha256x4NIAVX512(c, flip.Offset(16), constants)
	cpuid(c)
}

// streams is the code of one function for one lane or several while it is
// written. Each has registers of its own.
type streams struct {
	*build.Context
	state, end, at reg.GPVirtual
	data           []reg.GPVirtual // by lane
}

func newStreams(c *build.Context, lanes int, name, doc string) *streams {
	p := &streams{Context: c, state: c.GP64(), end: c.GP64(), at: c.GP64(), data: make([]reg.GPVirtual, lanes)}
	c.Function(name)
	c.Pragma("noescape")
	c.Attributes(0)
	c.SignatureExpr(signature)
	c.Doc(name + " " + doc)
	c.Load(c.Param("state"), p.state)
	data := c.Load(c.Param("data"), c.GP64())
	for lane := range p.data {
		p.data[lane] = c.GP64()
		c.MOVQ(operand.Mem{Base: data, Disp: 8 * lane}, p.data[lane])
	}
	c.Load(c.Param("blocks"), p.end)
	return p
}

// each writes the loop over the blocks.
func (p *streams) each(body func()) {
	p.SHLQ(operand.U8(6), p.end)
	p.XORQ(p.at, p.at)
	p.CMPQ(p.at, p.end)
	p.JGE(operand.LabelRef("done"))
	p.Label("block")
	body()
	p.ADDQ(operand.U8(64), p.at)
	p.CMPQ(p.at, p.end)
	p.JLT(operand.LabelRef("block"))
	p.Label("done")
}

// word is the place of a word of a lane's state.
func (p *streams) word(w, lane int) operand.Mem {
	return operand.Mem{Base: p.state, Disp: 4 * (len(p.data)*w + lane)}
}

// gather and scatter move words of the state; the first is the highest one of
// the register.
func (p *streams) gather(lane int, words [4]int, r reg.VecPhysical) {
	for i, w := range words {
		p.PINSRD(operand.U8(3-i), p.word(w, lane), r)
	}
}

func (p *streams) scatter(lane int, words [4]int, r reg.VecPhysical) {
	for i, w := range words {
		p.PEXTRD(operand.U8(3-i), r, p.word(w, lane))
	}
}

// gatherSHA1 and scatterSHA1 move the state of SHA-1, whose fifth word is the
// highest one of a register of its own.
func (p *streams) gatherSHA1(lane int, abcd, e reg.VecPhysical) {
	p.gather(lane, [4]int{0, 1, 2, 3}, abcd)
	p.PXOR(e, e)
	p.PINSRD(operand.U8(3), p.word(4, lane), e)
}

func (p *streams) scatterSHA1(lane int, abcd, e reg.VecPhysical) {
	p.scatter(lane, [4]int{0, 1, 2, 3}, abcd)
	p.PEXTRD(operand.U8(3), e, p.word(4, lane))
}

// read reads four words of the message.
func (p *streams) read(lane, i int, flip operand.Op, m reg.VecPhysical) {
	p.MOVOU(operand.Mem{Base: p.data[lane], Index: p.at, Scale: 1, Disp: 16 * i}, m)
	p.PSHUFB(flip, m)
}

// sha1NI writes SHA-1, with the words of the message in descending order.
func sha1NI(c *build.Context, mask operand.Mem) {
	p := newStreams(c, 2, "sha1x2NI", "digests blocks of SHA-1.")
	type lane struct {
		abcd reg.VecPhysical
		e    [2]reg.VecPhysical
		m    [4]reg.VecPhysical
		save operand.Mem
	}
	r := physical
	lanes := [2]lane{
		{r[0], [2]reg.VecPhysical{r[1], r[2]}, [4]reg.VecPhysical{r[3], r[4], r[5], r[6]}, c.AllocLocal(32)},
		{r[7], [2]reg.VecPhysical{r[8], r[9]}, [4]reg.VecPhysical{r[10], r[11], r[12], r[13]}, c.AllocLocal(32)},
	}
	flip := r[14]
	p.MOVOU(mask, flip)
	for i, l := range lanes {
		p.gatherSHA1(i, l.abcd, l.e[0])
	}
	p.each(func() {
		for _, l := range lanes {
			p.MOVOU(l.abcd, l.save)
			p.MOVOU(l.e[0], l.save.Offset(16))
		}
		for g := range 20 { // four rounds each
			for i, l := range lanes {
				e, next := l.e[g%2], l.e[(g+1)%2]
				m := func(n int) reg.VecPhysical { return l.m[(n+4)%4] }
				if g < 4 {
					p.read(i, g, flip, m(g))
				}
				if g == 0 {
					p.PADDD(m(g), e)
				} else {
					p.SHA1NEXTE(m(g), e)
				}
				p.MOVOU(l.abcd, next)
				if 3 <= g && g <= 18 {
					p.SHA1MSG2(m(g), m(g+1))
				}
				p.SHA1RNDS4(operand.U8(g/5), e, l.abcd)
				if 1 <= g && g <= 16 {
					p.SHA1MSG1(m(g), m(g-1))
				}
				if 2 <= g && g <= 17 {
					p.PXOR(m(g), m(g-2))
				}
			}
		}
		for _, l := range lanes {
			p.MOVOU(l.save, l.m[0])
			p.MOVOU(l.save.Offset(16), l.m[1])
			p.PADDD(l.m[0], l.abcd)
			p.SHA1NEXTE(l.m[1], l.e[0])
		}
	})
	for i, l := range lanes {
		p.scatterSHA1(i, l.abcd, l.e[0])
	}
	p.RET()
}

// sha256NI writes SHA-256.
func sha256NI(c *build.Context, mask, constants operand.Mem) {
	p := newStreams(c, 2, "sha256x2NI", "digests blocks of SHA-256.")
	type lane struct {
		abef, cdgh, t reg.VecPhysical
		m             [4]reg.VecPhysical
		save          operand.Mem
	}
	r := physical
	lanes := [2]lane{
		{r[1], r[2], r[3], [4]reg.VecPhysical{r[4], r[5], r[6], r[7]}, c.AllocLocal(32)},
		{r[8], r[9], r[10], [4]reg.VecPhysical{r[11], r[12], r[13], r[14]}, c.AllocLocal(32)},
	}
	sum, flip := r[0], r[15] // the instructions read X0
	p.MOVOU(mask, flip)
	for i, l := range lanes {
		p.gather(i, [4]int{0, 1, 4, 5}, l.abef)
		p.gather(i, [4]int{2, 3, 6, 7}, l.cdgh)
	}
	p.each(func() {
		for _, l := range lanes {
			p.MOVOU(l.abef, l.save)
			p.MOVOU(l.cdgh, l.save.Offset(16))
		}
		for g := range 16 { // four rounds each
			for i, l := range lanes {
				m := func(n int) reg.VecPhysical { return l.m[(n+4)%4] }
				if g < 4 {
					p.read(i, g, flip, m(g))
				}
				p.MOVOU(constants.Offset(16*g), sum)
				p.PADDD(m(g), sum)
				p.SHA256RNDS2(sum, l.abef, l.cdgh)
				p.PSHUFD(operand.U8(0x0e), sum, sum)
				p.SHA256RNDS2(sum, l.cdgh, l.abef)
				if 3 <= g && g <= 14 {
					p.MOVOU(m(g), l.t)
					p.PALIGNR(operand.U8(4), m(g-1), l.t)
					p.PADDD(l.t, m(g+1))
					p.SHA256MSG2(m(g), m(g+1))
				}
				if 1 <= g && g <= 12 {
					p.SHA256MSG1(m(g), m(g-1))
				}
			}
		}
		for _, l := range lanes {
			p.MOVOU(l.save, l.m[0])
			p.MOVOU(l.save.Offset(16), l.m[1])
			p.PADDD(l.m[0], l.abef)
			p.PADDD(l.m[1], l.cdgh)
		}
	})
	for i, l := range lanes {
		p.scatter(i, [4]int{0, 1, 4, 5}, l.abef)
		p.scatter(i, [4]int{2, 3, 6, 7}, l.cdgh)
	}
	p.RET()
}

// cpuid writes a function that executes CPUID.
func cpuid(c *build.Context) {
	c.Function("cpuid")
	c.Attributes(attr.NOSPLIT)
	c.SignatureExpr("func(leaf, sub uint32) (eax, ebx, ecx, edx uint32)")
	c.Doc("cpuid executes CPUID.")
	c.Load(c.Param("leaf"), reg.EAX)
	c.Load(c.Param("sub"), reg.ECX)
	c.CPUID()
	c.Store(reg.EAX, c.Return("eax"))
	c.Store(reg.EBX, c.Return("ebx"))
	c.Store(reg.ECX, c.Return("ecx"))
	c.Store(reg.EDX, c.Return("edx"))
	c.RET()
}
