//go:build !purego

#include "textflag.h"

// Every amd64 has SSE2. Sixteen digits are one register; the last block of a
// text whose length is no multiple of that begins earlier, and overlaps.

DATA zero<>+0(SB)/8, $0x3030303030303030
DATA zero<>+8(SB)/8, $0x3030303030303030
GLOBL zero<>(SB), RODATA|NOPTR, $16

DATA nine<>+0(SB)/8, $0x0909090909090909
DATA nine<>+8(SB)/8, $0x0909090909090909
GLOBL nine<>(SB), RODATA|NOPTR, $16

DATA lower<>+0(SB)/8, $0x2020202020202020
DATA lower<>+8(SB)/8, $0x2020202020202020
GLOBL lower<>(SB), RODATA|NOPTR, $16

DATA a<>+0(SB)/8, $0x6161616161616161
DATA a<>+8(SB)/8, $0x6161616161616161
GLOBL a<>(SB), RODATA|NOPTR, $16

DATA five<>+0(SB)/8, $0x0505050505050505
DATA five<>+8(SB)/8, $0x0505050505050505
GLOBL five<>(SB), RODATA|NOPTR, $16

DATA ten<>+0(SB)/8, $0x0a0a0a0a0a0a0a0a
DATA ten<>+8(SB)/8, $0x0a0a0a0a0a0a0a0a
GLOBL ten<>(SB), RODATA|NOPTR, $16

DATA nibble<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
DATA nibble<>+8(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL nibble<>(SB), RODATA|NOPTR, $16

DATA toLetter<>+0(SB)/8, $0x2727272727272727
DATA toLetter<>+8(SB)/8, $0x2727272727272727
GLOBL toLetter<>(SB), RODATA|NOPTR, $16

DATA even<>+0(SB)/8, $0x00ff00ff00ff00ff
DATA even<>+8(SB)/8, $0x00ff00ff00ff00ff
GLOBL even<>(SB), RODATA|NOPTR, $16

// func decodeSSE2(dst, text *byte, n int) bool
TEXT ·decodeSSE2(SB), NOSPLIT, $0-25
	MOVQ    dst+0(FP), DI
	MOVQ    text+8(FP), SI
	MOVQ    n+16(FP), CX
	MOVOU   zero<>(SB), X5
	MOVOU   nine<>(SB), X6
	MOVOU   lower<>(SB), X7
	MOVOU   a<>(SB), X8
	MOVOU   five<>(SB), X9
	MOVOU   ten<>(SB), X10
	MOVOU   even<>(SB), X11
	PCMPEQB X12, X12         // which bytes were digits so far: all

block:
	MOVOU   (SI), X0
	MOVO    X0, X1
	PSUBB   X5, X0           // the value of a decimal digit
	MOVO    X0, X2
	PMINUB  X6, X2
	PCMPEQB X0, X2           // where it is at most 9
	POR     X7, X1
	PSUBB   X8, X1           // the place of a letter in the alphabet
	MOVO    X1, X3
	PMINUB  X9, X3
	PCMPEQB X1, X3           // where it is at most 5
	PADDB   X10, X1
	PAND    X2, X0
	PAND    X3, X1
	POR     X1, X0           // the value of either
	POR     X3, X2
	PAND    X2, X12
	MOVO    X0, X1           // words of two digits, the first one low
	PSLLW   $4, X0
	PSRLW   $8, X1
	POR     X1, X0
	PAND    X11, X0
	PACKUSWB X0, X0
	MOVQ    X0, (DI)
	SUBQ    $16, CX
	JZ      decoded
	ADDQ    $16, SI
	ADDQ    $8, DI
	CMPQ    CX, $16
	JGE     block
	LEAQ    -16(SI)(CX*1), SI
	SHRQ    $1, CX
	LEAQ    -8(DI)(CX*1), DI
	MOVQ    $16, CX
	JMP     block

decoded:
	PMOVMSKB X12, AX
	CMPL     AX, $0xffff
	SETEQ    ret+24(FP)
	RET

// func encodeSSE2(dst, bytes *byte, n int)
TEXT ·encodeSSE2(SB), NOSPLIT, $0-24
	MOVQ  dst+0(FP), DI
	MOVQ  bytes+8(FP), SI
	MOVQ  n+16(FP), CX
	MOVOU zero<>(SB), X5
	MOVOU nine<>(SB), X6
	MOVOU nibble<>(SB), X7
	MOVOU toLetter<>(SB), X8

bytes:
	MOVQ      (SI), X0
	MOVO      X0, X1
	PSRLW     $4, X0
	PAND      X7, X0           // high nibbles
	PAND      X7, X1           // low ones
	PUNPCKLBW X1, X0           // in turns
	MOVO      X0, X2
	PCMPGTB   X6, X2           // where they are letters
	PAND      X8, X2
	PADDB     X5, X0
	PADDB     X2, X0
	MOVOU     X0, (DI)
	SUBQ      $8, CX
	JZ        encoded
	ADDQ      $8, SI
	ADDQ      $16, DI
	CMPQ      CX, $8
	JGE       bytes
	LEAQ      -8(SI)(CX*1), SI
	LEAQ      -16(DI)(CX*2), DI
	MOVQ      $8, CX
	JMP       bytes

encoded:
	RET
