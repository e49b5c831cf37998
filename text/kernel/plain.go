package kernel

import (
	"math"
	"unsafe"
)

// plainSet is Go without assembly: what every other Set is tested against.
func plainSet() *Set {
	return &Set{
		Name: "plain", Slow: true, top: 255,
		minMax:    plainMinMax,
		quantise:  plainQuantise,
		product:   plainProduct,
		gemm:      plainGemm,
		transpose: plainTranspose,
		softmax:   plainSoftmax,
		gelu:      plainGELU,
		addNorm:   plainAddNorm,
		relu:      plainReLU,
		add:       plainAdd,
		dot:       plainDot,
		widen:     plainWiden,
	}
}

func plainMinMax(x []float32) (low, high float32) {
	low, high = x[0], x[0]
	for _, v := range x[1:] {
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
	}
	return low, high
}

func plainQuantise(q []uint8, x []float32, inverse float32, zero, offset, top int32) {
	q = q[:len(x)]
	for i, v := range x {
		// |v*inverse| is at most top, as the row's range made inverse.
		q[i] = uint8(min(max(roundToInt(float32(v*inverse))+zero, 0), top) - offset)
	}
}

// plainProduct takes four channels at a time: their sums stay in registers,
// and a row's values are read once for the four.
func plainProduct(t productTile, rows, panels int) {
	k := t.qStride
	for p := range panels {
		first := t.column(p)
		tile := first
		weights := unsafe.Slice(first.w, k*panelWidth)
		sums := unsafe.Slice(first.sum, panelWidth)
		scales, biases := unsafe.Slice(first.scale, panelWidth), unsafe.Slice(first.bias, panelWidth)
		for i := range rows {
			tile.setRow(&first, i, 1)
			q := unsafe.Slice(tile.q, k)
			y := unsafe.Slice(tile.c, panelWidth)
			for j := 0; j < panelWidth; j += 4 {
				for n, acc := range plainFour(q, weights[j*4:]) {
					exact := acc - *tile.rowZero*sums[j+n]
					y[j+n] = float32(exact)**tile.rowScale*scales[j+n] + biases[j+n]
				}
			}
		}
	}
}

// plainFour sums the products of a row and four neighbouring channels of a
// panel, of which w begins with the first.
func plainFour(q []uint8, w []int8) (sums [4]int32) {
	var s0, s1, s2, s3 int32
	for len(q) >= 4 && len(w) >= 16 {
		a0, a1, a2, a3 := int32(q[0]), int32(q[1]), int32(q[2]), int32(q[3])
		b := (*[16]int8)(w)
		s0 += a0*int32(b[0]) + a1*int32(b[1]) + a2*int32(b[2]) + a3*int32(b[3])
		s1 += a0*int32(b[4]) + a1*int32(b[5]) + a2*int32(b[6]) + a3*int32(b[7])
		s2 += a0*int32(b[8]) + a1*int32(b[9]) + a2*int32(b[10]) + a3*int32(b[11])
		s3 += a0*int32(b[12]) + a1*int32(b[13]) + a2*int32(b[14]) + a3*int32(b[15])
		q = q[4:]
		if len(w) < panelWidth*4 {
			break
		}
		w = w[panelWidth*4:]
	}
	return [4]int32{s0, s1, s2, s3}
}

func plainGemm(t gemmTile, rows, blocks int) {
	tile := t
	for block := range blocks {
		for i := range rows {
			tile.setPart(&t, i, 1, 2*block)
			c := (*[blockSize]float32)(unsafe.Pointer(tile.c))
			b := unsafe.Slice(tile.b, t.k*blockSize)
			clear(c[:])
			for d, v := range unsafe.Slice(tile.a, t.k) {
				row := (*[blockSize]float32)(b[d*blockSize:])
				for j := range c {
					c[j] += v * row[j]
				}
			}
		}
	}
}

// plainTranspose takes fewer rows than a block has, too.
func plainTranspose(dst, src []float32) {
	dst = dst[:blockSize*blockSize]
	for i := range len(src) / blockSize {
		row := (*[blockSize]float32)(src[i*blockSize:])
		for j, v := range row {
			dst[j*blockSize+i] = v
		}
	}
}

func plainSoftmax(x []float32, scale float32) {
	_, high := plainMinMax(x)
	var sum float32
	for i, v := range x {
		e := plainExp((v - high) * scale)
		x[i] = e
		sum += e
	}
	inverse := 1 / sum
	for i := range x {
		x[i] *= inverse
	}
}

// plainExp is e to the x for x of -80 to 88, and outside what it is there: the
// lower end keeps a softmax clear of denormal numbers, which are slow. The
// part of x that is no multiple of ln 2 goes through a polynomial, the rest
// into the exponent.
func plainExp(x float32) float32 {
	x = min(max(x, expLow), expHigh)
	n := roundToInt(float32(x * expLog2e))
	r := x - float32(n)*expLn2High - float32(n)*expLn2Low
	p := float32(expC5)
	p = p*r + expC4
	p = p*r + expC3
	p = p*r + expC2
	p = p*r + expC1
	p = p*r + expC0
	p = p*r + 1
	p = p*r + 1
	return p * math.Float32frombits(uint32(n+127)<<23)
}

func plainGELU(x []float32) {
	for i, v := range x {
		s := min(v*v, geluClip)
		x[i] = v / (1 + plainExp(-v*(geluA+s*(geluB+s*geluC))))
	}
}

func plainAddNorm(x, r, gain, bias []float32) {
	r, gain, bias = r[:len(x)], gain[:len(x)], bias[:len(x)]
	var sum float32
	for i := range x {
		x[i] += r[i]
		sum += x[i]
	}
	mean := sum / float32(len(x))
	var squares float32
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	inverse := 1 / float32(math.Sqrt(float64(squares/float32(len(x))+normEpsilon)))
	for i := range x {
		x[i] = (x[i]-mean)*inverse*gain[i] + bias[i]
	}
}

func plainReLU(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

func plainAdd(dst, src []float32) {
	for i, v := range src[:len(dst)] {
		dst[i] += v
	}
}

func plainDot(a, b []float32) float32 {
	var sum float32
	for i, v := range b[:len(a)] {
		sum += a[i] * v
	}
	return sum
}

func plainWiden(dst []float32, src []int8, scale float32) {
	for i, v := range src[:len(dst)] {
		dst[i] = float32(v) * scale
	}
}
