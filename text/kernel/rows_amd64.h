// NEXTROW sets next to the row after row, or to row itself where the tile has
// no more than n real rows: the tile then computes that row again, which
// costs nothing and needs no second kernel for the last rows.
#define NEXTROW(n, rows, stride, row, next) \
	LEAQ    (row)(stride*1), next \
	CMPQ    rows, $n              \
	CMOVQLE row, next
