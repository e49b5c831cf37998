package text

import (
	_ "embed"
	"slices"
	"strings"

	"tocsin/country"
)

// nameWeights is what train/names made: nameRows rows of one signed byte a
// label, then the transitions (see transitionsAt).
//
//go:embed model/names.bin
var nameWeights string

// name finds the Names: a linear tagger reads each sentence, then names that
// the article repeats are made to agree, and words that name a people or come
// from a country's name are added, which the training data leave out.
func name(doc *Doc) {
	names := newNameReader(doc)
	for s := range doc.Sentences {
		names.sentence(s)
	}
	doc.Names = know(&names.features, doc.Names)
	doc.Names = agree(doc, doc.Names)
	doc.Names = addNationalities(doc, doc.Names)
}

// Labels are O and, for each kind, begin, inside, end and single.
const (
	labelBegin = iota
	labelInside
	labelEnd
	labelSingle
	labelPositions

	labelCount = 1 + 4*labelPositions
)

var nameKinds = [4]NameKind{PER, ORG, LOC, MISC}

func labelOf(kind, position int) int { return 1 + kind*labelPositions + position }

func kindOf(label int) int { return (label - 1) / labelPositions }

func positionOf(label int) int { return (label - 1) % labelPositions }

// unfinished reports whether a name is unfinished after the label.
func unfinished(label int) bool {
	return label > 0 && (positionOf(label) == labelBegin || positionOf(label) == labelInside)
}

// follows reports whether label may come after prev; prev -1 is the start.
func follows(prev, label int) bool {
	continues := label > 0 && (positionOf(label) == labelInside || positionOf(label) == labelEnd)
	if prev >= 0 && unfinished(prev) {
		return continues && kindOf(prev) == kindOf(label)
	}
	return !continues
}

// nameRows is how many rows the features are hashed into, a power of two.
const nameRows = 1 << 17

// transitionsAt is where the transitions begin: labelCount+1 rows, one for
// each label before and the last for the start of a sentence.
const transitionsAt = nameRows * labelCount

// nameScorer gives the weights of a token's feature rows, and of transitions.
type nameScorer interface {
	score(rows []uint32, scores *[labelCount]int32)
	transition(prev, label int) int32
}

// embeddedNames scores with nameWeights.
type embeddedNames struct{}

// score adds up the rows eight labels at a time, in four 16-bit lanes for the
// even ones and four for the odd. Weights are made positive for it, so a lane
// holds 257 rows before it could carry; a token has far fewer.
func (embeddedNames) score(rows []uint32, scores *[labelCount]int32) {
	const (
		lanes = 0x00FF00FF00FF00FF
		signs = 0x8080808080808080
	)
	var even, odd [2]uint64
	last := int32(0)
	for _, row := range rows {
		weights := nameWeights[int(row)*labelCount:][:labelCount]
		first, second := eightBytes(weights[:8])^signs, eightBytes(weights[8:16])^signs
		even[0] += first & lanes
		odd[0] += first >> 8 & lanes
		even[1] += second & lanes
		odd[1] += second >> 8 & lanes
		last += int32(int8(weights[labelCount-1]))
	}
	raised := int32(128 * len(rows))
	for half := range even {
		for lane := range 4 {
			scores[8*half+2*lane] = int32(even[half]>>(16*lane)&0xFFFF) - raised
			scores[8*half+2*lane+1] = int32(odd[half]>>(16*lane)&0xFFFF) - raised
		}
	}
	scores[labelCount-1] = last
}

func eightBytes(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (embeddedNames) transition(prev, label int) int32 {
	if prev < 0 {
		prev = labelCount
	}
	return int32(int8(nameWeights[transitionsAt+prev*labelCount+label]))
}

// nameReader tags the sentences of one Doc; its buffers are used again for
// each.
type nameReader struct {
	features nameFeatures
	weights  nameScorer
	moves    *nameMoves
	scores   [][labelCount]int32
	back     [][labelCount]int8
	labels   []int
	rows     []uint32
	whole    bool // look at every token, as training does
}

func newNameReader(doc *Doc) *nameReader {
	return &nameReader{features: newNameFeatures(doc), weights: embeddedNames{}, moves: movesOf(embeddedNames{})}
}

// sentence appends the names of sentence s to the Doc.
func (r *nameReader) sentence(s int) {
	doc := r.features.doc
	first, last := doc.Sentences[s].First, doc.Sentences[s].Last
	if first >= last || len(nameWeights) < transitionsAt+(labelCount+1)*labelCount {
		return
	}
	labels := r.tag(first, last)
	for i := 0; i < len(labels); i++ {
		if labels[i] == 0 {
			continue
		}
		begin := i
		for unfinished(labels[i]) && i+1 < len(labels) {
			i++
		}
		doc.Names = append(doc.Names, Name{
			Kind:  nameKinds[kindOf(labels[begin])],
			Span:  doc.SpanOf(first+begin, first+i+1),
			First: first + begin,
			Last:  first + i + 1,
			Score: r.confidence(begin, i+1, labels),
		})
	}
}

// unreachable is the score of what no valid labels lead to.
const unreachable = -1 << 29

// tag labels the tokens [first, last) by Viterbi search.
func (r *nameReader) tag(first, last int) []int {
	count := last - first
	r.scores = slices.Grow(r.scores[:0], count)[:count]
	r.back = slices.Grow(r.back[:0], count)[:count]
	r.labels = slices.Grow(r.labels[:0], count)[:count]
	var before [labelCount]int32
	shouldLook := r.features.candidates(first, last)
	for i := range count {
		here := &r.scores[i]
		if !r.whole && !shouldLook(i) {
			*here = [labelCount]int32{}
			for label := 1; label < labelCount; label++ {
				here[label] = unreachable
			}
		} else {
			r.rows = r.features.rows(r.rows[:0], first, first+i, last)
			r.weights.score(r.rows, here)
		}
		path := *here
		for label := range labelCount {
			best, from := int32(unreachable), int8(-1)
			if i == 0 {
				if follows(-1, label) {
					best = r.weights.transition(-1, label)
				}
			} else {
				for _, move := range r.moves.to[label][:r.moves.count[label]] {
					if score := before[move.prev] + move.weight; score > best {
						best, from = score, move.prev
					}
				}
			}
			path[label] = max(best+path[label], unreachable)
			r.back[i][label] = from
		}
		before = path
	}
	best := 0
	for label := range labelCount {
		if !unfinished(label) && before[label] > before[best] {
			best = label
		}
	}
	for i := count - 1; i >= 0; i-- {
		r.labels[i] = best
		best = max(int(r.back[i][best]), 0)
	}
	return r.labels
}

// nameMoves are the labels that may come before each label, in order, with the
// weight of the transition: a third of all pairs.
type nameMoves struct {
	to    [labelCount][labelCount]nameMove
	count [labelCount]int
}

type nameMove struct {
	prev   int8
	weight int32
}

func movesOf(weights nameScorer) *nameMoves {
	var moves nameMoves
	for label := range labelCount {
		for prev := range labelCount {
			if follows(prev, label) {
				moves.to[label][moves.count[label]] = nameMove{int8(prev), weights.transition(prev, label)}
				moves.count[label]++
			}
		}
	}
	return &moves
}

// confidence is how far the labels [from, to) stand above "no name", the
// weakest of them deciding; 0.5 is a draw.
func (r *nameReader) confidence(from, to int, labels []int) float64 {
	least := int32(1 << 20)
	for i := from; i < to; i++ {
		least = min(least, r.scores[i][labels[i]]-r.scores[i][0])
	}
	margin := float64(least) / 127
	if margin < 0 {
		return 0.5 / (1 - margin)
	}
	return 1 - 0.5/(1+margin)
}

// know corrects names that are nothing but a listed name or a country's word,
// and drops what is no name at all, such as a pronoun that opens a sentence.
func know(features *nameFeatures, names []Name) []Name {
	kept := make([]Name, 0, len(names))
	for _, n := range apart(features.doc, names) {
		if token := &features.doc.Tokens[n.First]; n.Last-n.First == 1 && isFunctionWord(token.POS) && !strings.ContainsAny(token.Text, "@#") {
			continue
		}
		if count, mark := features.longest(nameKnowledge(), n.First, n.Last); mark > 0 && count == n.Last-n.First {
			n.Kind, n.Score = nameKinds[mark/2], max(n.Score, 0.9)
		}
		kept = append(kept, n)
	}
	return kept
}

// apart parts a person's name at an "and": it names two.
func apart(doc *Doc, names []Name) []Name {
	parted := make([]Name, 0, len(names))
	for _, n := range names {
		first := n.First
		for i := n.First; n.Kind == PER && i < n.Last; i++ {
			if doc.Tokens[i].Lower == "and" && i > first && i+1 < n.Last {
				parted = append(parted, Name{Kind: n.Kind, Span: doc.SpanOf(first, i), First: first, Last: i, Score: n.Score})
				first = i + 1
			}
		}
		n.First, n.Span = first, doc.SpanOf(first, n.Last)
		parted = append(parted, n)
	}
	return parted
}

func isFunctionWord(pos string) bool {
	switch pos {
	case "PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "PART":
		return true
	}
	return false
}

// agree makes the names of an article consistent: a name that stands alone
// takes the kind of the longer person's name that ends (or begins) with it
// ("Ann Lee … Lee"), and one that is found in several kinds takes the one that
// has most confidence behind it.
func agree(doc *Doc, names []Name) []Name {
	type weight [4]float64
	votes := map[string]*weight{}
	lastOf := map[string]bool{}
	for _, n := range names {
		key := nameKey(doc, n)
		if votes[key] == nil {
			votes[key] = &weight{}
		}
		for k, kind := range nameKinds {
			if n.Kind == kind {
				votes[key][k] += n.Score
			}
		}
		if n.Kind == PER && n.Last-n.First > 1 {
			lastOf[doc.Tokens[n.Last-1].Lower] = true
		}
	}
	for i := range names {
		n := &names[i]
		key := nameKey(doc, *n)
		if lastOf[key] {
			n.Kind = PER
			continue
		}
		best := 0
		for k := range nameKinds {
			if votes[key][k] > votes[key][best] {
				best = k
			}
		}
		n.Kind = nameKinds[best]
	}
	return names
}

func nameKey(doc *Doc, n Name) string {
	first, last := n.First, n.Last
	if last-first == 1 {
		return doc.Tokens[first].Lower
	}
	return strings.ToLower(doc.Words(n.Span))
}

// addNationalities adds a MISC name for each adjective or people of a country
// that no name covers: "the Belarusian army", "two Britons".
func addNationalities(doc *Doc, names []Name) []Name {
	merged := make([]Name, 0, len(names))
	next := 0
	for i := range doc.Tokens {
		for next < len(names) && names[next].Last <= i {
			merged = append(merged, names[next])
			next++
		}
		if next < len(names) && names[next].First <= i || !startsUpper(doc.Tokens[i].Text) {
			continue
		}
		match, found := country.Find(doc.Tokens[i].Text)
		if !found {
			continue
		}
		kind := MISC
		switch match.Sense {
		case country.Adjective, country.People:
		case country.Name, country.Capital:
			kind = LOC
		default:
			continue
		}
		merged = append(merged, Name{Kind: kind, Span: doc.Tokens[i].Span, First: i, Last: i + 1, Score: 0.9})
	}
	return append(merged, names[next:]...)
}
