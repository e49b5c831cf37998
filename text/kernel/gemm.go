package kernel

import "fmt"

// blockSize is both the depth of an attention head and the width of a block
// of the right-hand matrices of Gemm.
const blockSize = 32

// gemmTile is what a kernel needs to compute one tile of a float32 product.
type gemmTile struct {
	a       *float32
	aStride int // bytes from one row to the next
	rows    int // how many rows of the tile are real: at least 1
	k       int
	b       *float32
	bBlock  int // bytes from one block to the next
	c       *float32
	cStride int // bytes from one row to the next
}

// Gemm computes c = a·b for the matrices of attention. a has rows of k
// values, aStride apart. b is blocks×[k][32]: blocks of 32 columns, each as a
// matrix of its own. The result of row i and column j goes to
// c[i*cStride+j]; all 32*blocks columns are written. A row's result depends
// on that row of a alone.
func (s *Set) Gemm(c []float32, cStride int, a []float32, aStride, rows, k int, b []float32, blocks int) {
	if rows == 0 || blocks == 0 {
		return
	}
	if k <= 0 || aStride < k || len(a) < (rows-1)*aStride+k || len(b) < blocks*k*blockSize ||
		cStride < blocks*blockSize || len(c) < (rows-1)*cStride+blocks*blockSize {
		panic(fmt.Sprintf("kernel: a product of %d rows of %d and %d blocks does not fit %d, %d and %d values",
			rows, k, blocks, len(a), len(b), len(c)))
	}
	s.gemm(gemmTile{
		a: &a[0], aStride: aStride * 4, k: k,
		b: &b[0], bBlock: k * blockSize * 4,
		c: &c[0], cStride: cStride * 4,
	}, rows, blocks)
}

// setPart turns t, a copy of the tile of first, into the tile at row i and the
// 16-column half h of the blocks.
func (t *gemmTile) setPart(first *gemmTile, i, rows, h int) {
	t.a = at(first.a, i*t.aStride)
	t.b = at(first.b, h/2*t.bBlock+h%2*panelWidth*4)
	t.c = at(first.c, i*t.cStride+h*panelWidth*4)
	t.rows = rows
}

// Blocks is how many blocks of 32 hold n rows.
func Blocks(n int) int { return (n + blockSize - 1) / blockSize }

// Transpose turns src, rows of 32 values, into Blocks(rows) blocks of 32
// columns for Gemm: dst[block][value][row of the block]. The columns past the
// last row are zeros. dst has 1024 values a block.
func (s *Set) Transpose(dst, src []float32, rows int) {
	const size = blockSize * blockSize
	whole := rows / blockSize
	for i := range whole {
		s.transpose(dst[i*size:(i+1)*size], src[i*size:(i+1)*size])
	}
	if rest := rows % blockSize; rest != 0 {
		last := dst[whole*size : (whole+1)*size]
		clear(last)
		plainTranspose(last, src[whole*size:whole*size+rest*blockSize])
	}
}
