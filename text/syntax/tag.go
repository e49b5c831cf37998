package syntax

// Tag is a part of speech in both tag sets.
type Tag struct {
	UPOS string `json:"upos"`
	XPOS string `json:"xpos"`
}

// noTag stands for the tag of a word that is not there.
const noTag = 255

var nobody = Word{Tag: noTag}

func at(words []Word, i int) *Word {
	if i < 0 || i >= len(words) {
		return &nobody
	}
	return &words[i]
}

// TagFeatures appends the features of word i, whose predecessors are tagged.
func TagFeatures(words []Word, i int, f []uint32) []uint32 {
	w, p, pp, n, nn := at(words, i), at(words, i-1), at(words, i-2), at(words, i+1), at(words, i+2)
	shape := uint32(w.shape) * 2
	if w.first {
		shape++
	}
	t1, t2 := uint32(p.Tag), uint32(pp.Tag)
	class, next := uint32(w.class), uint32(n.class)
	f = append(f,
		feature(1, w.near),
		feature(2, w.hash),
		feature(3, p.near),
		feature(4, n.near),
		feature(5, pp.far),
		feature(6, nn.far),
		feature(7, w.suffix[0]),
		feature(8, w.suffix[1]),
		feature(9, w.suffix[2]),
		feature(10, w.suffix[3]),
		feature(11, w.prefix[0]),
		feature(12, w.prefix[1]),
		feature(13, w.prefix[2]),
		feature(14, shape),
		feature(15, class),
		feature(16, next),
		feature(17, uint32(nn.class)),
		feature(18, uint32(p.class)),
		feature(19, n.suffix[2]),
		feature(20, p.suffix[2]),
		feature(21, n.suffix[1]),
		feature(22, t1),
		feature(23, t2),
		feature(24, blend(t1, t2)),
		feature(25, blend(t1, w.near)),
		feature(26, blend(t1, class)),
		feature(27, blend(class, next)),
		feature(28, blend(blend(t1, class), next)),
		feature(29, blend(w.suffix[2], shape)),
		feature(30, blend(uint32(n.shape), uint32(p.shape))),
		feature(31, blend(p.near, w.near)),
		feature(32, blend(w.near, n.near)),
		feature(33, blend(blend(t1, t2), class)),
		feature(34, blend(shape, uint32(n.shape))),
		feature(35, blend(shape, w.suffix[1])),
		feature(36, blend(uint32(w.group), 0)),
		feature(37, blend(uint32(n.group), uint32(w.group))),
		feature(38, uint32(p.group)),
		feature(39, uint32(n.group)),
		feature(40, blend(w.suffix[1], t1)),
		feature(41, blend(class, uint32(nn.class))),
	)
	return f
}

// Tag sets the Tag of every word. The words must have been prepared.
func (m *Model) Tag(words []Word) {
	var space [64]uint32
	var h hidden
	for i := range words {
		w := &words[i]
		tags := m.Candidates(w)
		if len(tags) == 1 {
			w.Tag = tags[0]
			continue
		}
		m.tagger.sum(TagFeatures(words, i, space[:0]), &h)
		if len(tags) == len(m.all) {
			w.Tag = uint8(m.tagger.best(0, len(tags), &h))
		} else {
			w.Tag = m.tagger.bestOf(tags, &h)
		}
	}
}

// Candidates returns the tags that the word can have: those it was seen with
// where it was seen often, else all.
func (m *Model) Candidates(w *Word) []uint8 {
	if class := &m.lexicon.classes[w.class]; class.Closed {
		return class.Tags
	}
	return m.all
}
