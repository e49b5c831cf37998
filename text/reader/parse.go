package reader

// parser finds the best tree of one sentence; its memory is used again.
type parser struct {
	scores []float32 // scores[i*(n+1)+h]: word i under head h, 0 the root, 1+j word j
	heads  []int
	eisner eisner
}

// parse sets the heads of a sentence: one projective tree with one root.
func (r *run) parse(t *task, w window, s Sentence) {
	n := s.Last - s.First
	r.scoreArcs(t, w, s)
	p := &t.parser
	p.heads = resized(p.heads, n)
	for i := range n {
		p.heads[i] = argmax(p.scores[i*(n+1):(i+1)*(n+1)]) - 1
	}
	// The best head of each word by itself is the best tree, if it is one.
	if !isTree(p.heads) {
		p.eisner.search(p.scores, p.heads)
	}
	for i, head := range p.heads {
		if head >= 0 {
			head += s.First
		}
		r.reading.Words[s.First+i].Head = int32(head)
	}
}

func (r *run) scoreArcs(t *task, w window, s Sentence) {
	m, stride, n := r.model, r.model.heads.Stride(), s.Last-s.First
	p := &t.parser
	p.scores = resized(p.scores, n*(n+1))
	for i := range n {
		at := (s.First-w.first+i)*stride + m.at.arcDep
		below := t.heads[at : at+m.at.arc]
		row := p.scores[i*(n+1) : (i+1)*(n+1)]
		row[0] = m.set.Dot(below, m.root)
		for j := range n {
			at := (s.First-w.first+j)*stride + m.at.arcHead
			row[1+j] = m.set.Dot(below, t.heads[at:at+m.at.arc])
		}
		row[1+i] = impossible
	}
}

// relations sets the relations of all words of a window to their heads.
func (r *run) relations(t *task, w window) {
	m, stride, size := r.model, r.model.heads.Stride(), r.model.at.labels
	count := w.last - w.first
	t.hidden = resized(t.hidden, count*size)
	for i := range count {
		above := m.labelRoot
		if head := int(r.reading.Words[w.first+i].Head); head >= 0 {
			at := (head-w.first)*stride + m.at.labelHead
			above = t.heads[at : at+size]
		}
		at := i*stride + m.at.labelDep
		hidden := t.hidden[i*size : (i+1)*size]
		copy(hidden, t.heads[at:at+size])
		m.set.Add(hidden, above)
		for k, value := range hidden {
			hidden[k] = max(value, 0)
		}
	}
	t.labels = resized(t.labels, count*m.label.Stride())
	m.label.Apply(m.set, &t.scratch, t.labels, t.hidden)
	for i := range count {
		at := i * m.label.Stride()
		r.reading.Words[w.first+i].Dep = uint8(argmax(t.labels[at : at+len(m.Deps)]))
	}
}

// impossible is the score of an arc that may not be.
const impossible = -1e6

// isTree reports whether the heads, -1 for the root, are one projective tree
// with one root.
func isTree(heads []int) bool {
	root := -1
	for i, head := range heads {
		if head < 0 {
			if root >= 0 {
				return false
			}
			root = i
		}
	}
	if root < 0 {
		return false
	}
	// A climb that does not end has met a cycle.
	for i := range heads {
		steps := 0
		for at := i; heads[at] >= 0; at = heads[at] {
			if steps++; steps > len(heads) {
				return false
			}
		}
	}
	return projective(heads, root)
}

// projective reports whether no arc of the tree crosses another or spans its
// root. The words between a word and its head must all be below that head.
func projective(heads []int, root int) bool {
	for i, head := range heads {
		if head < 0 {
			continue
		}
		low, high := min(i, head), max(i, head)
		if low < root && root < high {
			return false
		}
		for k := low + 1; k < high; k++ {
			if heads[k] < low || heads[k] > high {
				return false
			}
		}
	}
	return true
}

// eisner finds the best projective tree (Eisner 1996) in time cubic in a
// sentence's words, which a window bounds.
type eisner struct {
	n                     int
	whole, half           [2][]float32 // best scores of spans: whole is an arc over them, half is open at its far end
	wholeSplit, halfSplit [2][]int16
}

const (
	left  = 0 // the head is the last word of the span
	right = 1 // the head is its first
)

// search sets heads to the best tree by scores, laid out as parser.scores.
func (e *eisner) search(scores []float32, heads []int) {
	n := len(heads)
	e.n = n
	for side := range 2 {
		e.whole[side], e.half[side] = resized(e.whole[side], n*n), resized(e.half[side], n*n)
		e.wholeSplit[side], e.halfSplit[side] = resized(e.wholeSplit[side], n*n), resized(e.halfSplit[side], n*n)
	}
	for i := range n {
		e.half[left][i*n+i], e.half[right][i*n+i] = 0, 0
	}
	arc := func(head, child int) float32 { return scores[child*(n+1)+1+head] }
	for length := 1; length < n; length++ {
		for i := 0; i+length < n; i++ {
			j := i + length
			at := i*n + j
			best, split := float32(impossible*10), i
			for k := i; k < j; k++ {
				if s := e.half[right][i*n+k] + e.half[left][(k+1)*n+j]; s > best {
					best, split = s, k
				}
			}
			e.whole[right][at], e.wholeSplit[right][at] = best+arc(i, j), int16(split)
			e.whole[left][at], e.wholeSplit[left][at] = best+arc(j, i), int16(split)
			best, split = float32(impossible*10), i+1
			for k := i + 1; k <= j; k++ {
				if s := e.whole[right][i*n+k] + e.half[right][k*n+j]; s > best {
					best, split = s, k
				}
			}
			e.half[right][at], e.halfSplit[right][at] = best, int16(split)
			best, split = float32(impossible*10), i
			for k := i; k < j; k++ {
				if s := e.half[left][i*n+k] + e.whole[left][k*n+j]; s > best {
					best, split = s, k
				}
			}
			e.half[left][at], e.halfSplit[left][at] = best, int16(split)
		}
	}
	root, best := 0, float32(impossible*100)
	for i := range n {
		if s := e.half[left][i] + e.half[right][i*n+n-1] + scores[i*(n+1)]; s > best {
			root, best = i, s
		}
	}
	heads[root] = -1
	e.open(heads, 0, root, left)
	e.open(heads, root, n-1, right)
}

// open sets the heads below the head of a half span.
func (e *eisner) open(heads []int, i, j, side int) {
	for i < j {
		k := int(e.halfSplit[side][i*e.n+j])
		if side == right {
			e.close(heads, i, k, right)
			i = k
		} else {
			e.close(heads, k, j, left)
			j = k
		}
	}
}

// close sets the heads of a whole span: an arc between its ends, and two
// halves that meet below it.
func (e *eisner) close(heads []int, i, j, side int) {
	k := int(e.wholeSplit[side][i*e.n+j])
	if side == right {
		heads[j] = i
	} else {
		heads[i] = j
	}
	e.open(heads, i, k, right)
	e.open(heads, k+1, j, left)
}
