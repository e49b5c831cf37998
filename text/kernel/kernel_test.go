package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// fast are the Sets of this machine that have something to prove.
func fast(t testing.TB) []*Set {
	sets := All()
	if len(sets) == 1 {
		t.Skip("this machine has only the plain Set")
	}
	return sets[:len(sets)-1]
}

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

func normal(random *rand.Rand, n int, deviation float64) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(random.NormFloat64() * deviation)
	}
	return x
}

// shuffledMatrix has every weight of an int8, the lowest included.
func shuffledMatrix(random *rand.Rand, n, k int) *Matrix {
	weights := make([]int8, n*k)
	for i := range weights {
		weights[i] = int8(random.IntN(256) - 128)
	}
	m := &Matrix{N: n, K: k, Scale: make([]float32, Padded(n)), Bias: make([]float32, Padded(n))}
	m.Weights, m.Sum = Pack(n, k, weights)
	for i := range n {
		m.Scale[i] = random.Float32() * 0.01
		m.Bias[i] = random.Float32() - 0.5
	}
	return m
}

// nearly compares within a part of the values' size and a floor.
func nearly(t *testing.T, what string, got, want []float32, part, floor float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, not %d", what, len(got), len(want))
	}
	for i := range got {
		g, w := float64(got[i]), float64(want[i])
		if !(math.Abs(g-w) <= part*math.Abs(w)+floor) {
			t.Fatalf("%s: value %d is %v, not %v", what, i, g, w)
		}
	}
}

// guard is a buffer whose end a routine must not write past.
func guard(n int) []float32 {
	x := make([]float32, n+64)
	for i := range x {
		x[i] = 12345
	}
	return x
}

func intact(t *testing.T, what string, x []float32, n int) {
	t.Helper()
	for i, v := range x[n:] {
		if v != 12345 {
			t.Fatalf("%s wrote %d values past its end", what, i+1)
		}
	}
}

func TestQuantiseAgrees(t *testing.T) {
	for seed := range uint64(60) {
		checkQuantise(t, seed)
	}
}

func FuzzQuantise(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkQuantise(t, seed) })
}

// checkQuantise holds each Set's integers against the plain Set's, which are
// the same but for the width and the offset.
func checkQuantise(t *testing.T, seed uint64) {
	random := source(seed)
	rows, k := 1+random.IntN(9), 64*(1+random.IntN(8))
	stride := k + random.IntN(3)
	x := normal(random, rows*stride, math.Exp(random.NormFloat64()*4))
	switch random.IntN(4) {
	case 0:
		clear(x)
	case 1:
		for i := range x {
			x[i] = max(x[i], -0.1) // as GELU leaves them
		}
	}
	for _, s := range fast(t) {
		plain := plainSet()
		plain.top = s.top
		var got, want Quantised
		s.Quantise(&got, x, rows, k, stride)
		plain.Quantise(&want, x, rows, k, stride)
		for i := range rows {
			if got.scale[i] != want.scale[i] || got.zero[i] != want.zero[i]-s.offset {
				t.Fatalf("%s: row %d has step %g and zero %d, not %g and %d", s.Name, i, got.scale[i], got.zero[i], want.scale[i], want.zero[i]-s.offset)
			}
		}
		for i, v := range got.values {
			if v != want.values[i]-uint8(s.offset) {
				t.Fatalf("%s: value %d is %d, not %d", s.Name, i, v, want.values[i]-uint8(s.offset))
			}
		}
		for i := range rows {
			for j := range k {
				read := float32(want.values[i*k+j]) - float32(want.zero[i])
				if d := math.Abs(float64(read*want.scale[i] - x[i*stride+j])); d > 1.01*float64(want.scale[i]) {
					t.Fatalf("value %g is kept as %g with a step of %g", x[i*stride+j], read*want.scale[i], want.scale[i])
				}
			}
		}
	}
}

func TestProductAgrees(t *testing.T) {
	for seed := range uint64(60) {
		checkProduct(t, seed)
	}
}

func FuzzProduct(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkProduct(t, seed) })
}

// checkProduct gives every Set the same integers. With steps of one and no
// bias the integer sums come out, which have to be identical.
func checkProduct(t *testing.T, seed uint64) {
	random := source(seed)
	rows, n, k := 1+random.IntN(30), 1+random.IntN(100), 64*(1+random.IntN(6))
	m := shuffledMatrix(random, n, k)
	exact := *m
	exact.Scale, exact.Bias = make([]float32, Padded(n)), make([]float32, Padded(n))
	for i := range exact.Scale {
		exact.Scale[i] = 1
	}
	for _, s := range fast(t) {
		plain := Quantised{rows: rows, k: k, values: make([]uint8, rows*k), scale: make([]float32, rows), zero: make([]int32, rows)}
		own := Quantised{rows: rows, k: k, values: make([]uint8, rows*k), scale: plain.scale, zero: make([]int32, rows)}
		extreme := random.IntN(3) == 0
		for i := range plain.values {
			v := random.IntN(int(s.top) + 1)
			if extreme {
				v = int(s.top)
			}
			plain.values[i], own.values[i] = uint8(v), uint8(v-int(s.offset))
		}
		for i := range rows {
			plain.scale[i] = 1
			plain.zero[i] = int32(random.IntN(int(s.top) + 1))
			own.zero[i] = plain.zero[i] - s.offset
		}
		width := Padded(n)
		got, want := guard(rows*width), guard(rows*width)
		s.Product(got, width, 32, &own, &exact)
		plainSet().Product(want, width, 32, &plain, &exact)
		nearly(t, s.Name+": exact product", got, want, 0, 0)
		intact(t, s.Name, got, rows*width)

		for i := range rows {
			plain.scale[i] = random.Float32()
		}
		s.Product(got, width, 32, &own, m)
		plainSet().Product(want, width, 32, &plain, m)
		nearly(t, s.Name+": product", got, want, 1e-5, 1e-5)

		// The other layout holds the same values.
		blocked := guard(rows * width)
		s.Product(blocked, 32, rows*32, &own, m)
		intact(t, s.Name, blocked, rows*width)
		for i := range rows {
			for j := range width {
				if blocked[j/32*rows*32+i*32+j%32] != got[i*width+j] {
					t.Fatalf("%s: row %d, channel %d differs between layouts", s.Name, i, j)
				}
			}
		}
	}
}

// TestProductApproximates is the whole way from floats to floats.
func TestProductApproximates(t *testing.T) {
	random := source(3)
	const rows, n, k = 21, 96, 384
	m := shuffledMatrix(random, n, k)
	x := normal(random, rows*k, 1)
	for _, s := range All() {
		var q Quantised
		s.Quantise(&q, x, rows, k, k)
		y := make([]float32, rows*n)
		s.Product(y, n, 32, &q, m)
		var difference, size float64
		for i := range rows {
			for j := range n {
				want := float64(m.Bias[j])
				for d := range k {
					want += float64(x[i*k+d]) * float64(m.Weights[packedIndex(j, d, k)]) * float64(m.Scale[j])
				}
				difference += math.Pow(float64(y[i*n+j])-want, 2)
				size += want * want
			}
		}
		if relative := math.Sqrt(difference / size); relative > 0.02 {
			t.Errorf("%s: relative error %.4f", s.Name, relative)
		} else {
			t.Logf("%s: relative error %.4f", s.Name, relative)
		}
	}
}

func TestGemmAgrees(t *testing.T) {
	for seed := range uint64(60) {
		checkGemm(t, seed)
	}
}

func FuzzGemm(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkGemm(t, seed) })
}

func checkGemm(t *testing.T, seed uint64) {
	random := source(seed)
	rows, k, blocks := 1+random.IntN(40), 1+random.IntN(70), 1+random.IntN(4)
	aStride, cStride := k+random.IntN(5), blocks*32+random.IntN(5)
	a, b := normal(random, rows*aStride, 1), normal(random, blocks*k*32, 1)
	want := guard(rows * cStride)
	plainSet().Gemm(want, cStride, a, aStride, rows, k, b, blocks)
	for _, s := range fast(t) {
		got := guard(rows * cStride)
		s.Gemm(got, cStride, a, aStride, rows, k, b, blocks)
		nearly(t, s.Name+": gemm", got, want, 1e-5, 1e-4)
		intact(t, s.Name, got, rows*cStride)
	}
}

func TestTransposeAgrees(t *testing.T) {
	for rows := 1; rows < 100; rows++ {
		checkTranspose(t, rows)
	}
}

func checkTranspose(t *testing.T, rows int) {
	src := normal(source(uint64(rows)), rows*32, 1)
	for _, s := range All() {
		dst := guard(Blocks(rows) * 1024)
		s.Transpose(dst, src, rows)
		intact(t, s.Name, dst, Blocks(rows)*1024)
		for i := range Blocks(rows) * 32 {
			for j := range 32 {
				var want float32
				if i < rows {
					want = src[i*32+j]
				}
				if got := dst[i/32*1024+j*32+i%32]; got != want {
					t.Fatalf("%s: row %d, value %d of %d rows is %g, not %g", s.Name, i, j, rows, got, want)
				}
			}
		}
	}
}

func TestElementsAgree(t *testing.T) {
	for seed := range uint64(100) {
		checkElements(t, seed)
	}
}

func FuzzElements(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkElements(t, seed) })
}

// checkElements compares what works value by value or row by row.
func checkElements(t *testing.T, seed uint64) {
	random := source(seed)
	n := 1 + random.IntN(200)
	x, y := normal(random, n, math.Exp(random.NormFloat64()*2)), normal(random, n, 2)
	plain := plainSet()
	for _, s := range fast(t) {
		both := func(what string, part, floor float64, x []float32, routine func(s *Set, x []float32)) {
			got, want := guard(len(x)), guard(len(x))
			copy(got, x)
			copy(want, x)
			routine(s, got[:len(x)])
			routine(plain, want[:len(x)])
			nearly(t, s.Name+": "+what, got, want, part, floor)
			intact(t, s.Name+": "+what, got, len(x))
		}
		both("gelu", 1e-5, 1e-6, x[:n/16*16], func(s *Set, x []float32) { s.GELU(x) })
		both("relu", 0, 0, x, func(s *Set, x []float32) { s.ReLU(x) })
		both("add", 0, 0, x, func(s *Set, x []float32) { s.Add(x, y) })

		var size float64
		for i := range x {
			size += math.Abs(float64(x[i] * y[i]))
		}
		if got, want := s.Dot(x, y), plain.Dot(x, y); math.Abs(float64(got-want)) > 1e-5*size {
			t.Fatalf("%s: dot is %g, not %g", s.Name, got, want)
		}

		rows, stride, scale := 1+random.IntN(5), SoftmaxStride(n)+random.IntN(9), random.Float32()+0.01
		scores := normal(random, rows*stride, 5)
		both("softmax", 1e-5, 1e-6, scores, func(s *Set, x []float32) { s.Softmax(x, rows, stride, n, scale) })

		width := 64 * (1 + random.IntN(6))
		a, b := normal(random, rows*width, 2), normal(random, rows*width, 2)
		gain, bias := normal(random, width, 1), normal(random, width, 1)
		both("norm", 1e-4, 1e-4, a, func(s *Set, x []float32) { s.AddNorm(x, b, gain, bias) })

		small := make([]int8, width)
		for i := range small {
			small[i] = int8(random.IntN(256) - 128)
		}
		both("widen", 0, 0, a[:width], func(s *Set, x []float32) { s.Widen(x, small, scale) })
	}
}

func TestSoftmax(t *testing.T) {
	for _, s := range All() {
		x := []float32{1, 3, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}
		s.Softmax(x, 1, 16, 3, 0.5)
		total := math.Exp(0.5) + math.Exp(1.5) + math.Exp(1)
		want := make([]float32, 16)
		for i, v := range []float64{0.5, 1.5, 1} {
			want[i] = float32(math.Exp(v) / total)
		}
		nearly(t, s.Name, x, want, 1e-6, 0)
	}
}

func TestGELU(t *testing.T) {
	for _, s := range All() {
		var worst float64
		x := make([]float32, 24000)
		for i := range x {
			x[i] = float32(i-12000) / 1000
		}
		x[0], x[23999] = -1e20, 1e20
		y := append([]float32(nil), x...)
		s.GELU(y)
		for i, v := range x {
			want := float64(v) * 0.5 * math.Erfc(-float64(v)/math.Sqrt2)
			worst = max(worst, math.Abs(float64(y[i])-want)/max(1, math.Abs(want)))
		}
		if !(worst < 5e-5) {
			t.Errorf("%s: GELU is off by %g", s.Name, worst)
		}
	}
}

func TestExp(t *testing.T) {
	for x := -80.0; x < 88; x += 0.013 {
		want := math.Exp(float64(float32(x)))
		if got := float64(plainExp(float32(x))); math.Abs(got-want) > 3e-7*want {
			t.Fatalf("exp(%g) is %g, not %g", x, got, want)
		}
	}
}

// TestMisfits are callers' mistakes, which must not reach the assembly.
func TestMisfits(t *testing.T) {
	s := Best()
	random := source(1)
	m := shuffledMatrix(random, 64, 64)
	var q Quantised
	s.Quantise(&q, make([]float32, 4*64), 4, 64, 64)
	broken := *m
	broken.Sum = broken.Sum[:63]
	for name, mistake := range map[string]func(){
		"depth":        func() { s.Quantise(&Quantised{}, make([]float32, 60), 1, 60, 60) },
		"short rows":   func() { s.Quantise(&Quantised{}, make([]float32, 64), 2, 64, 64) },
		"short result": func() { s.Product(make([]float32, 4*64-1), 64, 32, &q, m) },
		"broken":       func() { s.Product(make([]float32, 4*64), 64, 32, &q, &broken) },
		"other depth":  func() { s.Product(make([]float32, 4*64), 64, 32, &q, shuffledMatrix(random, 64, 128)) },
		"gemm":         func() { s.Gemm(make([]float32, 63), 32, make([]float32, 64), 32, 2, 32, make([]float32, 1024), 1) },
		"gelu":         func() { s.GELU(make([]float32, 15)) },
		"softmax":      func() { s.Softmax(make([]float32, 20), 1, 20, 17, 1) },
		"norm":         func() { s.AddNorm(make([]float32, 16), make([]float32, 8), make([]float32, 16), make([]float32, 16)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			mistake()
		}()
	}
}
