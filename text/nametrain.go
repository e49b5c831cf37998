package text

import "math/rand/v2"

// TrainNames makes weights for the name tagger from Docs whose Names are
// right, by an averaged structured perceptron (Collins 2002). The same Docs,
// rounds and seed give the same bytes. It is called by train/names only.
func TrainNames(docs []*Doc, rounds int, seed uint64) []byte {
	trainer := newNameTrainer()
	var lessons []nameLesson
	for _, doc := range docs {
		lessons = append(lessons, lessonsOf(doc)...)
	}
	random := rand.New(rand.NewPCG(seed, 1))
	for range rounds {
		random.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for i := range lessons {
			trainer.learn(&lessons[i])
		}
	}
	return trainer.bytes()
}

// nameLesson is one sentence with its right labels.
type nameLesson struct {
	reader      *nameReader
	first, last int
	labels      []int
}

func lessonsOf(doc *Doc) []nameLesson {
	labels := make([]int, len(doc.Tokens))
	for _, n := range doc.Names {
		kind := kindIndex(n.Kind)
		if n.Last-n.First == 1 {
			labels[n.First] = labelOf(kind, labelSingle)
			continue
		}
		for i := n.First; i < n.Last; i++ {
			labels[i] = labelOf(kind, labelInside)
		}
		labels[n.First] = labelOf(kind, labelBegin)
		labels[n.Last-1] = labelOf(kind, labelEnd)
	}
	reader := newNameReader(doc)
	reader.whole = true
	var lessons []nameLesson
	for _, s := range doc.Sentences {
		if s.First < s.Last {
			lessons = append(lessons, nameLesson{reader, s.First, s.Last, labels[s.First:s.Last]})
		}
	}
	return lessons
}

// nameTrainer keeps the weights and, for their average, each weight times the
// number of the step at which it changed.
type nameTrainer struct {
	weights, moved []float32
	step           float32
}

func newNameTrainer() *nameTrainer {
	size := transitionsAt + (labelCount+1)*labelCount
	return &nameTrainer{weights: make([]float32, size), moved: make([]float32, size), step: 1}
}

func (t *nameTrainer) score(rows []uint32, scores *[labelCount]int32) {
	*scores = [labelCount]int32{}
	for _, row := range rows {
		at := int(row) * labelCount
		weights := t.weights[at : at+labelCount]
		for label := range scores {
			scores[label] += int32(weights[label])
		}
	}
}

func (t *nameTrainer) transition(prev, label int) int32 {
	return int32(t.weights[transitionAt(prev, label)])
}

func transitionAt(prev, label int) int {
	if prev < 0 {
		prev = labelCount
	}
	return transitionsAt + prev*labelCount + label
}

func (t *nameTrainer) learn(lesson *nameLesson) {
	reader := lesson.reader
	reader.weights, reader.moves = t, movesOf(t)
	guess := reader.tag(lesson.first, lesson.last)
	t.step++
	prevGuess, prevRight := -1, -1
	for i, right := range lesson.labels {
		if guess[i] != right {
			reader.rows = reader.features.rows(reader.rows[:0], lesson.first, lesson.first+i, lesson.last)
			for _, row := range reader.rows {
				t.move(int(row)*labelCount+right, 1)
				t.move(int(row)*labelCount+guess[i], -1)
			}
		}
		if guess[i] != right || prevGuess != prevRight {
			t.move(transitionAt(prevRight, right), 1)
			t.move(transitionAt(prevGuess, guess[i]), -1)
		}
		prevGuess, prevRight = guess[i], right
	}
}

func (t *nameTrainer) move(at int, by float32) {
	t.weights[at] += by
	t.moved[at] += by * t.step
}

// bytes averages the weights and rounds them to bytes. One scale serves all,
// since only comparisons count; the few largest are cut at the byte's end.
func (t *nameTrainer) bytes() []byte {
	averages := make([]float32, len(t.weights))
	largest := float32(0)
	for i, weight := range t.weights {
		averages[i] = weight - t.moved[i]/t.step
		largest = max(largest, averages[i], -averages[i])
	}
	scale := 127 / (largest * keptRange)
	packed := make([]byte, len(averages))
	for i, average := range averages {
		packed[i] = byte(int8(max(-127, min(127, round(average*scale)))))
	}
	return packed
}

// keptRange is the share of the widest weight's range that the bytes span.
const keptRange = 0.5

func round(x float32) float32 {
	if x < 0 {
		return float32(int32(x - 0.5))
	}
	return float32(int32(x + 0.5))
}
