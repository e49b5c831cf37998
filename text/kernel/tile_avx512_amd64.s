#include "go_asm.h"
#include "textflag.h"
#include "rows_amd64.h"

// STEP multiplies four values of a row with four weights of 32 channels.
#define STEP(row, acc0, acc1, broadcast) \
	VPBROADCASTD (row)(SI*1), broadcast \
	VPDPBUSD     Z16, broadcast, acc0   \
	VPDPBUSD     Z17, broadcast, acc1

// FINISH takes off what the zero point added, scales, adds the bias, stores
// the row that AX counts at DI, and goes on to the row n if it is real.
#define FINISH(n, acc0, acc1) \
	VPBROADCASTD (R9)(AX*4), Z24 \
	VPMULLD      Z24, Z18, Z25   \
	VPMULLD      Z24, Z19, Z26   \
	VBROADCASTSS (R8)(AX*4), Z27 \
	VPSUBD       Z25, acc0, acc0 \
	VPSUBD       Z26, acc1, acc1 \
	VCVTDQ2PS    acc0, acc0      \
	VCVTDQ2PS    acc1, acc1      \
	VMULPS       Z27, acc0, acc0 \
	VMULPS       Z27, acc1, acc1 \
	VFMADD213PS  Z22, Z20, acc0  \
	VFMADD213PS  Z23, Z21, acc1  \
	VMOVUPS      acc0, (DI)      \
	VMOVUPS      acc1, 64(DI)    \
	LEAQ         (DI)(BX*1), DX  \
	LEAQ         1(AX), SI       \
	CMPQ         CX, $n          \
	CMOVQGT      DX, DI          \
	CMOVQGT      SI, AX

// func tileAVX512(t *productTile)
TEXT ·tileAVX512(SB), NOSPLIT, $0-8
	MOVQ t+0(FP), DI
	MOVQ productTile_rows(DI), CX
	MOVQ productTile_qStride(DI), DX
	MOVQ productTile_q(DI), AX
	NEXTROW(1, CX, DX, AX, BX)
	NEXTROW(2, CX, DX, BX, R8)
	NEXTROW(3, CX, DX, R8, R9)
	NEXTROW(4, CX, DX, R9, R10)
	NEXTROW(5, CX, DX, R10, R11)
	NEXTROW(6, CX, DX, R11, R12)
	NEXTROW(7, CX, DX, R12, R13)
	MOVQ productTile_w(DI), CX
	MOVQ productTile_panel(DI), DI
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	XORQ SI, SI

depth:
	VMOVDQU32 (CX), Z16
	VMOVDQU32 (CX)(DI*1), Z17
	STEP(AX, Z0, Z1, Z18)
	STEP(BX, Z2, Z3, Z19)
	STEP(R8, Z4, Z5, Z20)
	STEP(R9, Z6, Z7, Z21)
	STEP(R10, Z8, Z9, Z22)
	STEP(R11, Z10, Z11, Z23)
	STEP(R12, Z12, Z13, Z24)
	STEP(R13, Z14, Z15, Z25)
	ADDQ $64, CX
	ADDQ $4, SI
	CMPQ SI, DX
	JLT  depth

	MOVQ      t+0(FP), DI
	MOVQ      productTile_rows(DI), CX
	MOVQ      productTile_rowScale(DI), R8
	MOVQ      productTile_rowZero(DI), R9
	MOVQ      productTile_sum(DI), R10
	MOVQ      productTile_scale(DI), R11
	MOVQ      productTile_bias(DI), R12
	MOVQ      productTile_cStride(DI), BX
	MOVQ      productTile_c(DI), DI
	VMOVDQU32 (R10), Z18
	VMOVDQU32 64(R10), Z19
	VMOVUPS   (R11), Z20
	VMOVUPS   64(R11), Z21
	VMOVUPS   (R12), Z22
	VMOVUPS   64(R12), Z23
	XORQ      AX, AX
	FINISH(1, Z0, Z1)
	FINISH(2, Z2, Z3)
	FINISH(3, Z4, Z5)
	FINISH(4, Z6, Z7)
	FINISH(5, Z8, Z9)
	FINISH(6, Z10, Z11)
	FINISH(7, Z12, Z13)
	FINISH(8, Z14, Z15)
	VZEROUPPER
	RET

#define FLOATSTEP(row, acc0, acc1, broadcast) \
	VBROADCASTSS (row)(SI*4), broadcast  \
	VFMADD231PS  Z16, broadcast, acc0    \
	VFMADD231PS  Z17, broadcast, acc1

#define STOREROW(n, acc0, acc1) \
	VMOVUPS acc0, (DI)          \
	VMOVUPS acc1, 64(DI)        \
	LEAQ    (DI)(BX*1), DX      \
	CMPQ    CX, $n              \
	CMOVQGT DX, DI

// func floatTileAVX512(t *gemmTile)
TEXT ·floatTileAVX512(SB), NOSPLIT, $0-8
	MOVQ t+0(FP), DI
	MOVQ gemmTile_rows(DI), CX
	MOVQ gemmTile_aStride(DI), DX
	MOVQ gemmTile_a(DI), AX
	NEXTROW(1, CX, DX, AX, BX)
	NEXTROW(2, CX, DX, BX, R8)
	NEXTROW(3, CX, DX, R8, R9)
	NEXTROW(4, CX, DX, R9, R10)
	NEXTROW(5, CX, DX, R10, R11)
	NEXTROW(6, CX, DX, R11, R12)
	NEXTROW(7, CX, DX, R12, R13)
	MOVQ gemmTile_b(DI), CX
	MOVQ gemmTile_k(DI), DX
	VXORPS Z0, Z0, Z0
	VXORPS Z1, Z1, Z1
	VXORPS Z2, Z2, Z2
	VXORPS Z3, Z3, Z3
	VXORPS Z4, Z4, Z4
	VXORPS Z5, Z5, Z5
	VXORPS Z6, Z6, Z6
	VXORPS Z7, Z7, Z7
	VXORPS Z8, Z8, Z8
	VXORPS Z9, Z9, Z9
	VXORPS Z10, Z10, Z10
	VXORPS Z11, Z11, Z11
	VXORPS Z12, Z12, Z12
	VXORPS Z13, Z13, Z13
	VXORPS Z14, Z14, Z14
	VXORPS Z15, Z15, Z15
	XORQ SI, SI

depth:
	VMOVUPS (CX), Z16
	VMOVUPS 64(CX), Z17
	FLOATSTEP(AX, Z0, Z1, Z18)
	FLOATSTEP(BX, Z2, Z3, Z19)
	FLOATSTEP(R8, Z4, Z5, Z20)
	FLOATSTEP(R9, Z6, Z7, Z21)
	FLOATSTEP(R10, Z8, Z9, Z22)
	FLOATSTEP(R11, Z10, Z11, Z23)
	FLOATSTEP(R12, Z12, Z13, Z24)
	FLOATSTEP(R13, Z14, Z15, Z25)
	ADDQ $128, CX
	INCQ SI
	CMPQ SI, DX
	JLT  depth

	MOVQ gemmTile_rows(DI), CX
	MOVQ gemmTile_cStride(DI), BX
	MOVQ gemmTile_c(DI), DI
	STOREROW(1, Z0, Z1)
	STOREROW(2, Z2, Z3)
	STOREROW(3, Z4, Z5)
	STOREROW(4, Z6, Z7)
	STOREROW(5, Z8, Z9)
	STOREROW(6, Z10, Z11)
	STOREROW(7, Z12, Z13)
	STOREROW(8, Z14, Z15)
	VZEROUPPER
	RET
