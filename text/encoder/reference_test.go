package encoder

import (
	"fmt"
	"math"
	"testing"
)

// reference is the encoder as one would write it on paper, in floating point.
type reference struct {
	t *testing.T
	*Tensors
}

func (r reference) floats(name string) []float32 {
	shape, err := r.Shape(name)
	if err != nil {
		r.t.Fatal(err)
	}
	x, err := r.Float32(name, shape...)
	if err != nil {
		r.t.Fatal(err)
	}
	return x
}

func (r reference) linear(name string, x [][]float64) [][]float64 {
	l, err := r.Linear(name)
	if err != nil {
		r.t.Fatal(err)
	}
	m := l.matrix
	y := make([][]float64, len(x))
	for i := range x {
		y[i] = make([]float64, m.N)
		for n := range m.N {
			total := 0.0
			for k, v := range x[i] {
				weight := m.Weights[n/16*m.K*16+k/4*64+n%16*4+k%4]
				total += v * float64(weight)
			}
			y[i][n] = total*float64(m.Scale[n]) + float64(m.Bias[n])
		}
	}
	return y
}

func (r reference) norm(name string, x, added [][]float64) [][]float64 {
	gain, bias := r.floats(name+".gain"), r.floats(name+".bias")
	y := make([][]float64, len(x))
	for i := range x {
		n := float64(len(gain))
		mean, variance := 0.0, 0.0
		y[i] = make([]float64, len(gain))
		for j := range gain {
			y[i][j] = x[i][j] + added[i][j]
			mean += y[i][j] / n
		}
		for _, v := range y[i] {
			variance += (v - mean) * (v - mean) / n
		}
		for j, v := range y[i] {
			y[i][j] = (v-mean)/math.Sqrt(variance+1e-12)*float64(gain[j]) + float64(bias[j])
		}
	}
	return y
}

func (r reference) attention(qkv [][]float64, width int) [][]float64 {
	y := make([][]float64, len(qkv))
	for i := range qkv {
		y[i] = make([]float64, width)
		for head := 0; head < width; head += 32 {
			weights := make([]float64, len(qkv))
			total := 0.0
			for j := range qkv {
				for d := range 32 {
					weights[j] += qkv[i][head+d] * qkv[j][width+head+d]
				}
				weights[j] = math.Exp(weights[j] / math.Sqrt(32))
				total += weights[j]
			}
			for j := range qkv {
				for d := range 32 {
					y[i][head+d] += weights[j] / total * qkv[j][2*width+head+d]
				}
			}
		}
	}
	return y
}

func (r reference) block(name string, x [][]float64) [][]float64 {
	width := len(x[0])
	x = r.norm(name+".norm1", r.linear(name+".out", r.attention(r.linear(name+".qkv", x), width)), x)
	inner := r.linear(name+".up", x)
	for _, row := range inner {
		for j, v := range row {
			row[j] = v / 2 * math.Erfc(-v/math.Sqrt2)
		}
	}
	return r.norm(name+".norm2", r.linear(name+".down", inner), x)
}

func (r reference) encode(s sizes, pieces []int32, shapes []uint8, lengths []int) []float32 {
	word, err := r.Int8("embed.word", s.vocab, s.width)
	if err != nil {
		r.t.Fatal(err)
	}
	scale, position, shape := r.floats("embed.word.scale"), r.floats("embed.position"), r.floats("embed.shape")
	var rows []float32
	for _, length := range lengths {
		x, added := make([][]float64, length), make([][]float64, length)
		for i := range length {
			x[i], added[i] = make([]float64, s.width), make([]float64, s.width)
			for j := range s.width {
				x[i][j] = float64(word[int(pieces[i])*s.width+j]) * float64(scale[pieces[i]])
				added[i][j] = float64(position[i*s.width+j]) + float64(shape[int(shapes[i])*s.width+j])
			}
		}
		x = r.norm("embed.norm", x, added)
		for i := range s.layers {
			x = r.block(fmt.Sprintf("layer.%d", i), x)
		}
		for _, row := range x {
			for _, v := range row {
				rows = append(rows, float32(v))
			}
		}
		pieces, shapes = pieces[length:], shapes[length:]
	}
	return rows
}

// difference is the size of a−b relative to that of b.
func difference(a, b []float32) float64 {
	var off, size float64
	for i := range b {
		off += math.Pow(float64(a[i])-float64(b[i]), 2)
		size += math.Pow(float64(b[i]), 2)
	}
	return math.Sqrt(off / size)
}
