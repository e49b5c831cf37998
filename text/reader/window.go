package reader

import "unicode"

// The numbers of BERT's marks at the ends of a window, and of a piece that the
// vocabulary does not have.
const (
	startPiece   = 101
	endPiece     = 102
	unknownPiece = 100
)

// window is a run of words that is encoded together.
type window struct{ first, last int }

// pieces are the pieces of some words: those of word i are ids[from[i]:from[i+1]].
type pieces struct {
	ids  []int32
	from []int32
}

func (p *pieces) of(i int) []int32 { return p.ids[p.from[i]:p.from[i+1]] }

// cut cuts the words into pieces; a word has at least one.
func (m *Model) cut(words Words) pieces {
	p := pieces{ids: make([]int32, 0, words.Len()*5/4), from: make([]int32, 1, words.Len()+1)}
	for i := range words.Len() {
		before := len(p.ids)
		p.ids = m.vocabulary.Append(p.ids, words.Word(i))
		if len(p.ids) > before+m.wordPieces {
			p.ids = p.ids[:before+m.wordPieces]
		}
		if len(p.ids) == before {
			p.ids = append(p.ids, unknownPiece)
		}
		p.from = append(p.from, int32(len(p.ids)))
	}
	return p
}

// windows packs whole sentences into windows, as many as fit. A sentence that
// is too long for one is cut between words.
func (m *Model) windows(p *pieces, sentences []Sentence) []window {
	room := m.window - 2
	var windows []window
	start, used := 0, 0
	for _, s := range sentences {
		size := int(p.from[s.Last] - p.from[s.First])
		if used > 0 && used+size > room {
			windows = append(windows, window{start, s.First})
			start, used = s.First, 0
		}
		if size <= room {
			used += size
			continue
		}
		for i := s.First; i < s.Last; i++ {
			n := len(p.of(i))
			if used+n > room {
				windows = append(windows, window{start, i})
				start, used = i, 0
			}
			used += n
		}
	}
	if len(sentences) > 0 && start < sentences[len(sentences)-1].Last {
		windows = append(windows, window{start, sentences[len(sentences)-1].Last})
	}
	return windows
}

// Shapes: the case of a word, which an uncased vocabulary does not see.
const (
	shapeMark = iota
	shapeLower
	shapeTitle
	shapeUpper
	shapeSingle
	shapeMixed
	shapeDigit
)

func shapeOf(word string) uint8 {
	letters, upper := 0, 0
	first := false // the first letter is a capital
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			return shapeDigit
		case unicode.IsLetter(r):
			if unicode.IsUpper(r) {
				upper++
				first = first || letters == 0
			}
			letters++
		}
	}
	switch {
	case letters == 0:
		return shapeMark
	case upper == 0:
		return shapeLower
	case letters == 1:
		return shapeSingle
	case upper == letters:
		return shapeUpper
	case upper == 1 && first:
		return shapeTitle
	}
	return shapeMixed
}
