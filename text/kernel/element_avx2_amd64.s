#include "go_asm.h"
#include "textflag.h"

// FOLD leaves the lanes of y folded by an operation in the lowest lane of x;
// y and x are one register, tx another.
#define FOLD(OP, y, x, tx) \
	VEXTRACTF128 $1, y, tx    \
	OP           tx, x, x     \
	VPERMILPS    $0x4E, x, tx \
	OP           tx, x, x     \
	VPERMILPS    $0xB1, x, tx \
	OP           tx, x, x

// EXP replaces x by e to the x, with the constants at DX and n and p to work
// in; see constants.go. The sum at the end puts n into p's exponent.
#define EXP(x, n, p) \
	VMAXPS       const_wideLow(DX), x, x     \
	VMINPS       const_wideHigh(DX), x, x    \
	VMULPS       const_wideLog2e(DX), x, n   \
	VROUNDPS     $8, n, n                    \
	VFNMADD231PS const_wideLn2High(DX), n, x \
	VFNMADD231PS const_wideLn2Low(DX), n, x  \
	VCVTPS2DQ    n, n                        \
	VMOVUPS      const_wideC5(DX), p         \
	VFMADD213PS  const_wideC4(DX), x, p      \
	VFMADD213PS  const_wideC3(DX), x, p      \
	VFMADD213PS  const_wideC2(DX), x, p      \
	VFMADD213PS  const_wideC1(DX), x, p      \
	VFMADD213PS  const_wideC0(DX), x, p      \
	VFMADD213PS  const_wideOne(DX), x, p     \
	VFMADD213PS  const_wideOne(DX), x, p     \
	VPSLLD       $23, n, n                   \
	VPADDD       n, p, x

// func minMaxAVX2(x []float32) (low, high float32)
TEXT ·minMaxAVX2(SB), NOSPLIT, $0-32
	MOVQ    x_base+0(FP), AX
	MOVQ    x_len+8(FP), CX
	VMOVUPS (AX), Y0
	VMOVAPS Y0, Y1

next:
	VMOVUPS (AX), Y2
	VMINPS  Y2, Y0, Y0
	VMAXPS  Y2, Y1, Y1
	ADDQ    $32, AX
	SUBQ    $8, CX
	JNZ     next
	FOLD(VMINPS, Y0, X0, X2)
	FOLD(VMAXPS, Y1, X1, X3)
	VMOVSS  X0, low+24(FP)
	VMOVSS  X1, high+28(FP)
	VZEROUPPER
	RET

// QUANTISE leaves eight quantised values in y.
#define QUANTISE(address, y) \
	VMULPS    address, Y0, y \
	VCVTPS2DQ y, y           \
	VPADDD    Y1, y, y       \
	VPMAXSD   Y4, y, y       \
	VPMINSD   Y3, y, y       \
	VPSUBD    Y2, y, y

// func quantiseAVX2(q []uint8, x []float32, inverse float32, zero, offset, top int32)
TEXT ·quantiseAVX2(SB), NOSPLIT, $0-64
	MOVQ         q_base+0(FP), DI
	MOVQ         x_base+24(FP), AX
	MOVQ         x_len+32(FP), CX
	VBROADCASTSS inverse+48(FP), Y0
	VBROADCASTSS zero+52(FP), Y1
	VBROADCASTSS offset+56(FP), Y2
	VBROADCASTSS top+60(FP), Y3
	VPXOR        Y4, Y4, Y4

next:
	QUANTISE((AX), Y5)
	QUANTISE(32(AX), Y6)

	// Packing works on each half of the registers by itself, so its quarters
	// have to be put back in order.
	VPACKSSDW    Y6, Y5, Y5
	VPERMQ       $0xD8, Y5, Y5
	VEXTRACTI128 $1, Y5, X6
	VPACKUSWB    X6, X5, X5
	VMOVDQU      X5, (DI)
	ADDQ         $64, AX
	ADDQ         $16, DI
	SUBQ         $16, CX
	JNZ          next
	VZEROUPPER
	RET

// func softmaxAVX2(x []float32, scale float32)
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-28
	MOVQ    x_base+0(FP), DI
	MOVQ    x_len+8(FP), BX
	LEAQ    ·wide(SB), DX
	MOVQ    DI, AX
	MOVQ    BX, CX
	VMOVUPS (AX), Y0

highest:
	VMAXPS (AX), Y0, Y0
	ADDQ   $32, AX
	SUBQ   $8, CX
	JNZ    highest
	FOLD(VMAXPS, Y0, X0, X1)
	VBROADCASTSS X0, Y0
	VBROADCASTSS scale+24(FP), Y1
	VXORPS       Y2, Y2, Y2
	MOVQ         DI, AX
	MOVQ         BX, CX

raise:
	VMOVUPS (AX), Y3
	VSUBPS  Y0, Y3, Y3
	VMULPS  Y1, Y3, Y3
	EXP(Y3, Y4, Y5)
	VMOVUPS Y3, (AX)
	VADDPS  Y3, Y2, Y2
	ADDQ    $32, AX
	SUBQ    $8, CX
	JNZ     raise
	FOLD(VADDPS, Y2, X2, X3)
	VMOVSS       const_wideOne(DX), X3
	VDIVSS       X2, X3, X3
	VBROADCASTSS X3, Y3

share:
	VMULPS  (DI), Y3, Y4
	VMOVUPS Y4, (DI)
	ADDQ    $32, DI
	SUBQ    $8, BX
	JNZ     share
	VZEROUPPER
	RET

// func geluAVX2(x []float32)
TEXT ·geluAVX2(SB), NOSPLIT, $0-24
	MOVQ    x_base+0(FP), AX
	MOVQ    x_len+8(FP), CX
	LEAQ    ·wide(SB), DX
	VXORPS  Y8, Y8, Y8
	VMOVUPS const_wideTwo(DX), Y9

next:
	VMOVUPS      (AX), Y0
	VMULPS       Y0, Y0, Y1
	VMINPS       const_wideClip(DX), Y1, Y1
	VMOVUPS      const_wideC(DX), Y2
	VFMADD213PS  const_wideB(DX), Y1, Y2
	VFMADD213PS  const_wideA(DX), Y1, Y2
	VFNMADD213PS Y8, Y0, Y2
	EXP(Y2, Y3, Y4)
	VADDPS       const_wideOne(DX), Y2, Y2

	// One step of Newton's makes the reciprocal's 11 bits 22, in a
	// fraction of the time of a division.
	VRCPPS       Y2, Y3
	VFNMADD213PS Y9, Y3, Y2
	VMULPS       Y2, Y3, Y3
	VMULPS       Y3, Y0, Y0
	VMOVUPS      Y0, (AX)
	ADDQ         $32, AX
	SUBQ         $8, CX
	JNZ          next
	VZEROUPPER
	RET

// func addNormAVX2(x, r, gain, bias []float32)
TEXT ·addNormAVX2(SB), NOSPLIT, $0-96
	MOVQ       x_base+0(FP), DI
	MOVQ       x_len+8(FP), CX
	MOVQ       r_base+24(FP), SI
	MOVQ       gain_base+48(FP), R8
	MOVQ       bias_base+72(FP), R9
	VXORPS     X5, X5, X5
	VCVTSI2SSQ CX, X5, X5
	SHLQ       $2, CX
	VXORPS     Y0, Y0, Y0
	XORQ       AX, AX

sum:
	VMOVUPS (DI)(AX*1), Y1
	VADDPS  (SI)(AX*1), Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	VADDPS  Y1, Y0, Y0
	ADDQ    $32, AX
	CMPQ    AX, CX
	JLT     sum
	FOLD(VADDPS, Y0, X0, X1)
	VDIVSS       X5, X0, X0
	VBROADCASTSS X0, Y2
	VXORPS       Y0, Y0, Y0
	XORQ         AX, AX

squares:
	VMOVUPS     (DI)(AX*1), Y1
	VSUBPS      Y2, Y1, Y1
	VFMADD231PS Y1, Y1, Y0
	ADDQ        $32, AX
	CMPQ        AX, CX
	JLT         squares
	FOLD(VADDPS, Y0, X0, X1)
	VDIVSS       X5, X0, X0
	LEAQ         ·wide(SB), DX
	VADDSS       const_wideEpsilon(DX), X0, X0
	VSQRTSS      X0, X0, X0
	VMOVSS       const_wideOne(DX), X1
	VDIVSS       X0, X1, X1
	VBROADCASTSS X1, Y3
	XORQ         AX, AX

scale:
	VMOVUPS     (DI)(AX*1), Y1
	VSUBPS      Y2, Y1, Y1
	VMULPS      Y3, Y1, Y1
	VMOVUPS     (R8)(AX*1), Y4
	VFMADD213PS (R9)(AX*1), Y4, Y1
	VMOVUPS     Y1, (DI)(AX*1)
	ADDQ        $32, AX
	CMPQ        AX, CX
	JLT         scale
	VZEROUPPER
	RET

// func reluAVX2(x []float32)
TEXT ·reluAVX2(SB), NOSPLIT, $0-24
	MOVQ   x_base+0(FP), AX
	MOVQ   x_len+8(FP), CX
	VXORPS Y0, Y0, Y0

next:
	VMAXPS  (AX), Y0, Y1
	VMAXPS  32(AX), Y0, Y2
	VMOVUPS Y1, (AX)
	VMOVUPS Y2, 32(AX)
	ADDQ    $64, AX
	SUBQ    $16, CX
	JNZ     next
	VZEROUPPER
	RET

// func addAVX2(dst, src []float32)
TEXT ·addAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	MOVQ src_base+24(FP), SI

next:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VADDPS  (SI), Y0, Y0
	VADDPS  32(SI), Y1, Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ    $64, DI
	ADDQ    $64, SI
	SUBQ    $16, CX
	JNZ     next
	VZEROUPPER
	RET

// func dotAVX2(a, b []float32) float32
TEXT ·dotAVX2(SB), NOSPLIT, $0-52
	MOVQ   a_base+0(FP), SI
	MOVQ   a_len+8(FP), CX
	MOVQ   b_base+24(FP), DI
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

next:
	VMOVUPS     (SI), Y2
	VMOVUPS     32(SI), Y3
	VFMADD231PS (DI), Y2, Y0
	VFMADD231PS 32(DI), Y3, Y1
	ADDQ        $64, DI
	ADDQ        $64, SI
	SUBQ        $16, CX
	JNZ         next
	VADDPS      Y1, Y0, Y0
	FOLD(VADDPS, Y0, X0, X1)
	VMOVSS      X0, ret+48(FP)
	VZEROUPPER
	RET

// func widenAVX2(dst []float32, src []int8, scale float32)
TEXT ·widenAVX2(SB), NOSPLIT, $0-52
	MOVQ         dst_base+0(FP), DI
	MOVQ         dst_len+8(FP), CX
	MOVQ         src_base+24(FP), SI
	VBROADCASTSS scale+48(FP), Y0

next:
	VPMOVSXBD (SI), Y1
	VPMOVSXBD 8(SI), Y2
	VCVTDQ2PS Y1, Y1
	VCVTDQ2PS Y2, Y2
	VMULPS    Y0, Y1, Y1
	VMULPS    Y0, Y2, Y2
	VMOVUPS   Y1, (DI)
	VMOVUPS   Y2, 32(DI)
	ADDQ      $64, DI
	ADDQ      $16, SI
	SUBQ      $16, CX
	JNZ       next
	VZEROUPPER
	RET

// func transposeAVX2(dst, src []float32)
//
// It takes eight rows of eight at a time: pairs of rows are interleaved, then
// pairs of pairs, then the halves of the registers are exchanged.
TEXT ·transposeAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ src_base+24(FP), SI
	MOVQ $4, BX

rows:
	MOVQ $4, CX
	MOVQ DI, DX

columns:
	VMOVUPS    (SI), Y0
	VMOVUPS    128(SI), Y1
	VMOVUPS    256(SI), Y2
	VMOVUPS    384(SI), Y3
	VMOVUPS    512(SI), Y4
	VMOVUPS    640(SI), Y5
	VMOVUPS    768(SI), Y6
	VMOVUPS    896(SI), Y7
	VUNPCKLPS  Y1, Y0, Y8
	VUNPCKHPS  Y1, Y0, Y9
	VUNPCKLPS  Y3, Y2, Y10
	VUNPCKHPS  Y3, Y2, Y11
	VUNPCKLPS  Y5, Y4, Y12
	VUNPCKHPS  Y5, Y4, Y13
	VUNPCKLPS  Y7, Y6, Y14
	VUNPCKHPS  Y7, Y6, Y15
	VUNPCKLPD  Y10, Y8, Y0
	VUNPCKHPD  Y10, Y8, Y1
	VUNPCKLPD  Y11, Y9, Y2
	VUNPCKHPD  Y11, Y9, Y3
	VUNPCKLPD  Y14, Y12, Y4
	VUNPCKHPD  Y14, Y12, Y5
	VUNPCKLPD  Y15, Y13, Y6
	VUNPCKHPD  Y15, Y13, Y7
	VPERM2F128 $0x20, Y4, Y0, Y8
	VPERM2F128 $0x20, Y5, Y1, Y9
	VPERM2F128 $0x20, Y6, Y2, Y10
	VPERM2F128 $0x20, Y7, Y3, Y11
	VPERM2F128 $0x31, Y4, Y0, Y12
	VPERM2F128 $0x31, Y5, Y1, Y13
	VPERM2F128 $0x31, Y6, Y2, Y14
	VPERM2F128 $0x31, Y7, Y3, Y15
	VMOVUPS    Y8, (DX)
	VMOVUPS    Y9, 128(DX)
	VMOVUPS    Y10, 256(DX)
	VMOVUPS    Y11, 384(DX)
	VMOVUPS    Y12, 512(DX)
	VMOVUPS    Y13, 640(DX)
	VMOVUPS    Y14, 768(DX)
	VMOVUPS    Y15, 896(DX)
	ADDQ       $32, SI
	ADDQ       $1024, DX
	DECQ       CX
	JNZ        columns
	ADDQ       $896, SI
	ADDQ       $32, DI
	DECQ       BX
	JNZ        rows
	VZEROUPPER
	RET
