#include "go_asm.h"
#include "textflag.h"
#include "rows_amd64.h"

// DPBUSD is VPDPBUSD acc, u, s of registers by number, in the VEX form of
// AVX-VNNI: the assembler knows only the EVEX form, which needs AVX-512.
#define DPBUSD(s, u, acc) \
	BYTE $0xC4                                          \
	BYTE $(((((acc)>>3)^1)<<7)+0x42+((((s)>>3)^1)<<5)) \
	BYTE $(((15-(u))<<3)+5)                             \
	BYTE $0x50                                          \
	BYTE $(0xC0+(((acc)&7)<<3)+((s)&7))

// FINISH takes off what the zero point added, scales, adds the bias, stores
// the row that AX counts at DI, and goes on to the row n if it is real. The
// scales of the channels are in Y12 and Y13; Y14 and Y15 are free.
#define FINISH(n, acc0, acc1) \
	VPBROADCASTD (R9)(AX*4), Y14     \
	VPMULLD      (R10), Y14, Y15     \
	VPSUBD       Y15, acc0, acc0     \
	VPMULLD      32(R10), Y14, Y15   \
	VPSUBD       Y15, acc1, acc1     \
	VBROADCASTSS (R8)(AX*4), Y14     \
	VCVTDQ2PS    acc0, acc0          \
	VCVTDQ2PS    acc1, acc1          \
	VMULPS       Y14, acc0, acc0     \
	VMULPS       Y14, acc1, acc1     \
	VFMADD213PS  (R12), Y12, acc0    \
	VFMADD213PS  32(R12), Y13, acc1  \
	VMOVUPS      acc0, (DI)          \
	VMOVUPS      acc1, 32(DI)        \
	LEAQ         (DI)(BX*1), DX      \
	LEAQ         1(AX), SI           \
	CMPQ         CX, $n              \
	CMOVQGT      DX, DI              \
	CMOVQGT      SI, AX

// FINISHTILE loads what FINISH needs.
#define FINISHTILE \
	MOVQ    t+0(FP), DI                  \
	MOVQ    productTile_rows(DI), CX     \
	MOVQ    productTile_rowScale(DI), R8 \
	MOVQ    productTile_rowZero(DI), R9  \
	MOVQ    productTile_sum(DI), R10     \
	MOVQ    productTile_scale(DI), R11   \
	MOVQ    productTile_bias(DI), R12    \
	MOVQ    productTile_cStride(DI), BX  \
	MOVQ    productTile_c(DI), DI        \
	VMOVUPS (R11), Y12                   \
	VMOVUPS 32(R11), Y13                 \
	XORQ    AX, AX

// func tileAVXVNNI(t *productTile)
TEXT ·tileAVXVNNI(SB), NOSPLIT, $0-8
	MOVQ  t+0(FP), DI
	MOVQ  productTile_rows(DI), CX
	MOVQ  productTile_qStride(DI), DX
	MOVQ  productTile_q(DI), AX
	NEXTROW(1, CX, DX, AX, BX)
	NEXTROW(2, CX, DX, BX, R8)
	NEXTROW(3, CX, DX, R8, R9)
	NEXTROW(4, CX, DX, R9, R10)
	NEXTROW(5, CX, DX, R10, R11)
	MOVQ  productTile_w(DI), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11
	XORQ  SI, SI

depth:
	VMOVDQU      (CX), Y12
	VMOVDQU      32(CX), Y13
	VPBROADCASTD (AX)(SI*1), Y14
	DPBUSD(12, 14, 0)
	DPBUSD(13, 14, 1)
	VPBROADCASTD (BX)(SI*1), Y15
	DPBUSD(12, 15, 2)
	DPBUSD(13, 15, 3)
	VPBROADCASTD (R8)(SI*1), Y14
	DPBUSD(12, 14, 4)
	DPBUSD(13, 14, 5)
	VPBROADCASTD (R9)(SI*1), Y15
	DPBUSD(12, 15, 6)
	DPBUSD(13, 15, 7)
	VPBROADCASTD (R10)(SI*1), Y14
	DPBUSD(12, 14, 8)
	DPBUSD(13, 14, 9)
	VPBROADCASTD (R11)(SI*1), Y15
	DPBUSD(12, 15, 10)
	DPBUSD(13, 15, 11)
	ADDQ         $64, CX
	ADDQ         $4, SI
	CMPQ         SI, DX
	JLT          depth

	FINISHTILE
	FINISH(1, Y0, Y1)
	FINISH(2, Y2, Y3)
	FINISH(3, Y4, Y5)
	FINISH(4, Y6, Y7)
	FINISH(5, Y8, Y9)
	FINISH(6, Y10, Y11)
	VZEROUPPER
	RET

// MADDSTEP multiplies four values of a row with four weights of 16 channels:
// first to sums of two, which fit 16 bits because the values have 7, then to
// sums of four.
#define MADDSTEP(row, acc0, acc1) \
	VPBROADCASTD (row)(SI*1), Y11 \
	VPMADDUBSW   Y8, Y11, Y12     \
	VPMADDUBSW   Y9, Y11, Y13     \
	VPMADDWD     Y10, Y12, Y12    \
	VPMADDWD     Y10, Y13, Y13    \
	VPADDD       Y12, acc0, acc0  \
	VPADDD       Y13, acc1, acc1

// func tileAVX2(t *productTile)
TEXT ·tileAVX2(SB), NOSPLIT, $0-8
	MOVQ     t+0(FP), DI
	MOVQ     productTile_rows(DI), CX
	MOVQ     productTile_qStride(DI), DX
	MOVQ     productTile_q(DI), AX
	NEXTROW(1, CX, DX, AX, BX)
	NEXTROW(2, CX, DX, BX, R8)
	NEXTROW(3, CX, DX, R8, R9)
	MOVQ     productTile_w(DI), CX
	VPXOR    Y0, Y0, Y0
	VPXOR    Y1, Y1, Y1
	VPXOR    Y2, Y2, Y2
	VPXOR    Y3, Y3, Y3
	VPXOR    Y4, Y4, Y4
	VPXOR    Y5, Y5, Y5
	VPXOR    Y6, Y6, Y6
	VPXOR    Y7, Y7, Y7
	VPCMPEQW Y10, Y10, Y10
	VPSRLW   $15, Y10, Y10
	XORQ     SI, SI

depth:
	VMOVDQU (CX), Y8
	VMOVDQU 32(CX), Y9
	MADDSTEP(AX, Y0, Y1)
	MADDSTEP(BX, Y2, Y3)
	MADDSTEP(R8, Y4, Y5)
	MADDSTEP(R9, Y6, Y7)
	ADDQ    $64, CX
	ADDQ    $4, SI
	CMPQ    SI, DX
	JLT     depth

	FINISHTILE
	FINISH(1, Y0, Y1)
	FINISH(2, Y2, Y3)
	FINISH(3, Y4, Y5)
	FINISH(4, Y6, Y7)
	VZEROUPPER
	RET

#define FLOATSTEP(row, acc0, acc1, broadcast) \
	VBROADCASTSS (row)(SI*4), broadcast  \
	VFMADD231PS  Y12, broadcast, acc0    \
	VFMADD231PS  Y13, broadcast, acc1

#define STOREROW(n, acc0, acc1) \
	VMOVUPS acc0, (DI)          \
	VMOVUPS acc1, 32(DI)        \
	LEAQ    (DI)(BX*1), DX      \
	CMPQ    CX, $n              \
	CMOVQGT DX, DI

// func floatTileAVX2(t *gemmTile)
TEXT ·floatTileAVX2(SB), NOSPLIT, $0-8
	MOVQ   t+0(FP), DI
	MOVQ   gemmTile_rows(DI), CX
	MOVQ   gemmTile_aStride(DI), DX
	MOVQ   gemmTile_a(DI), AX
	NEXTROW(1, CX, DX, AX, BX)
	NEXTROW(2, CX, DX, BX, R8)
	NEXTROW(3, CX, DX, R8, R9)
	NEXTROW(4, CX, DX, R9, R10)
	NEXTROW(5, CX, DX, R10, R11)
	MOVQ   gemmTile_b(DI), CX
	MOVQ   gemmTile_k(DI), DX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	XORQ   SI, SI

depth:
	VMOVUPS (CX), Y12
	VMOVUPS 32(CX), Y13
	FLOATSTEP(AX, Y0, Y1, Y14)
	FLOATSTEP(BX, Y2, Y3, Y15)
	FLOATSTEP(R8, Y4, Y5, Y14)
	FLOATSTEP(R9, Y6, Y7, Y15)
	FLOATSTEP(R10, Y8, Y9, Y14)
	FLOATSTEP(R11, Y10, Y11, Y15)
	ADDQ    $128, CX
	INCQ    SI
	CMPQ    SI, DX
	JLT     depth

	MOVQ gemmTile_rows(DI), CX
	MOVQ gemmTile_cStride(DI), BX
	MOVQ gemmTile_c(DI), DI
	STOREROW(1, Y0, Y1)
	STOREROW(2, Y2, Y3)
	STOREROW(3, Y4, Y5)
	STOREROW(4, Y6, Y7)
	STOREROW(5, Y8, Y9)
	STOREROW(6, Y10, Y11)
	VZEROUPPER
	RET
