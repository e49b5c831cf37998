package reader

import (
	"fmt"
	"math"

	"tocsin/text/encoder"
)

// A word's meaning is TopicSize numbers that tell what it speaks of and
// StanceSize ones that tell what it says of that. They add up: the sum over
// the words of a passage is the meaning of the passage, of which only the
// direction counts.
const (
	TopicSize   = 64
	StanceSize  = 32
	MeaningSize = TopicSize + StanceSize
)

func (m *Model) loadMeaning(tensors *encoder.Tensors) error {
	var err error
	if m.meaning, err = tensors.Linear("meaning"); err != nil {
		return err
	}
	if m.meaning.Outputs() != MeaningSize || m.meaning.Inputs() != m.encoder.Width() {
		return fmt.Errorf("the weights of meaning give %d values of %d, not %d of %d", m.meaning.Outputs(), m.meaning.Inputs(), MeaningSize, m.encoder.Width())
	}
	return nil
}

// means reads the meanings of the window's words, whose states t holds. The
// weights are scaled so that nearly all values fit an int8; the rest are cut.
func (r *run) means(t *task, w window) {
	m := r.model
	if m.meaning == nil {
		return
	}
	count, stride := w.last-w.first, m.meaning.Stride()
	t.heads = resized(t.heads, count*stride)
	m.meaning.Apply(m.set, &t.scratch, t.heads, t.states)
	for i := range count {
		into := r.reading.Meanings[(w.first+i)*MeaningSize:][:MeaningSize]
		for k, value := range t.heads[i*stride:][:MeaningSize] {
			into[k] = int8(math.RoundToEven(float64(min(math.MaxInt8, max(-math.MaxInt8, value)))))
		}
	}
}

// States returns the encoder's states of the words, one row of width values
// each.
func (m *Model) States(words Words, sentences []Sentence) (states []float32, width int) {
	r := &run{model: m, words: words, sentences: sentences, pieces: m.cut(words)}
	width = m.encoder.Width()
	states = make([]float32, words.Len()*width)
	windows := m.windows(&r.pieces, sentences)
	inParallel(len(windows), func(t *task, i int) {
		r.encode(t, windows[i])
		copy(states[windows[i].first*width:], t.states)
	})
	return states, width
}
