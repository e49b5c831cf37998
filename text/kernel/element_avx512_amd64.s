#include "go_asm.h"
#include "textflag.h"

// FOLD leaves the lanes of z folded by an operation in the lowest lane of x;
// z, y and x are one register, t and tx another.
#define FOLD(OP, z, y, x, ty, tx) \
	VEXTRACTF64X4 $1, z, ty      \
	OP            ty, y, y       \
	VEXTRACTF128  $1, y, tx      \
	OP            tx, x, x       \
	VPERMILPS     $0x4E, x, tx   \
	OP            tx, x, x       \
	VPERMILPS     $0xB1, x, tx   \
	OP            tx, x, x

// EXP replaces x by e to the x, with the constants at DX and n and p to work
// in; see constants.go.
#define EXP(x, n, p) \
	VMAXPS.BCST       const_wideLow(DX), x, x        \
	VMINPS.BCST       const_wideHigh(DX), x, x       \
	VMULPS.BCST       const_wideLog2e(DX), x, n      \
	VRNDSCALEPS       $8, n, n                       \
	VFNMADD231PS.BCST const_wideLn2High(DX), n, x    \
	VFNMADD231PS.BCST const_wideLn2Low(DX), n, x     \
	VBROADCASTSS      const_wideC5(DX), p            \
	VFMADD213PS.BCST  const_wideC4(DX), x, p         \
	VFMADD213PS.BCST  const_wideC3(DX), x, p         \
	VFMADD213PS.BCST  const_wideC2(DX), x, p         \
	VFMADD213PS.BCST  const_wideC1(DX), x, p         \
	VFMADD213PS.BCST  const_wideC0(DX), x, p         \
	VFMADD213PS.BCST  const_wideOne(DX), x, p        \
	VFMADD213PS.BCST  const_wideOne(DX), x, p        \
	VSCALEFPS         n, p, x

// func minMaxAVX512(x []float32) (low, high float32)
TEXT ·minMaxAVX512(SB), NOSPLIT, $0-32
	MOVQ    x_base+0(FP), AX
	MOVQ    x_len+8(FP), CX
	VMOVUPS (AX), Z0
	VMOVAPS Z0, Z1

next:
	VMOVUPS (AX), Z2
	VMINPS  Z2, Z0, Z0
	VMAXPS  Z2, Z1, Z1
	ADDQ    $64, AX
	SUBQ    $16, CX
	JNZ     next
	FOLD(VMINPS, Z0, Y0, X0, Y2, X2)
	FOLD(VMAXPS, Z1, Y1, X1, Y3, X3)
	VMOVSS  X0, low+24(FP)
	VMOVSS  X1, high+28(FP)
	VZEROUPPER
	RET

// func quantiseAVX512(q []uint8, x []float32, inverse float32, zero, offset, top int32)
TEXT ·quantiseAVX512(SB), NOSPLIT, $0-64
	MOVQ         q_base+0(FP), DI
	MOVQ         x_base+24(FP), AX
	MOVQ         x_len+32(FP), CX
	VBROADCASTSS inverse+48(FP), Z0
	VBROADCASTSS zero+52(FP), Z1
	VBROADCASTSS offset+56(FP), Z2
	VBROADCASTSS top+60(FP), Z3
	VPXORD       Z4, Z4, Z4

next:
	VMULPS    (AX), Z0, Z5
	VCVTPS2DQ Z5, Z5
	VPADDD    Z1, Z5, Z5
	VPMAXSD   Z4, Z5, Z5
	VPMINSD   Z3, Z5, Z5
	VPSUBD    Z2, Z5, Z5
	VPMOVDB   Z5, (DI)
	ADDQ      $64, AX
	ADDQ      $16, DI
	SUBQ      $16, CX
	JNZ       next
	VZEROUPPER
	RET

// func softmaxAVX512(x []float32, scale float32)
TEXT ·softmaxAVX512(SB), NOSPLIT, $0-28
	MOVQ    x_base+0(FP), DI
	MOVQ    x_len+8(FP), BX
	LEAQ    ·wide(SB), DX
	MOVQ    DI, AX
	MOVQ    BX, CX
	VMOVUPS (AX), Z0

highest:
	VMAXPS (AX), Z0, Z0
	ADDQ   $64, AX
	SUBQ   $16, CX
	JNZ    highest
	FOLD(VMAXPS, Z0, Y0, X0, Y1, X1)
	VBROADCASTSS X0, Z0
	VBROADCASTSS scale+24(FP), Z1
	VXORPS       Z2, Z2, Z2
	MOVQ         DI, AX
	MOVQ         BX, CX

raise:
	VMOVUPS (AX), Z3
	VSUBPS  Z0, Z3, Z3
	VMULPS  Z1, Z3, Z3
	EXP(Z3, Z4, Z5)
	VMOVUPS Z3, (AX)
	VADDPS  Z3, Z2, Z2
	ADDQ    $64, AX
	SUBQ    $16, CX
	JNZ     raise
	FOLD(VADDPS, Z2, Y2, X2, Y3, X3)
	VMOVSS       const_wideOne(DX), X3
	VDIVSS       X2, X3, X3
	VBROADCASTSS X3, Z3

share:
	VMULPS  (DI), Z3, Z4
	VMOVUPS Z4, (DI)
	ADDQ    $64, DI
	SUBQ    $16, BX
	JNZ     share
	VZEROUPPER
	RET

// func geluAVX512(x []float32)
TEXT ·geluAVX512(SB), NOSPLIT, $0-24
	MOVQ         x_base+0(FP), AX
	MOVQ         x_len+8(FP), CX
	LEAQ         ·wide(SB), DX
	VBROADCASTSS const_wideClip(DX), Z16
	VBROADCASTSS const_wideC(DX), Z17
	VBROADCASTSS const_wideOne(DX), Z18
	VBROADCASTSS const_wideTwo(DX), Z19
	VXORPS       Z20, Z20, Z20

next:
	VMOVUPS          (AX), Z0
	VMULPS           Z0, Z0, Z1
	VMINPS           Z16, Z1, Z1
	VMOVAPS          Z17, Z2
	VFMADD213PS.BCST const_wideB(DX), Z1, Z2
	VFMADD213PS.BCST const_wideA(DX), Z1, Z2
	VFNMADD213PS     Z20, Z0, Z2
	EXP(Z2, Z3, Z4)
	VADDPS           Z18, Z2, Z2

	// One step of Newton's makes the reciprocal's 14 bits 23, in a
	// fraction of the time of a division.
	VRCP14PS     Z2, Z3
	VFNMADD213PS Z19, Z3, Z2
	VMULPS       Z2, Z3, Z3
	VMULPS       Z3, Z0, Z0
	VMOVUPS      Z0, (AX)
	ADDQ         $64, AX
	SUBQ         $16, CX
	JNZ          next
	VZEROUPPER
	RET

// func addNormAVX512(x, r, gain, bias []float32)
TEXT ·addNormAVX512(SB), NOSPLIT, $0-96
	MOVQ      x_base+0(FP), DI
	MOVQ      x_len+8(FP), CX
	MOVQ      r_base+24(FP), SI
	MOVQ      gain_base+48(FP), R8
	MOVQ      bias_base+72(FP), R9
	VCVTSI2SSQ CX, X15, X15
	SHLQ      $2, CX
	VXORPS    Z0, Z0, Z0
	XORQ      AX, AX

sum:
	VMOVUPS (DI)(AX*1), Z1
	VADDPS  (SI)(AX*1), Z1, Z1
	VMOVUPS Z1, (DI)(AX*1)
	VADDPS  Z1, Z0, Z0
	ADDQ    $64, AX
	CMPQ    AX, CX
	JLT     sum
	FOLD(VADDPS, Z0, Y0, X0, Y1, X1)
	VDIVSS       X15, X0, X0
	VBROADCASTSS X0, Z2
	VXORPS       Z0, Z0, Z0
	XORQ         AX, AX

squares:
	VMOVUPS     (DI)(AX*1), Z1
	VSUBPS      Z2, Z1, Z1
	VFMADD231PS Z1, Z1, Z0
	ADDQ        $64, AX
	CMPQ        AX, CX
	JLT         squares
	FOLD(VADDPS, Z0, Y0, X0, Y1, X1)
	VDIVSS       X15, X0, X0
	LEAQ         ·wide(SB), DX
	VADDSS       const_wideEpsilon(DX), X0, X0
	VSQRTSS      X0, X0, X0
	VMOVSS       const_wideOne(DX), X1
	VDIVSS       X0, X1, X1
	VBROADCASTSS X1, Z3
	XORQ         AX, AX

scale:
	VMOVUPS     (DI)(AX*1), Z1
	VSUBPS      Z2, Z1, Z1
	VMULPS      Z3, Z1, Z1
	VMOVUPS     (R8)(AX*1), Z4
	VFMADD213PS (R9)(AX*1), Z4, Z1
	VMOVUPS     Z1, (DI)(AX*1)
	ADDQ        $64, AX
	CMPQ        AX, CX
	JLT         scale
	VZEROUPPER
	RET
