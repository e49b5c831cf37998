package kernel

import (
	"fmt"
	"math"
)

// wholeStep divides the lengths that the vector routines take.
const wholeStep = 16

// SoftmaxStride is the room that Softmax needs for n values: n rounded up to
// a multiple of 16.
func SoftmaxStride(n int) int { return (n + wholeStep - 1) / wholeStep * wholeStep }

// Softmax replaces the first n values of each of rows rows, stride apart, by
// the softmax of scale times them; scale is positive. The values from n to
// SoftmaxStride(n) of each row become zeros, so stride must leave room for
// them. Errors are below 1e-6.
func (s *Set) Softmax(x []float32, rows, stride, n int, scale float32) {
	whole := SoftmaxStride(n)
	if rows == 0 {
		return
	}
	if n <= 0 || stride < whole || len(x) < (rows-1)*stride+whole {
		panic(fmt.Sprintf("kernel: %d values cannot hold %d rows of %d, %d apart, for a softmax", len(x), rows, n, stride))
	}
	for i := range rows {
		row := x[i*stride : i*stride+whole]
		for j := n; j < whole; j++ {
			row[j] = -math.MaxFloat32
		}
		s.softmax(row, scale)
		clear(row[n:])
	}
}

// GELU replaces each value v by v·Φ(v), Φ being the normal distribution
// function, as BERT does. Errors are below 5e-5. The number of values is a
// multiple of 16.
func (s *Set) GELU(x []float32) {
	if len(x)%wholeStep != 0 {
		panic(fmt.Sprintf("kernel: GELU takes %d values at a time, not %d in all", wholeStep, len(x)))
	}
	if len(x) > 0 {
		s.gelu(x)
	}
}

// ReLU replaces negative values by zero.
func (s *Set) ReLU(x []float32) {
	whole := len(x) / wholeStep * wholeStep
	if whole > 0 {
		s.relu(x[:whole])
	}
	plainReLU(x[whole:])
}

// Add adds src to dst, which has the same length.
func (s *Set) Add(dst, src []float32) {
	src = src[:len(dst)]
	whole := len(dst) / wholeStep * wholeStep
	if whole > 0 {
		s.add(dst[:whole], src[:whole])
	}
	plainAdd(dst[whole:], src[whole:])
}

// Dot is the inner product of two vectors of the same length.
func (s *Set) Dot(a, b []float32) float32 {
	b = b[:len(a)]
	whole := len(a) / wholeStep * wholeStep
	var sum float32
	if whole > 0 {
		sum = s.dot(a[:whole], b[:whole])
	}
	return sum + plainDot(a[whole:], b[whole:])
}

// AddNorm replaces each row of x by gain·LayerNorm(x+r)+bias. Both x and r
// are rows of len(gain) values, one behind the other; len(gain) is a multiple
// of 16, and the variance has 1e-12 added as in BERT.
func (s *Set) AddNorm(x, r, gain, bias []float32) {
	n := len(gain)
	if n == 0 || n%wholeStep != 0 || len(bias) != n || len(x)%n != 0 || len(r) != len(x) {
		panic(fmt.Sprintf("kernel: cannot normalise %d and %d values in rows of %d with %d biases", len(x), len(r), n, len(bias)))
	}
	for i := 0; i < len(x); i += n {
		s.addNorm(x[i:i+n], r[i:i+n], gain, bias)
	}
}

// Widen sets dst to scale times src, which has the same length, a multiple of
// 16: one row of a quantised table.
func (s *Set) Widen(dst []float32, src []int8, scale float32) {
	if len(dst) != len(src) || len(dst)%wholeStep != 0 {
		panic(fmt.Sprintf("kernel: cannot widen %d values into %d", len(src), len(dst)))
	}
	if len(dst) > 0 {
		s.widen(dst, src, scale)
	}
}
