package encoder

import (
	"fmt"
	"math"

	"tocsin/text/kernel"
)

// headSize is the number of values of an attention head, in every block.
const headSize = 32

// queryRows is how many queries attend at a time, so that their scores stay
// in the nearest cache. It is a multiple of the rows of each kernel's tile.
const queryRows = 48

// Block is one layer of a transformer encoder, normalised as in BERT: x
// becomes LN(x + attention(x)), and that LN(x + down(GELU(up(x)))).
type Block struct {
	width, inner       int
	qkv, out, up, down *Linear
	norm1, norm2       norm
}

// Block returns the layer of the tensors name.qkv (its outputs are first the
// queries, then the keys, then the values, each of the width), name.out,
// name.norm1, name.up, name.down and name.norm2. Its width, a multiple of 64,
// and the size of its feed-forward layer are those of the tensors.
func (t *Tensors) Block(name string) (*Block, error) {
	b := new(Block)
	var err error
	if b.out, err = t.Linear(name + ".out"); err != nil {
		return nil, err
	}
	b.width = b.out.Inputs()
	if b.out.Outputs() != b.width {
		return nil, fmt.Errorf("layer %q has %d outputs of %d inputs, but both are the width of its block", name+".out", b.out.Outputs(), b.width)
	}
	if b.qkv, err = t.linear(name+".qkv", 3*b.width, b.width); err != nil {
		return nil, err
	}
	if b.up, err = t.linear(name+".up", Any, b.width); err != nil {
		return nil, err
	}
	b.inner = b.up.Outputs()
	if b.down, err = t.linear(name+".down", b.width, b.inner); err != nil {
		return nil, err
	}
	if b.norm1, err = t.norm(name+".norm1", b.width); err != nil {
		return nil, err
	}
	b.norm2, err = t.norm(name+".norm2", b.width)
	return b, err
}

// Width is the number of values of a row.
func (b *Block) Width() int { return b.width }

// Apply runs the layer over x, rows of Width values, in place. The rows
// belong to independent segments, one behind the other, whose lengths must
// add up to the number of rows; a row attends to its own segment only. A
// segment's result does not depend on the others.
func (b *Block) Apply(set *kernel.Set, scratch *Scratch, x []float32, lengths []int) {
	rows := len(x) / b.width
	if total := sum(lengths); total != rows || len(x) != rows*b.width {
		panic(fmt.Sprintf("encoder: segments of %d rows do not make %d values in rows of %d", total, len(x), b.width))
	}
	if rows == 0 {
		return
	}
	result := sized(&scratch.result, rows*b.width)
	b.out.Apply(set, scratch, result, b.attend(set, scratch, x, rows, lengths))
	set.AddNorm(x, result, b.norm1.gain, b.norm1.bias)

	inner := sized(&scratch.inner, rows*b.inner)
	b.up.Apply(set, scratch, inner, x)
	set.GELU(inner)
	b.down.Apply(set, scratch, result, inner)
	set.AddNorm(x, result, b.norm2.gain, b.norm2.bias)
}

// attend returns the values that each row of x attends to. The product of qkv
// is laid out so that the 32 values of each head's queries, keys and values
// are a matrix of their own.
func (b *Block) attend(set *kernel.Set, scratch *Scratch, x []float32, rows int, lengths []int) []float32 {
	parts := sized(&scratch.heads, rows*3*b.width)
	set.Quantise(&scratch.quantised, x, rows, b.width, b.width)
	set.Product(parts, headSize, rows*headSize, &scratch.quantised, &b.qkv.matrix)

	context := sized(&scratch.context, rows*b.width)
	heads := b.width / headSize
	for head := range heads {
		part := func(i int) []float32 { return parts[i*rows*headSize : (i+1)*rows*headSize] }
		queries, keys, values := part(head), part(heads+head), part(2*heads+head)
		start := 0
		for _, length := range lengths {
			from, to := start*headSize, (start+length)*headSize
			attendHead(set, scratch, context[start*b.width+head*headSize:], b.width, queries[from:to], keys[from:to], values[from:to])
			start += length
		}
	}
	return context
}

// attendHead sets context, whose rows are width apart, to what one head of one
// segment attends to.
func attendHead(set *kernel.Set, scratch *Scratch, context []float32, width int, queries, keys, values []float32) {
	length := len(queries) / headSize
	if length == 0 {
		return
	}
	blocks := kernel.Blocks(length)
	stride := blocks * headSize
	turned := sized(&scratch.keys, stride*headSize)
	scores := sized(&scratch.scores, min(length, queryRows)*stride)
	set.Transpose(turned, keys, length)
	for i := 0; i < length; i += queryRows {
		some := min(queryRows, length-i)
		set.Gemm(scores, stride, queries[i*headSize:], headSize, some, headSize, turned, blocks)
		set.Softmax(scores, some, stride, length, 1/float32(math.Sqrt(headSize)))
		set.Gemm(context[i*width:], width, scores, stride, some, length, values, 1)
	}
}

func sum(lengths []int) int {
	total := 0
	for _, n := range lengths {
		total += n
	}
	return total
}
