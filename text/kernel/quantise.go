package kernel

import (
	"fmt"
	"slices"
)

// Quantised holds rows of activations as integers, ready to be multiplied by
// the Set that made them (the form of the values differs between Sets). The
// zero value is ready for use, and using one again saves the allocation.
type Quantised struct {
	rows, k int
	values  []uint8
	scale   []float32 // what one step is worth, a row
	zero    []int32   // the stored value that stands for 0, a row
}

// smallest is the range of a row below which it counts as all zeros, so that
// the inverse of its step stays finite.
const smallest = 1e-30

// Quantise turns rows of k values, stride apart in x, into integers of 8 bits
// (7 bits on avx2). Each row has its own step and zero point, chosen so that
// 0 is exact and the row's lowest and highest value are the ends of the
// range. An error of half a step a value is what this costs. k must be a
// multiple of 64. Values that are not finite give a meaningless row.
func (s *Set) Quantise(q *Quantised, x []float32, rows, k, stride int) {
	if k <= 0 || k%depthStep != 0 || stride < k || rows > 0 && len(x) < (rows-1)*stride+k {
		panic(fmt.Sprintf("kernel: cannot quantise %d rows of %d, %d apart, in %d values", rows, k, stride, len(x)))
	}
	q.rows, q.k = rows, k
	q.values = grow(q.values, rows*k)
	q.scale = grow(q.scale, rows)
	q.zero = grow(q.zero, rows)
	for i := range rows {
		row := x[i*stride : i*stride+k]
		low, high := s.minMax(row)
		width := max(high, 0) - min(low, 0)
		if width < smallest {
			width = smallest
		}
		inverse := float32(s.top) / width
		zero := roundToInt(-min(low, 0) * inverse)
		s.quantise(q.values[i*k:(i+1)*k], row, inverse, zero, s.offset, s.top)
		q.scale[i] = width / float32(s.top)
		q.zero[i] = zero - s.offset
	}
}

func grow[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

// roundMagic pushes the fraction of a float32 out of its mantissa; adding and
// subtracting it rounds to the nearest integer, ties to even, as the vector
// units do.
const roundMagic = 3 << 22

// roundToInt rounds |v| < 1<<22. The conversion keeps a compiler from fusing
// the sum with a product that made v.
func roundToInt(v float32) int32 {
	v = float32(v)
	return int32((v + roundMagic) - roundMagic)
}
