package encoder

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"tocsin/text/kernel"
)

// batchRows is how many pieces of short windows are taken together, so that
// the weights are read less often. Longer windows are taken alone.
const batchRows = 128

// Encoder is a whole encoder. Any number of goroutines may use one.
type Encoder struct {
	set     *kernel.Set
	width   int
	vocab   int
	longest int
	shapes  int

	word      []int8
	wordScale []float32
	position  []float32
	shape     []float32
	norm      norm
	blocks    []*Block
	scratches sync.Pool
}

// Encoder returns the encoder of the tensors embed.word (i8 [vocabulary,
// width]) with a scale a row in embed.word.scale, embed.position (f32 [longest
// window, width]), embed.shape (f32 [shapes, width]), embed.norm, and the
// blocks layer.0, layer.1 and so on. It computes with the given Set.
func (t *Tensors) Encoder(set *kernel.Set) (*Encoder, error) {
	shape, err := t.Shape("embed.word")
	if err != nil {
		return nil, err
	}
	if len(shape) != 2 {
		return nil, fmt.Errorf("tensor %q has the shape %v, not that of a table", "embed.word", shape)
	}
	e := &Encoder{set: set, vocab: shape[0], width: shape[1]}
	e.scratches.New = func() any { return new(task) }
	if e.word, err = t.Int8("embed.word", e.vocab, e.width); err != nil {
		return nil, err
	}
	if e.wordScale, err = t.Float32("embed.word.scale", e.vocab); err != nil {
		return nil, err
	}
	if e.position, err = t.Float32("embed.position", Any, e.width); err != nil {
		return nil, err
	}
	e.longest = len(e.position) / e.width
	if e.shape, err = t.Float32("embed.shape", Any, e.width); err != nil {
		return nil, err
	}
	e.shapes = len(e.shape) / e.width
	if e.norm, err = t.norm("embed.norm", e.width); err != nil {
		return nil, err
	}
	for i := 0; i == 0 || t.Has(fmt.Sprintf("layer.%d.out.weight", i)); i++ {
		block, err := t.Block(fmt.Sprintf("layer.%d", i))
		if err != nil {
			return nil, err
		}
		if block.width != e.width {
			return nil, fmt.Errorf("layer %d has the width %d, not %d", i, block.width, e.width)
		}
		e.blocks = append(e.blocks, block)
	}
	return e, nil
}

// Width is the number of values of a piece's row.
func (e *Encoder) Width() int { return e.width }

// Longest is the number of pieces that a window may have.
func (e *Encoder) Longest() int { return e.longest }

// Vocabulary is the number of different pieces, which count from 0.
func (e *Encoder) Vocabulary() int { return e.vocab }

// Shapes is the number of different shapes, which count from 0.
func (e *Encoder) Shapes() int { return e.shapes }

// Encode returns a row of Width values for each piece. The pieces are those of
// several windows, one behind the other, with the given lengths, each of 1 to
// Longest; a piece sees its own window only. Each piece has a shape besides.
// The rows are put into memory, as far as it reaches: it may be nil, or a
// former result that is no longer needed.
//
// Windows are shared out to all cores. A window's rows do not depend on the
// other windows, nor on the number of cores. Numbers out of range and lengths
// that do not add up are the caller's mistake, and panic.
func (e *Encoder) Encode(memory []float32, pieces []int32, shapes []uint8, lengths []int) []float32 {
	e.check(pieces, shapes, lengths)
	rows := sized(&memory, len(pieces)*e.width)
	batches := batched(lengths)
	workers := min(runtime.GOMAXPROCS(0), len(batches))
	if workers <= 1 {
		e.work(rows, pieces, shapes, batches, new(atomic.Int64))
		return rows
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { e.work(rows, pieces, shapes, batches, &next) })
	}
	group.Wait()
	return rows
}

func (e *Encoder) check(pieces []int32, shapes []uint8, lengths []int) {
	if len(shapes) != len(pieces) {
		panic(fmt.Sprintf("encoder: %d shapes for %d pieces", len(shapes), len(pieces)))
	}
	total := 0
	for _, n := range lengths {
		if n < 1 || n > e.longest {
			panic(fmt.Sprintf("encoder: a window of %d pieces; the longest has %d", n, e.longest))
		}
		total += n
	}
	if total != len(pieces) {
		panic(fmt.Sprintf("encoder: windows of %d pieces for %d", total, len(pieces)))
	}
	for i, piece := range pieces {
		if piece < 0 || int(piece) >= e.vocab {
			panic(fmt.Sprintf("encoder: piece %d is not among the %d of the vocabulary", piece, e.vocab))
		}
		if int(shapes[i]) >= e.shapes {
			panic(fmt.Sprintf("encoder: shape %d is not among the %d", shapes[i], e.shapes))
		}
	}
}

// batch is some windows that are taken together.
type batch struct {
	start, rows int
	lengths     []int
}

// batched cuts the windows into batches. It looks at nothing but their
// lengths, so that the work is the same on any machine.
func batched(lengths []int) []batch {
	var batches []batch
	start, first, rows := 0, 0, 0
	for i, n := range lengths {
		if rows > 0 && rows+n > batchRows {
			batches = append(batches, batch{start, rows, lengths[first:i]})
			start, first, rows = start+rows, i, 0
		}
		rows += n
	}
	if rows > 0 {
		batches = append(batches, batch{start, rows, lengths[first:]})
	}
	return batches
}

// task is the memory of one goroutine at work.
type task struct {
	scratch Scratch
	added   []float32
}

// work takes batches until none is left.
func (e *Encoder) work(rows []float32, pieces []int32, shapes []uint8, batches []batch, next *atomic.Int64) {
	task := e.scratches.Get().(*task)
	defer e.scratches.Put(task)
	for {
		i := int(next.Add(1)) - 1
		if i >= len(batches) {
			return
		}
		b := batches[i]
		x := rows[b.start*e.width : (b.start+b.rows)*e.width]
		e.embed(task, x, pieces[b.start:], shapes[b.start:], b.lengths)
		for _, block := range e.blocks {
			block.Apply(e.set, &task.scratch, x, b.lengths)
		}
	}
}

// embed sets the rows of x to what the pieces are without any context.
func (e *Encoder) embed(task *task, x []float32, pieces []int32, shapes []uint8, lengths []int) {
	added := sized(&task.added, len(x))
	i := 0
	for _, length := range lengths {
		copy(added[i*e.width:], e.position[:length*e.width])
		for range length {
			piece, shape := int(pieces[i]), int(shapes[i])
			row := x[i*e.width : (i+1)*e.width]
			e.set.Widen(row, e.word[piece*e.width:(piece+1)*e.width], e.wordScale[piece])
			e.set.Add(row, e.shape[shape*e.width:(shape+1)*e.width])
			i++
		}
	}
	e.set.AddNorm(x, added, e.norm.gain, e.norm.bias)
}
