package kernel

import (
	"fmt"
	"unsafe"
)

// productTile is what a kernel needs to compute one tile of an int8 product.
// It is passed by reference because the assembly would otherwise have more
// arguments than it has registers to keep them in.
type productTile struct {
	q        *uint8 // the first row's values
	qStride  int    // bytes from one row to the next, which is also the depth
	rows     int    // how many rows of the tile are real: at least 1
	w        *int8  // the first panel
	panel    int    // bytes from one panel to the next
	sum      *int32 // of the first channel, as are scale and bias
	scale    *float32
	bias     *float32
	rowScale *float32 // of the first row, as is rowZero
	rowZero  *int32
	c        *float32 // where the result of the first row and channel goes
	cStride  int      // bytes from one row to the next
	cPair    int      // bytes from one pair of panels to the next
}

// Product computes y = x·Wᵀ + bias for the rows in q. The result of row i and
// channel j goes to y[i*rowStride + j/32*pairStride + j%32]. For rows that
// lie as one would expect, pairStride is 32 and rowStride at least
// Padded(m.N); with rowStride 32 and pairStride 32 times the number of rows,
// each 32 channels are a matrix of their own, as attention likes its heads.
// The padding channels are written as well.
//
// A row's result depends on that row alone, bit by bit. The integer sums are
// exact as long as the depth is below 66,000, on every Set.
func (s *Set) Product(y []float32, rowStride, pairStride int, q *Quantised, m *Matrix) {
	if err := m.Check(); err != nil {
		panic("kernel: " + err.Error())
	}
	if q.k != m.K {
		panic(fmt.Sprintf("kernel: rows of %d values do not fit weights of depth %d", q.k, m.K))
	}
	if q.rows == 0 {
		return
	}
	pairs := len(m.Scale) / pairWidth
	if last := (q.rows-1)*rowStride + (pairs-1)*pairStride + pairWidth; rowStride < pairWidth || pairStride < pairWidth || last > len(y) {
		panic(fmt.Sprintf("kernel: %d values cannot hold a product of %d rows, %d apart, and %d pairs, %d apart",
			len(y), q.rows, rowStride, pairs, pairStride))
	}
	s.product(productTile{
		q: &q.values[0], qStride: q.k,
		w: &m.Weights[0], panel: m.K * panelWidth,
		sum: &m.Sum[0], scale: &m.Scale[0], bias: &m.Bias[0],
		rowScale: &q.scale[0], rowZero: &q.zero[0],
		c: &y[0], cStride: rowStride * 4, cPair: pairStride * 4,
	}, q.rows, len(m.Scale)/panelWidth)
}

// column is the tile for the panel p, still at the first row.
func (t productTile) column(p int) productTile {
	n := p * panelWidth
	t.w = at(t.w, p*t.panel)
	t.sum = at(t.sum, n*4)
	t.scale = at(t.scale, n*4)
	t.bias = at(t.bias, n*4)
	t.c = at(t.c, p/2*t.cPair+p%2*panelWidth*4)
	return t
}

// setRow turns t, a copy of the tile of first, into the tile at row i with the
// given number of real rows. Only what changes is written, since copying whole
// tiles took a twentieth of the time.
func (t *productTile) setRow(first *productTile, i, rows int) {
	t.q = at(first.q, i*t.qStride)
	t.rowScale = at(first.rowScale, i*4)
	t.rowZero = at(first.rowZero, i*4)
	t.c = at(first.c, i*t.cStride)
	t.rows = rows
}

func at[T any](p *T, bytes int) *T {
	return (*T)(unsafe.Add(unsafe.Pointer(p), bytes))
}
