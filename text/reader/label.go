package reader

import "math"

func argmax(values []float32) int {
	best := 0
	for i, value := range values {
		if value > values[best] {
			best = i
		}
	}
	return best
}

// share is the softmax of one of the values.
func share(values []float32, of int) float32 {
	sum := 0.
	for _, value := range values {
		sum += math.Exp(float64(value - values[of]))
	}
	return float32(1 / sum)
}

// sequence labels runs of words so that no label continues what did not begin
// (Viterbi 1967). Its memory is used again.
type sequence struct {
	scores []float32 // log-probabilities, a row a word
	back   []int8
	labels []int
}

// search finds the best labels of count words. row gives the scores of a word,
// follows whether a label may come behind another (-1 at the start).
func (s *sequence) search(count, labels int, row func(i int) []float32, follows func(before, label int) bool) []int {
	s.scores, s.back, s.labels = resized(s.scores, count*labels), resized(s.back, count*labels), resized(s.labels, count)
	const never = -1e30
	for i := range count {
		values := row(i)
		sum := logSum(values[:labels])
		for label := range labels {
			best, from := float32(never), -1
			if i == 0 && follows(-1, label) {
				best = 0
			}
			for before := 0; i > 0 && before < labels; before++ {
				if score := s.scores[(i-1)*labels+before]; score > best && follows(before, label) {
					best, from = score, before
				}
			}
			s.scores[i*labels+label], s.back[i*labels+label] = best+values[label]-sum, int8(from)
		}
	}
	if count == 0 {
		return nil
	}
	best := argmax(s.scores[(count-1)*labels : count*labels])
	for i := count - 1; i >= 0; i-- {
		s.labels[i] = best
		best = max(int(s.back[i*labels+best]), 0)
	}
	return s.labels
}

func logSum(values []float32) float32 {
	most := values[argmax(values)]
	sum := 0.
	for _, value := range values {
		sum += math.Exp(float64(value - most))
	}
	return most + float32(math.Log(sum))
}

// follows reports whether a label may come behind another where 0 is "O" and
// each kind has an odd number for its beginning and the next for its inside.
func follows(before, label int) bool {
	return label == 0 || label%2 == 1 || before == label || before == label-1
}

// names labels the words of a sentence as parts of names.
func (r *run) names(t *task, w window, s Sentence) {
	m, stride := r.model, r.model.heads.Stride()
	row := func(i int) []float32 {
		at := (s.First-w.first+i)*stride + m.at.name
		return t.heads[at : at+len(m.Names)]
	}
	for i, label := range t.sequence.search(s.Last-s.First, len(m.Names), row, follows) {
		word := &r.reading.Words[s.First+i]
		word.Name = uint8(label)
		if label > 0 {
			word.NameScore = share(row(i), label)
		} else {
			word.NameScore = 1 - share(row(i), 0)
		}
	}
}
