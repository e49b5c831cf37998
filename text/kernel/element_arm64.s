#include "go_asm.h"
#include "textflag.h"
#include "neon_arm64.h"

// EXPCONSTANTS loads what EXP needs from the table of constants.go at r,
// which is used up, into V16 to V27.
#define EXPCONSTANTS(r) \
	VLD1.P 16(r), [V16.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V17.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V18.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V19.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V20.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V21.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V22.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V23.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V24.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V25.S4] \
	ADD    $16, r, r       \
	VLD1.P 16(r), [V26.S4] \
	ADD    $16, r, r       \
	VLD1   (r), [V27.S4]

// EXP replaces x by e to the x, with n, p and q to work in. The sum at the end
// puts n into the polynomial's exponent.
#define EXP(x, n, p, q) \
	FMAX(x, x, 16)  \
	FMIN(x, x, 17)  \
	FMUL(n, x, 18)  \
	FRINTN(n, n)    \
	FMLS(x, n, 19)  \
	FMLS(x, n, 20)  \
	FCVTNS(n, n)    \
	MOVE(p, 25)     \
	FMLA(p, 26, x)  \
	MOVE(q, 24)     \
	FMLA(q, p, x)   \
	MOVE(p, 23)     \
	FMLA(p, q, x)   \
	MOVE(q, 22)     \
	FMLA(q, p, x)   \
	MOVE(p, 21)     \
	FMLA(p, q, x)   \
	MOVE(q, 27)     \
	FMLA(q, p, x)   \
	MOVE(p, 27)     \
	FMLA(p, q, x)   \
	SHLEXP(n, n)    \
	IADD(x, p, n)

// func minMaxNEON(x []float32) (low, high float32)
TEXT ·minMaxNEON(SB), NOSPLIT, $0-32
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R1
	VLD1 (R0), [V4.S4]
	VLD1 (R0), [V5.S4]

next:
	VLD1.P 64(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMIN(4, 4, 0)
	FMAX(5, 5, 0)
	FMIN(4, 4, 1)
	FMAX(5, 5, 1)
	FMIN(4, 4, 2)
	FMAX(5, 5, 2)
	FMIN(4, 4, 3)
	FMAX(5, 5, 3)
	SUBS   $16, R1, R1
	BNE    next
	FMINV(4, 4)
	FMAXV(5, 5)
	FMOVS  F4, low+24(FP)
	FMOVS  F5, high+28(FP)
	RET

// QUANTISE replaces v by its quantised values, of 32 bits.
#define QUANTISE(v) \
	FMUL(v, v, 16) \
	FCVTNS(v, v)   \
	IADD(v, v, 17) \
	SMAX(v, v, 20) \
	SMIN(v, v, 19) \
	ISUB(v, v, 18)

// func quantiseNEON(q []uint8, x []float32, inverse float32, zero, offset, top int32)
TEXT ·quantiseNEON(SB), NOSPLIT, $0-64
	MOVD  q_base+0(FP), R0
	MOVD  x_base+24(FP), R1
	MOVD  x_len+32(FP), R2
	MOVWU inverse+48(FP), R3
	VDUP  R3, V16.S4
	MOVWU zero+52(FP), R3
	VDUP  R3, V17.S4
	MOVWU offset+56(FP), R3
	VDUP  R3, V18.S4
	MOVWU top+60(FP), R3
	VDUP  R3, V19.S4
	VEOR  V20.B16, V20.B16, V20.B16

next:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	QUANTISE(0)
	QUANTISE(1)
	QUANTISE(2)
	QUANTISE(3)
	XTN32(4, 0)
	XTN32HIGH(4, 1)
	XTN32(5, 2)
	XTN32HIGH(5, 3)
	XTN16(6, 4)
	XTN16HIGH(6, 5)
	VST1.P [V6.B16], 16(R0)
	SUBS   $16, R2, R2
	BNE    next
	RET

// func softmaxNEON(x []float32, scale float32)
TEXT ·softmaxNEON(SB), NOSPLIT, $0-28
	MOVD  x_base+0(FP), R0
	MOVD  x_len+8(FP), R1
	MOVWU scale+24(FP), R3
	VDUP  R3, V28.S4
	MOVD  $·wide(SB), R4
	EXPCONSTANTS(R4)
	MOVD  R0, R2
	MOVD  R1, R3
	VLD1  (R2), [V30.S4]

highest:
	VLD1.P 16(R2), [V0.S4]
	FMAX(30, 30, 0)
	SUBS   $4, R3, R3
	BNE    highest
	FMAXV(30, 30)
	VDUP   V30.S[0], V30.S4
	VEOR   V31.B16, V31.B16, V31.B16
	MOVD   R0, R2
	MOVD   R1, R3

raise:
	VLD1   (R2), [V0.S4, V1.S4]
	FSUB(0, 0, 30)
	FSUB(1, 1, 30)
	FMUL(0, 0, 28)
	FMUL(1, 1, 28)
	EXP(0, 2, 3, 4)
	EXP(1, 5, 6, 7)
	VST1.P [V0.S4, V1.S4], 32(R2)
	FADD(31, 31, 0)
	FADD(31, 31, 1)
	SUBS   $8, R3, R3
	BNE    raise
	FADDP(31, 31, 31)
	FADDP(31, 31, 31)
	FDIV(31, 27, 31)

share:
	VLD1   (R0), [V0.S4, V1.S4]
	FMUL(0, 0, 31)
	FMUL(1, 1, 31)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS   $8, R1, R1
	BNE    share
	RET

// GELU replaces v, with s, u, n, p and q to work in.
#define GELU(v, s, u, n, p, q) \
	FMUL(s, v, v)   \
	FMIN(s, s, 31)  \
	MOVE(p, 29)     \
	FMLA(p, 30, s)  \
	MOVE(u, 28)     \
	FMLA(u, p, s)   \
	FMUL(u, u, v)   \
	FSUB(u, 15, u)  \
	EXP(u, n, p, q) \
	FADD(u, u, 27)  \
	FDIV(v, v, u)

// func geluNEON(x []float32)
TEXT ·geluNEON(SB), NOSPLIT, $0-24
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R1
	MOVD $·wide(SB), R4
	ADD  $const_wideA, R4, R5
	EXPCONSTANTS(R4)
	VLD1 (R5), [V28.S4]
	ADD  $32, R5, R5
	VLD1 (R5), [V29.S4]
	ADD  $32, R5, R5
	VLD1 (R5), [V30.S4]
	ADD  $32, R5, R5
	VLD1 (R5), [V31.S4]
	VEOR V15.B16, V15.B16, V15.B16

next:
	VLD1   (R0), [V0.S4, V1.S4]
	GELU(0, 2, 3, 4, 5, 6)
	GELU(1, 7, 8, 9, 10, 11)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS   $8, R1, R1
	BNE    next
	RET

// func addNormNEON(x, r, gain, bias []float32)
TEXT ·addNormNEON(SB), NOSPLIT, $0-96
	MOVD   x_base+0(FP), R0
	MOVD   x_len+8(FP), R1
	MOVD   r_base+24(FP), R2
	MOVD   gain_base+48(FP), R3
	MOVD   bias_base+72(FP), R4
	SCVTFS R1, F29
	MOVD   R0, R5
	MOVD   R1, R6
	VEOR   V30.B16, V30.B16, V30.B16
	VEOR   V31.B16, V31.B16, V31.B16

sum:
	VLD1   (R5), [V0.S4, V1.S4]
	VLD1.P 32(R2), [V2.S4, V3.S4]
	FADD(0, 0, 2)
	FADD(1, 1, 3)
	VST1.P [V0.S4, V1.S4], 32(R5)
	FADD(30, 30, 0)
	FADD(31, 31, 1)
	SUBS   $8, R6, R6
	BNE    sum
	FADD(30, 30, 31)
	FADDP(30, 30, 30)
	FADDP(30, 30, 30)
	FDIVS  F29, F30, F30
	VDUP   V30.S[0], V28.S4
	VEOR   V30.B16, V30.B16, V30.B16
	VEOR   V31.B16, V31.B16, V31.B16
	MOVD   R0, R5
	MOVD   R1, R6

squares:
	VLD1.P 32(R5), [V0.S4, V1.S4]
	FSUB(0, 0, 28)
	FSUB(1, 1, 28)
	FMLA(30, 0, 0)
	FMLA(31, 1, 1)
	SUBS   $8, R6, R6
	BNE    squares
	FADD(30, 30, 31)
	FADDP(30, 30, 30)
	FADDP(30, 30, 30)
	FDIVS  F29, F30, F30
	MOVD   $·wide(SB), R5
	FMOVS  const_wideEpsilon(R5), F0
	FADDS  F0, F30, F30
	FSQRTS F30, F30
	FMOVS  const_wideOne(R5), F0
	FDIVS  F30, F0, F30
	VDUP   V30.S[0], V29.S4

scale:
	VLD1   (R0), [V0.S4, V1.S4]
	VLD1.P 32(R3), [V2.S4, V3.S4]
	VLD1.P 32(R4), [V4.S4, V5.S4]
	FSUB(0, 0, 28)
	FSUB(1, 1, 28)
	FMUL(0, 0, 29)
	FMUL(1, 1, 29)
	FMLA(4, 0, 2)
	FMLA(5, 1, 3)
	VST1.P [V4.S4, V5.S4], 32(R0)
	SUBS   $8, R1, R1
	BNE    scale
	RET

// func reluNEON(x []float32)
TEXT ·reluNEON(SB), NOSPLIT, $0-24
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R1
	VEOR V4.B16, V4.B16, V4.B16

next:
	VLD1   (R0), [V0.S4, V1.S4]
	FMAX(0, 0, 4)
	FMAX(1, 1, 4)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS   $8, R1, R1
	BNE    next
	RET

// func addNEON(dst, src []float32)
TEXT ·addNEON(SB), NOSPLIT, $0-48
	MOVD dst_base+0(FP), R0
	MOVD dst_len+8(FP), R1
	MOVD src_base+24(FP), R2

next:
	VLD1   (R0), [V0.S4, V1.S4]
	VLD1.P 32(R2), [V2.S4, V3.S4]
	FADD(0, 0, 2)
	FADD(1, 1, 3)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS   $8, R1, R1
	BNE    next
	RET

// func dotNEON(a, b []float32) float32
TEXT ·dotNEON(SB), NOSPLIT, $0-52
	MOVD a_base+0(FP), R0
	MOVD a_len+8(FP), R1
	MOVD b_base+24(FP), R2
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16

next:
	VLD1.P 32(R0), [V0.S4, V1.S4]
	VLD1.P 32(R2), [V2.S4, V3.S4]
	FMLA(4, 0, 2)
	FMLA(5, 1, 3)
	SUBS   $8, R1, R1
	BNE    next
	FADD(4, 4, 5)
	FADDP(4, 4, 4)
	FADDP(4, 4, 4)
	FMOVS  F4, ret+48(FP)
	RET

// func widenNEON(dst []float32, src []int8, scale float32)
TEXT ·widenNEON(SB), NOSPLIT, $0-52
	MOVD  dst_base+0(FP), R0
	MOVD  dst_len+8(FP), R1
	MOVD  src_base+24(FP), R2
	MOVWU scale+48(FP), R3
	VDUP  R3, V16.S4

next:
	VLD1.P 16(R2), [V4.B16]
	SXTL8(5, 4)
	SXTL8HIGH(6, 4)
	SXTL16(0, 5)
	SXTL16HIGH(1, 5)
	SXTL16(2, 6)
	SXTL16HIGH(3, 6)
	SCVTF(0, 0)
	SCVTF(1, 1)
	SCVTF(2, 2)
	SCVTF(3, 3)
	FMUL(0, 0, 16)
	FMUL(1, 1, 16)
	FMUL(2, 2, 16)
	FMUL(3, 3, 16)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS   $16, R1, R1
	BNE    next
	RET

// func transposeNEON(dst, src []float32)
//
// It takes four rows of four at a time.
TEXT ·transposeNEON(SB), NOSPLIT, $0-48
	MOVD dst_base+0(FP), R0
	MOVD src_base+24(FP), R1
	MOVD $128, R8
	MOVD $8, R2

rows:
	MOVD $8, R3
	MOVD R0, R4

columns:
	MOVD   R1, R5
	VLD1.P (R5)(R8), [V0.S4]
	VLD1.P (R5)(R8), [V1.S4]
	VLD1.P (R5)(R8), [V2.S4]
	VLD1   (R5), [V3.S4]
	TRN1(4, 0, 1)
	TRN2(5, 0, 1)
	TRN1(6, 2, 3)
	TRN2(7, 2, 3)
	TRN1PAIRS(0, 4, 6)
	TRN1PAIRS(1, 5, 7)
	TRN2PAIRS(2, 4, 6)
	TRN2PAIRS(3, 5, 7)
	VST1.P [V0.S4], (R4)(R8)
	VST1.P [V1.S4], (R4)(R8)
	VST1.P [V2.S4], (R4)(R8)
	VST1.P [V3.S4], (R4)(R8)
	ADD    $16, R1, R1
	SUBS   $1, R3, R3
	BNE    columns
	ADD    $384, R1, R1
	ADD    $16, R0, R0
	SUBS   $1, R2, R2
	BNE    rows
	RET
