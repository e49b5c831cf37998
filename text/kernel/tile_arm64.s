#include "go_asm.h"
#include "textflag.h"
#include "neon_arm64.h"

// NEXTROW sets next to the row after row, or to row itself where the tile has
// no more than n real rows.
#define NEXTROW(n, rows, stride, row, next) \
	ADD  stride, row, next   \
	CMP  $n, rows            \
	CSEL LE, row, next, next

#define CLEARTILE \
	VEOR V0.B16, V0.B16, V0.B16    \
	VEOR V1.B16, V1.B16, V1.B16    \
	VEOR V2.B16, V2.B16, V2.B16    \
	VEOR V3.B16, V3.B16, V3.B16    \
	VEOR V4.B16, V4.B16, V4.B16    \
	VEOR V5.B16, V5.B16, V5.B16    \
	VEOR V6.B16, V6.B16, V6.B16    \
	VEOR V7.B16, V7.B16, V7.B16    \
	VEOR V8.B16, V8.B16, V8.B16    \
	VEOR V9.B16, V9.B16, V9.B16    \
	VEOR V10.B16, V10.B16, V10.B16 \
	VEOR V11.B16, V11.B16, V11.B16 \
	VEOR V12.B16, V12.B16, V12.B16 \
	VEOR V13.B16, V13.B16, V13.B16 \
	VEOR V14.B16, V14.B16, V14.B16 \
	VEOR V15.B16, V15.B16, V15.B16

// STEP multiplies the four values at lane i of the rows in V24 to V27 with
// the weights of 16 channels in b0 to b3.
#define STEP(i, b0, b1, b2, b3) \
	SDOT(0, b0, 24, i)  \
	SDOT(1, b1, 24, i)  \
	SDOT(2, b2, 24, i)  \
	SDOT(3, b3, 24, i)  \
	SDOT(4, b0, 25, i)  \
	SDOT(5, b1, 25, i)  \
	SDOT(6, b2, 25, i)  \
	SDOT(7, b3, 25, i)  \
	SDOT(8, b0, 26, i)  \
	SDOT(9, b1, 26, i)  \
	SDOT(10, b2, 26, i) \
	SDOT(11, b3, 26, i) \
	SDOT(12, b0, 27, i) \
	SDOT(13, b1, 27, i) \
	SDOT(14, b2, 27, i) \
	SDOT(15, b3, 27, i)

// FINISHPART is FINISH for four channels; b holds their bias and is used up.
#define FINISHPART(acc, sum, scale, b) \
	IMUL(31, sum, 29)  \
	ISUB(acc, acc, 31) \
	SCVTF(acc, acc)    \
	FMUL(acc, acc, 30) \
	FMLA(b, acc, scale)

// FINISH takes off what the zero point added, scales, adds the bias, stores
// the row at R4, and goes on to row n if it is real. R8 and R9 point to the
// row's scale and zero point.
#define FINISH(n, acc0, acc1, acc2, acc3) \
	VLD1R (R8), [V30.S4]                               \
	VLD1R (R9), [V29.S4]                               \
	VLD1  (R12), [V24.S4, V25.S4, V26.S4, V27.S4]      \
	FINISHPART(acc0, 16, 20, 24)                       \
	FINISHPART(acc1, 17, 21, 25)                       \
	FINISHPART(acc2, 18, 22, 26)                       \
	FINISHPART(acc3, 19, 23, 27)                       \
	VST1  [V24.S4, V25.S4, V26.S4, V27.S4], (R4)       \
	ADD   R5, R4, R2                                   \
	ADD   $4, R8, R3                                   \
	ADD   $4, R9, R6                                   \
	CMP   $n, R1                                       \
	CSEL  GT, R2, R4, R4                               \
	CSEL  GT, R3, R8, R8                               \
	CSEL  GT, R6, R9, R9

// func tileNEON(t *productTile)
TEXT ·tileNEON(SB), NOSPLIT, $0-8
	MOVD t+0(FP), R0
	MOVD productTile_rows(R0), R1
	MOVD productTile_qStride(R0), R2
	MOVD productTile_q(R0), R3
	NEXTROW(1, R1, R2, R3, R6)
	NEXTROW(2, R1, R2, R6, R7)
	NEXTROW(3, R1, R2, R7, R8)
	MOVD productTile_w(R0), R4
	CLEARTILE

depth:
	VLD1.P 16(R3), [V24.B16]
	VLD1.P 16(R6), [V25.B16]
	VLD1.P 16(R7), [V26.B16]
	VLD1.P 16(R8), [V27.B16]
	VLD1.P 64(R4), [V16.B16, V17.B16, V18.B16, V19.B16]
	VLD1.P 64(R4), [V20.B16, V21.B16, V22.B16, V23.B16]
	STEP(0, 16, 17, 18, 19)
	VLD1.P 64(R4), [V16.B16, V17.B16, V18.B16, V19.B16]
	STEP(1, 20, 21, 22, 23)
	VLD1.P 64(R4), [V20.B16, V21.B16, V22.B16, V23.B16]
	STEP(2, 16, 17, 18, 19)
	STEP(3, 20, 21, 22, 23)
	SUBS   $16, R2, R2
	BNE    depth

	MOVD productTile_rowScale(R0), R8
	MOVD productTile_rowZero(R0), R9
	MOVD productTile_sum(R0), R10
	MOVD productTile_scale(R0), R11
	MOVD productTile_bias(R0), R12
	MOVD productTile_c(R0), R4
	MOVD productTile_cStride(R0), R5
	VLD1 (R10), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1 (R11), [V20.S4, V21.S4, V22.S4, V23.S4]
	FINISH(1, 0, 1, 2, 3)
	FINISH(2, 4, 5, 6, 7)
	FINISH(3, 8, 9, 10, 11)
	FINISH(4, 12, 13, 14, 15)
	RET

#define FLOATSTEP(a, acc0, acc1, acc2, acc3) \
	FMLA(acc0, 16, a) \
	FMLA(acc1, 17, a) \
	FMLA(acc2, 18, a) \
	FMLA(acc3, 19, a)

#define NEXTRESULT(n) \
	ADD  R5, R4, R2      \
	CMP  $n, R1          \
	CSEL GT, R2, R4, R4

// func floatTileNEON(t *gemmTile)
TEXT ·floatTileNEON(SB), NOSPLIT, $0-8
	MOVD t+0(FP), R0
	MOVD gemmTile_rows(R0), R1
	MOVD gemmTile_aStride(R0), R2
	MOVD gemmTile_a(R0), R3
	NEXTROW(1, R1, R2, R3, R6)
	NEXTROW(2, R1, R2, R6, R7)
	NEXTROW(3, R1, R2, R7, R8)
	MOVD gemmTile_b(R0), R4
	MOVD gemmTile_k(R0), R2
	CLEARTILE

depth:
	VLD1    (R4), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1R.P 4(R3), [V20.S4]
	VLD1R.P 4(R6), [V21.S4]
	VLD1R.P 4(R7), [V22.S4]
	VLD1R.P 4(R8), [V23.S4]
	FLOATSTEP(20, 0, 1, 2, 3)
	FLOATSTEP(21, 4, 5, 6, 7)
	FLOATSTEP(22, 8, 9, 10, 11)
	FLOATSTEP(23, 12, 13, 14, 15)
	ADD     $128, R4, R4
	SUBS    $1, R2, R2
	BNE     depth

	MOVD gemmTile_c(R0), R4
	MOVD gemmTile_cStride(R0), R5
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R4)
	NEXTRESULT(1)
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R4)
	NEXTRESULT(2)
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R4)
	NEXTRESULT(3)
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R4)
	RET
