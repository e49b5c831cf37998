package text

import (
	"math"

	"tocsin"
	"tocsin/text/reader"
)

// Meaning is the direction in which the words under the spans lie: two vectors
// of small numbers, the first reader.TopicSize of them for what is spoken of,
// the others for what is said of it. Only the angles between such vectors of
// one model mean something: those of a topic are small for contents about the
// same, those of a stance for contents that agree. It is nil where no word is
// under the spans.
//
// Both are the mean over the words of a linear map of the encoder's states
// (train/pairs), each brought to the full range of an int8.
func (d *Doc) Meaning(spans []tocsin.Span) []int8 {
	var sum [reader.MeaningSize]int
	words := 0
	for _, span := range spans {
		first, last := d.TokensIn(span)
		words += last - first
		for i := first; i < last; i++ {
			for k, value := range d.meanings[i*reader.MeaningSize : (i+1)*reader.MeaningSize] {
				sum[k] += int(value)
			}
		}
	}
	if words == 0 {
		return nil
	}
	meaning := make([]int8, reader.MeaningSize)
	spread(meaning[:reader.TopicSize], sum[:reader.TopicSize])
	spread(meaning[reader.TopicSize:], sum[reader.TopicSize:])
	return meaning
}

// spread brings the sums to the range of an int8, the largest to its end.
func spread(into []int8, sums []int) {
	largest := 0
	for _, sum := range sums {
		largest = max(largest, sum, -sum)
	}
	if largest == 0 {
		return
	}
	for i, sum := range sums {
		into[i] = int8(math.Round(float64(sum) * math.MaxInt8 / float64(largest)))
	}
}

// States are the encoder's states of the doc's tokens, one row of width values
// each, read anew: what a further head is trained on (train/pairs).
func States(doc *Doc) (states []float32, width int) {
	return network().States(words{doc}, sentencesOf(doc))
}

func sentencesOf(doc *Doc) []reader.Sentence {
	sentences := make([]reader.Sentence, len(doc.Sentences))
	for i, s := range doc.Sentences {
		sentences[i] = reader.Sentence{First: s.First, Last: s.Last}
	}
	return sentences
}
