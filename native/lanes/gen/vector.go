package main

import (
	"fmt"
	"math/bits"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A shape is one kind of vector code: a set of lanes has as many of them as a
// register has words of so many bytes. With evex there are 32 registers,
// ternary logic, rotation and constants that are broadcast from memory
// (AVX-512 F, BW, VL); without, there is AVX2.
type shape struct {
	name      string
	wordBytes int
	width     int
	evex      bool
	sets      int
}

// shapes are those for words of 32 bits.
var shapes = []shape{
	{"x16AVX512", 4, 16, true, 1},
	{"x8AVX512", 4, 8, true, 1},
	{"x4AVX512", 4, 4, true, 1},
	{"x8AVX2", 4, 8, false, 1},
}

// wide are those for words of 64 bits.
var wide = []shape{
	{"x8AVX512", 8, 8, true, 1},
	{"x4AVX512", 8, 4, true, 1},
}

// twice is for what waits for its own results and leaves execution units idle:
// they work on a second set meanwhile.
var twice = shape{"x16AVX2", 4, 8, false, 2}

// bytes is the size of a register.
func (s shape) bytes() int { return s.wordBytes * s.width }

// block is the size of a block: 16 words.
func (s shape) block() int { return 16 * s.wordBytes }

// signature is that of every kernel. Word w of lane l, of n lanes in all, is
// state[w*n+l]; words of 64 bits take two places each, their low half first.
const signature = "func(state *[128]uint32, data *[16]*byte, blocks int)"

// A kernel is the code of one function while it is written. In its registers
// word w of all lanes lies side by side.
type kernel struct {
	*build.Context
	shape
	state, data, end, at, row reg.GPVirtual // at: the block's offset in all lanes
	free                      []int         // vector registers that hold nothing
	ring                      operand.Mem   // 16 words of each set's message, without evex
	inRegisters               int           // words of these that are not in the ring
	flip                      *operand.Mem  // how bytes are swapped, nil for not at all
}

// newKernel begins a function.
func newKernel(c *build.Context, algorithm string, s shape, doc string) *kernel {
	k := &kernel{Context: c, shape: s}
	c.Function(algorithm + s.name)
	c.Pragma("noescape")
	c.Attributes(0)
	c.SignatureExpr(signature)
	c.Doc(fmt.Sprintf("%s%s %s", algorithm, s.name, doc))
	k.state, k.data, k.end = c.GP64(), c.GP64(), c.GP64()
	k.at, k.row = c.GP64(), c.GP64()
	c.Load(c.Param("state"), k.state)
	c.Load(c.Param("data"), k.data)
	c.Load(c.Param("blocks"), k.end)
	registers := 16
	if s.evex {
		registers = 32
	} else {
		k.ring = aligned(c, s.sets*16*s.bytes(), s.bytes())
	}
	for i := range registers {
		k.free = append(k.free, registers-1-i)
	}
	return k
}

// aligned is local memory of that size whose address is a multiple of n, a
// power of two: what crosses no line of the cache is read and written sooner.
func aligned(c *build.Context, size, n int) operand.Mem {
	local := c.AllocLocal(size + n)
	start := c.GP64()
	c.LEAQ(local.Offset(n-1), start)
	c.ANDQ(operand.I8(-n), start)
	return operand.Mem{Base: start}
}

// vector is register i in the kernel's size.
func (k *kernel) vector(i int) reg.VecPhysical {
	r := physical[i]
	switch k.bytes() {
	case 64:
		return r.AsZ().(reg.VecPhysical)
	case 32:
		return r.AsY().(reg.VecPhysical)
	}
	return r
}

var physical = []reg.VecPhysical{
	reg.X0, reg.X1, reg.X2, reg.X3, reg.X4, reg.X5, reg.X6, reg.X7,
	reg.X8, reg.X9, reg.X10, reg.X11, reg.X12, reg.X13, reg.X14, reg.X15,
	reg.X16, reg.X17, reg.X18, reg.X19, reg.X20, reg.X21, reg.X22, reg.X23,
	reg.X24, reg.X25, reg.X26, reg.X27, reg.X28, reg.X29, reg.X30, reg.X31,
}

// take returns a register that holds nothing.
func (k *kernel) take() reg.VecPhysical {
	if len(k.free) == 0 {
		panic(k.name + ": no register left")
	}
	i := k.free[len(k.free)-1]
	k.free = k.free[:len(k.free)-1]
	return k.vector(i)
}

// give returns registers to those that hold nothing; memory is left alone.
func (k *kernel) give(ops ...operand.Op) {
	for _, op := range ops {
		if r, ok := op.(reg.VecPhysical); ok {
			k.free = append(k.free, int(r.PhysicalIndex()))
		}
	}
}

// each writes the loop over the blocks and the function's end. The words of the
// state are in registers, word w of set s in w*sets+s, which body changes in
// place; what they were before the block is added after it.
func (k *kernel) each(words int, body func(state []reg.VecPhysical)) {
	k.SHLQ(operand.U8(bits.TrailingZeros(uint(k.block()))), k.end)
	k.XORQ(k.at, k.at)
	h := make([]reg.VecPhysical, words*k.sets)
	for i := range h {
		h[i] = k.take()
		k.move(k.word(i), h[i])
	}
	k.CMPQ(k.at, k.end)
	k.JGE(operand.LabelRef("done"))
	k.Label("block")
	body(h)
	for i := range h {
		k.add(k.word(i), h[i])
		k.move(h[i], k.word(i))
	}
	k.ADDQ(operand.U8(k.block()), k.at)
	k.CMPQ(k.at, k.end)
	k.JLT(operand.LabelRef("block"))
	k.Label("done")
	k.VZEROUPPER()
	k.RET()
}

// word is the place of what the state has for register i.
func (k *kernel) word(i int) operand.Mem {
	return operand.Mem{Base: k.state, Disp: i * k.bytes()}
}

// move copies between registers and memory that need not be aligned.
func (k *kernel) move(from, to operand.Op) {
	if k.evex {
		k.VMOVDQU32(from, to)
	} else {
		k.VMOVDQU(from, to)
	}
}

// fetch returns a register with a word: its own, or one that store gives back.
func (k *kernel) fetch(word operand.Op) reg.VecPhysical {
	if x, ok := word.(reg.VecPhysical); ok {
		return x
	}
	x := k.take()
	k.move(word, x)
	return x
}

// store puts x, which fetch returned, into the word's place.
func (k *kernel) store(x reg.VecPhysical, word operand.Op) {
	if word != operand.Op(x) {
		k.move(x, word)
		k.give(x)
	}
}

// add adds x, a register or memory, to r.
func (k *kernel) add(x operand.Op, r reg.VecPhysical) {
	if k.wordBytes == 8 {
		k.VPADDQ(x, r, r)
	} else {
		k.VPADDD(x, r, r)
	}
}

// xor sets to = x ^ y.
func (k *kernel) xor(x, y, to operand.Op) {
	if k.evex {
		k.VPXORD(x, y, to)
	} else {
		k.VPXOR(x, y, to)
	}
}

// rotate sets to = from rotated left by n, which may be the same register.
func (k *kernel) rotate(n int, from, to reg.VecPhysical) {
	switch {
	case k.wordBytes == 8:
		k.VPROLQ(operand.U8(n), from, to)
		return
	case k.evex:
		k.VPROLD(operand.U8(n), from, to)
		return
	}
	t := k.take()
	if n == 1 {
		k.VPSRLD(operand.U8(31), from, t)
		k.VPADDD(from, from, to)
	} else {
		k.VPSRLD(operand.U8(32-n), from, t)
		k.VPSLLD(operand.U8(n), from, to)
	}
	k.VPOR(t, to, to)
	k.give(t)
}

// Functions of three bits, for logic.
var (
	choose   = func(x, y, z uint8) uint8 { return x&y | ^x&z }
	majority = func(x, y, z uint8) uint8 { return x&y | x&z | y&z }
	parity   = func(x, y, z uint8) uint8 { return x ^ y ^ z }
)

// logic sets x = f(x, y, z). It needs evex.
func (k *kernel) logic(f func(x, y, z uint8) uint8, z, y operand.Op, x reg.VecPhysical) {
	k.VPTERNLOGD(operand.U8(f(0xf0, 0xcc, 0xaa)), z, y, x)
}

// A table holds constants. Without evex each is repeated for each lane.
type table struct{ once, repeated operand.Mem }

// newWideTable puts constants of 64 bits into the file's read-only data.
func newWideTable(c *build.Context, name string, constants []uint64) table {
	m := c.StaticGlobal(name)
	c.DataAttributes(attr.RODATA | attr.NOPTR)
	for _, v := range constants {
		c.AppendDatum(operand.U64(v))
	}
	return table{once: m}
}

// newTable puts constants into the file's read-only data.
func newTable(c *build.Context, name string, constants []uint32) table {
	write := func(name string, times int) operand.Mem {
		m := c.StaticGlobal(name)
		c.DataAttributes(attr.RODATA | attr.NOPTR)
		for _, v := range constants {
			for range times {
				c.AppendDatum(operand.U32(v))
			}
		}
		return m
	}
	return table{write(name, 1), write(name+"AVX2", 8)}
}

// constant is the place of the table's constant i, for addConstant.
func (k *kernel) constant(t table, i int) operand.Mem {
	if k.evex {
		return t.once.Offset(k.wordBytes * i)
	}
	return t.repeated.Offset(k.bytes() * i)
}

// addConstant adds a constant of a table to r.
func (k *kernel) addConstant(constant operand.Mem, r reg.VecPhysical) {
	switch {
	case k.wordBytes == 8:
		k.VPADDQ_BCST(constant, r, r)
	case k.evex:
		k.VPADDD_BCST(constant, r, r)
	default:
		k.VPADDD(constant, r, r)
	}
}
