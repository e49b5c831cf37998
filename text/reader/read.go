package reader

import (
	"runtime"
	"sync"
	"sync/atomic"

	"tocsin/text/encoder"
)

// Words are what is read.
type Words interface {
	Len() int
	Word(i int) string
	Quoted(i int) bool // within quotation marks
}

// Sentence is a run of words [First, Last). Sentences follow one another
// without gaps.
type Sentence struct{ First, Last int }

// Word is what is read of one word. Tag, Lemma, Dep, Name, Trigger and Status
// are indices in the inventories of the Model.
type Word struct {
	Head    int32 // the word that governs it, -1 for the root of a sentence
	Lemma   uint16
	Tag     uint8
	Dep     uint8
	Name    uint8
	Trigger uint8 // 0 where it tells of no event
	Status  uint8 // of the event that it tells of
	// NameScore is how probable it is that the word is what Name says, or
	// that it is a name at all where Name is 0; TriggerScore is how probable
	// it is that it tells of an event at all.
	NameScore, TriggerScore float32
}

// Convention is whose idea of an attribution is followed.
type Convention uint8

// Ledger counts what a ledger of claims does; PolNeAR (Newell, Margolin and
// Ruths 2018) is wider and takes in attitudes and vaguer attributions.
const (
	Ledger Convention = iota
	PolNeAR
)

// Reading is what is read of a text.
type Reading struct {
	Words        []Word
	Attributions []Attribution // in the order of their cues
	Meanings     []int8        // MeaningSize values a word
}

// chunkWindows is how many windows are read before their states are given up,
// per core: enough to keep the cores busy, few enough to bound memory.
const chunkWindows = 8

// Read reads the words. Cues are found by the Convention.
func (m *Model) Read(words Words, sentences []Sentence, convention Convention) *Reading {
	r := &run{
		model: m, words: words, sentences: sentences, convention: convention,
		pieces: m.cut(words), reading: &Reading{Words: make([]Word, words.Len()), Meanings: make([]int8, words.Len()*MeaningSize)},
	}
	windows := m.windows(&r.pieces, sentences)
	size := chunkWindows * runtime.GOMAXPROCS(0)
	for len(windows) > 0 {
		chunk := windows[:min(size, len(windows))]
		windows = windows[len(chunk):]
		r.read(chunk, len(windows) == 0)
	}
	return r.reading
}

// run is one text on its way through the network.
type run struct {
	model      *Model
	words      Words
	sentences  []Sentence
	convention Convention
	pieces     pieces
	reading    *Reading

	// What cues are read from: a row of the side encoder's width for each of
	// the words [sideFirst, …). It begins some words before the chunk.
	side      []float32
	sideFirst int
	cues      []cue // not read yet
}

// read reads a chunk of windows: first the words, then the attributions whose
// surroundings are all there.
func (r *run) read(windows []window, last bool) {
	width := r.model.side.width
	begin, end := windows[0].first, windows[len(windows)-1].last
	keep := min(2*r.model.side.reach+cueLongest, begin-r.sideFirst)
	copy(r.side, r.side[(begin-keep-r.sideFirst)*width:(begin-r.sideFirst)*width])
	r.sideFirst = begin - keep
	r.side = resized(r.side, (end-r.sideFirst)*width)
	found := make([][]cue, len(windows))
	inParallel(len(windows), func(t *task, i int) { found[i] = r.window(t, windows[i]) })
	for _, cues := range found {
		r.cues = append(r.cues, cues...)
	}
	ready := len(r.cues)
	for !last && ready > 0 && r.cues[ready-1].last+r.model.side.reach > end {
		ready--
	}
	attributions := make([]Attribution, ready)
	inParallel(ready, func(t *task, i int) { attributions[i] = r.attribution(t, r.cues[i], end) })
	r.reading.Attributions = append(r.reading.Attributions, attributions...)
	r.cues = append(r.cues[:0], r.cues[ready:]...)
}

// task is the memory of one goroutine.
type task struct {
	scratch  encoder.Scratch
	ids      []int32
	shapes   []uint8
	firsts   []int // where each word's first piece is
	encoded  []float32
	states   []float32
	heads    []float32
	hidden   []float32
	labels   []float32
	parts    []float32
	lengths  []int
	parser   parser
	sequence sequence
}

var tasks = sync.Pool{New: func() any { return new(task) }}

// inParallel does work for 0 … n-1 on all cores.
func inParallel(n int, work func(*task, int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			t := tasks.Get().(*task)
			defer tasks.Put(t)
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(t, i)
			}
		})
	}
	group.Wait()
}

// window reads the words of a window and returns the cues among them.
func (r *run) window(t *task, w window) []cue {
	m := r.model
	r.encode(t, w)
	r.means(t, w)
	count, stride := w.last-w.first, m.heads.Stride()
	t.heads = resized(t.heads, count*stride)
	m.heads.Apply(m.set, &t.scratch, t.heads, t.states)
	for i := range count {
		row := t.heads[i*stride : (i+1)*stride]
		word := &r.reading.Words[w.first+i]
		word.Tag = uint8(argmax(row[m.at.tag : m.at.tag+len(m.Tags)]))
		word.Lemma = uint16(argmax(row[m.at.lemma : m.at.lemma+len(m.Lemmas)]))
		triggers := row[m.at.trigger : m.at.trigger+len(m.Triggers)]
		word.TriggerScore = 1 - share(triggers, 0)
		word.Trigger = uint8(1 + argmax(triggers[1:]))
		word.Status = uint8(argmax(row[m.at.status : m.at.status+len(m.Statuses)]))
		copy(r.side[(w.first+i-r.sideFirst)*m.side.width:], row[m.at.side:m.at.side+m.side.width])
	}
	for _, s := range r.sentencesIn(w) {
		r.parse(t, w, s)
		r.names(t, w, s)
	}
	r.relations(t, w)
	return r.cuesIn(t, w)
}

// sentencesIn returns the sentences of the window, or the parts of them that
// lie in it.
func (r *run) sentencesIn(w window) []Sentence {
	var in []Sentence
	low, high := 0, len(r.sentences)
	for low < high {
		if middle := (low + high) / 2; r.sentences[middle].Last <= w.first {
			low = middle + 1
		} else {
			high = middle
		}
	}
	for _, s := range r.sentences[low:] {
		if s.First >= w.last {
			break
		}
		if first, last := max(s.First, w.first), min(s.Last, w.last); first < last {
			in = append(in, Sentence{first, last})
		}
	}
	return in
}

// encode sets t.states to the states of the words' first pieces.
func (r *run) encode(t *task, w window) {
	m := r.model
	t.ids, t.shapes, t.firsts = append(t.ids[:0], startPiece), append(t.shapes[:0], shapeMark), t.firsts[:0]
	for i := w.first; i < w.last; i++ {
		t.firsts = append(t.firsts, len(t.ids))
		shape := shapeOf(r.words.Word(i))
		for _, piece := range r.pieces.of(i) {
			t.ids, t.shapes = append(t.ids, piece), append(t.shapes, shape)
		}
	}
	t.ids, t.shapes = append(t.ids, endPiece), append(t.shapes, shapeMark)
	t.lengths = append(t.lengths[:0], len(t.ids))
	t.encoded = m.encoder.Encode(t.encoded, t.ids, t.shapes, t.lengths)
	width := m.encoder.Width()
	t.states = resized(t.states, len(t.firsts)*width)
	for i, at := range t.firsts {
		copy(t.states[i*width:(i+1)*width], t.encoded[at*width:])
	}
}

// resized returns the slice with n values, those that it had included.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return append(s[:cap(s)], make([]T, n-cap(s))...)
	}
	return s[:n]
}
