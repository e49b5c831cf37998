package kernel

import (
	"fmt"
	"testing"
)

// BenchmarkProduct has the shapes of a small encoder's layers, 128 rows each.
func BenchmarkProduct(b *testing.B) {
	const rows = 128
	for _, s := range All() {
		for _, shape := range [][2]int{{1152, 384}, {384, 384}, {1536, 384}, {384, 1536}} {
			n, k := shape[0], shape[1]
			b.Run(fmt.Sprintf("%s/%dx%d", s.Name, n, k), func(b *testing.B) {
				random := source(1)
				m := shuffledMatrix(random, n, k)
				var q Quantised
				s.Quantise(&q, normal(random, rows*k, 1), rows, k, k)
				y := make([]float32, rows*n)
				for b.Loop() {
					s.Product(y, n, 32, &q, m)
				}
				b.ReportMetric(2*rows*float64(n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GOP/s")
			})
		}
	}
}

// BenchmarkElements is everything but the int8 product, on 128 rows.
func BenchmarkElements(b *testing.B) {
	const rows, width, inner = 128, 384, 1536
	random := source(1)
	x, r, gain := normal(random, rows*inner, 1), normal(random, rows*width, 1), normal(random, width, 1)
	blocks := normal(random, rows*rows, 1)
	y, z := make([]float32, rows*rows), make([]float32, rows*inner)
	var q Quantised
	for _, s := range All() {
		for name, routine := range map[string]func(){
			"quantise":  func() { s.Quantise(&q, x, rows, inner, inner) },
			"gelu":      func() { copy(z, x); s.GELU(z) },
			"norm":      func() { s.AddNorm(z[:rows*width], r, gain, gain) },
			"softmax":   func() { s.Softmax(y, rows, rows, rows, 0.2) },
			"transpose": func() { s.Transpose(y[:rows*32], r, rows) },
			"scores":    func() { s.Gemm(y, rows, r, 32, rows, 32, blocks, rows/32) },
			"values":    func() { s.Gemm(r[:rows*32], 32, blocks, rows, rows, rows, x, 1) },
		} {
			b.Run(s.Name+"/"+name, func(b *testing.B) {
				for b.Loop() {
					routine()
				}
			})
		}
	}
}
