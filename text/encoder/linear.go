package encoder

import (
	"fmt"

	"tocsin/text/kernel"
)

// Linear is a layer y = x·Wᵀ + bias with int8 weights.
type Linear struct{ matrix kernel.Matrix }

// Linear returns the layer of the tensors name.weight, packed [N,K], and
// name.scale, name.bias and name.sum, each with N padded to a multiple of 32.
// K must be a multiple of 64.
func (t *Tensors) Linear(name string) (*Linear, error) {
	weight, err := t.find(name+".weight", "packed", []int{Any, Any})
	if err != nil {
		return nil, err
	}
	n, k := weight.Shape[0], weight.Shape[1]
	l := &Linear{kernel.Matrix{N: n, K: k, Weights: t.int8s(weight)}}
	m := &l.matrix
	if m.Scale, err = t.Float32(name+".scale", kernel.Padded(n)); err != nil {
		return nil, err
	}
	if m.Bias, err = t.Float32(name+".bias", kernel.Padded(n)); err != nil {
		return nil, err
	}
	if m.Sum, err = t.Int32(name+".sum", kernel.Padded(n)); err != nil {
		return nil, err
	}
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("layer %q: %w", name, err)
	}
	return l, nil
}

// linear is a layer whose sizes are known.
func (t *Tensors) linear(name string, n, k int) (*Linear, error) {
	l, err := t.Linear(name)
	if err != nil {
		return nil, err
	}
	if n != Any && l.matrix.N != n || k != Any && l.matrix.K != k {
		return nil, fmt.Errorf("layer %q has %d outputs of %d inputs, not %d of %d", name, l.matrix.N, l.matrix.K, n, k)
	}
	return l, nil
}

// Outputs is how many values the layer gives for a row.
func (l *Linear) Outputs() int { return l.matrix.N }

// Inputs is how many values the layer takes for a row.
func (l *Linear) Inputs() int { return l.matrix.K }

// Stride is how far apart the rows of a result lie: Outputs rounded up to a
// multiple of 32.
func (l *Linear) Stride() int { return kernel.Padded(l.matrix.N) }

// Apply sets y, rows of Stride values, to the layer's result for x, as many
// rows of Inputs values. The two must not overlap.
func (l *Linear) Apply(set *kernel.Set, scratch *Scratch, y, x []float32) {
	rows := len(x) / l.matrix.K
	set.Quantise(&scratch.quantised, x, rows, l.matrix.K, l.matrix.K)
	set.Product(y, l.Stride(), 32, &scratch.quantised, &l.matrix)
}

// norm is the gain and the bias of a LayerNorm.
type norm struct{ gain, bias []float32 }

func (t *Tensors) norm(name string, width int) (n norm, err error) {
	if n.gain, err = t.Float32(name+".gain", width); err != nil {
		return n, err
	}
	n.bias, err = t.Float32(name+".bias", width)
	return n, err
}

// Scratch is the working memory of one goroutine. The zero value is ready;
// using one again saves its allocations.
type Scratch struct {
	quantised                            kernel.Quantised
	heads, keys, scores, context, result []float32
	inner                                []float32
}

// sized returns a buffer of n values of no particular content.
func sized(buffer *[]float32, n int) []float32 {
	if cap(*buffer) < n {
		*buffer = make([]float32, n)
	}
	return (*buffer)[:n]
}
