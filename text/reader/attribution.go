package reader

// Attribution is who says what, as read from one cue. Spans are words
// [First, Last).
type Attribution struct {
	Cue     Span
	Source  Span   // empty where nobody is named
	Content []Span // in the order of the text; may be none
	Act     uint8  // index in Model.Acts
	// CueScore is how probable the cue is, ActScore how probable its act.
	CueScore, ActScore float32
}

// Span is a run of words [First, Last).
type Span struct{ First, Last int }

// partNames are the labels of a word as a part of one attribution.
var partNames = []string{"O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT"}

const (
	sourcePart  = 1
	contentPart = 3
)

// cue is a cue that was found.
type cue struct {
	first, last int
	score       float32
}

// cueLongest bounds a cue, in words.
const cueLongest = 24

// cueSight is how many words to either side of a cue are read. The network was
// trained on more; these find as much, in two thirds of the time.
const cueSight = 56

// cueLeast is how probable a word must be as part of a cue.
var cueLeast = [2]float32{Ledger: 0.15, PolNeAR: 0.20}

// cuesIn finds the cues among the words of a window.
func (r *run) cuesIn(t *task, w window) []cue {
	m, stride := r.model, r.model.heads.Stride()
	column := m.at.ledgerCue
	if r.convention == PolNeAR {
		column = m.at.cue
	}
	var cues []cue
	open := false
	for i := w.first; i < w.last; i++ {
		row := t.heads[(i-w.first)*stride+column:][:3]
		score := 1 - share(row, 0)
		if score < cueLeast[r.convention] {
			open = false
			continue
		}
		if open && row[2] > row[1] && i-cues[len(cues)-1].first < cueLongest {
			cues[len(cues)-1].last = i + 1
			continue
		}
		cues, open = append(cues, cue{i, i + 1, score}), true
	}
	return cues
}

// attribution reads who says what by a cue. end is behind the last word whose
// state is known.
func (r *run) attribution(t *task, c cue, end int) Attribution {
	s := &r.model.side
	sight := min(cueSight, s.reach)
	low, high := max(r.sideFirst, c.first-sight), min(end, c.last+sight)
	count := high - low
	t.states, t.hidden = resized(t.states, count*s.width), resized(t.hidden, count*s.width)
	copy(t.states, r.side[(low-r.sideFirst)*s.width:(high-r.sideFirst)*s.width])
	r.place(t.hidden, c, low, high)
	r.model.set.AddNorm(t.states, t.hidden, s.gain, s.bias)
	t.lengths = append(t.lengths[:0], count)
	for _, block := range s.blocks {
		block.Apply(r.model.set, &t.scratch, t.states, t.lengths)
	}
	stride := s.part.Stride()
	t.parts = resized(t.parts, count*stride)
	s.part.Apply(r.model.set, &t.scratch, t.parts, t.states)
	row := func(i int) []float32 { return t.parts[i*stride : i*stride+len(partNames)] }
	labels := t.sequence.search(count, len(partNames), row, follows)
	a := Attribution{Cue: Span{c.first, c.last}, CueScore: c.score}
	acts := t.parts[(c.first-low)*stride+len(partNames):][:len(r.model.Acts)]
	a.Act = uint8(argmax(acts))
	a.ActScore = share(acts, int(a.Act))
	a.Source = bestOf(runsOf(labels, sourcePart, row), low)
	for _, run := range runsOf(labels, contentPart, row) {
		a.Content = append(a.Content, Span{run.First + low, run.Last + low})
	}
	return a
}

// place sets the rows to what tells a word where it is, seen from the cue.
func (r *run) place(rows []float32, c cue, low, high int) {
	s := &r.model.side
	convention := s.ledger[:s.width]
	if r.convention == Ledger {
		convention = s.ledger[s.width : 2*s.width]
	}
	for i := low; i < high; i++ {
		row := rows[(i-low)*s.width : (i-low+1)*s.width]
		copy(row, convention)
		distance := 0
		if i < c.first {
			distance = i - c.first
		} else if i >= c.last {
			distance = i - c.last + 1
		}
		r.model.set.Add(row, s.place[(distance+s.reach)*s.width:][:s.width])
		quoted := s.quoted[:s.width]
		if r.words.Quoted(i) {
			quoted = s.quoted[s.width : 2*s.width]
		}
		r.model.set.Add(row, quoted)
	}
}

// scored is a run of words with how probable they are what they are read as.
type scored struct {
	Span
	score float32
}

// runsOf collects the runs of a part that begins with label.
func runsOf(labels []int, label int, row func(int) []float32) []scored {
	var runs []scored
	for i, here := range labels {
		switch {
		case here == label:
			runs = append(runs, scored{Span{i, i + 1}, share(row(i), here)})
		case here == label+1:
			last := &runs[len(runs)-1]
			last.Last = i + 1
			last.score += share(row(i), here)
		}
	}
	for i := range runs {
		runs[i].score /= float32(runs[i].Last - runs[i].First)
	}
	return runs
}

// bestOf returns the most probable run, moved by low words; empty of none.
func bestOf(runs []scored, low int) Span {
	var best scored
	for _, run := range runs {
		if run.score > best.score {
			best = run
		}
	}
	if best.score == 0 {
		return Span{}
	}
	return Span{best.First + low, best.Last + low}
}
